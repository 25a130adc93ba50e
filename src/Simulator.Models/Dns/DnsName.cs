using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Simulator.Models.Dns;

/// <summary>What names and addresses look like to the different readers of them.</summary>
public static class DnsName
{
    private const int MaxLabel = 63;

    // 255 octets on the wire: the final root and one length octet a label, which stands where the dot does.
    private const int MaxText = 253;

    /// <summary>Whether a query for it can be written: no empty label, none over 63, 253 in all; the root
    /// can.</summary>
    public static bool IsSendable(string name)
    {
        var text = name.EndsWith('.') ? name.AsSpan(0, name.Length - 1) : name;
        if (text.IsEmpty) return true;
        if (text.Length > MaxText) return false;
        foreach (var label in text.Split('.'))
            if (text[label].Length is 0 or > MaxLabel) return false;
        return true;
    }

    /// <summary>With exactly one final dot more, unless it has one.</summary>
    public static string Rooted(string name) => name.EndsWith('.') ? name : name + ".";

    public static int Dots(string name) => name.AsSpan().Count('.');

    /// <summary>Four decimal numbers, none with a leading zero.</summary>
    public static bool IsDottedQuad(string text)
    {
        var parts = 0;
        foreach (var part in text.AsSpan().Split('.'))
        {
            var digits = text.AsSpan()[part];
            if (++parts > 4 || digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0')) return false;
            if (!byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;
        }

        return parts == 4;
    }

    /// <summary>One to four numbers, also octal and hexadecimal, the last filling what is left: C's
    /// inet_aton.</summary>
    public static string? Aton(string text)
    {
        var parts = text.Split('.');
        if (parts.Length > 4) return null;
        uint address = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Number(parts[i]) is not { } n) return null;
            var isLast = i == parts.Length - 1;
            if (isLast ? n > uint.MaxValue >> (8 * i) : n > 255) return null;
            address |= isLast ? (uint)n : (uint)n << (24 - (8 * i));
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }

    /// <summary>Colons and hexadecimal, without a zone.</summary>
    public static bool IsIpv6(string text)
    {
        if (!text.Contains(':') || text.Contains('%') || text.Contains('[') || text.Contains('/')) return false;
        return IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    /// <summary>The text before a <c>%zone</c>.</summary>
    public static string WithoutZone(string text) => text.IndexOf('%') is >= 0 and var at ? text[..at] : text;

    private static ulong? Number(string text)
    {
        var (digits, radix) = text switch
        {
            ['0', 'x' or 'X', ..] => (text[2..], 16),
            ['0', _, ..] => (text[1..], 8),
            _ => (text, 10),
        };
        if (digits.Length is 0 or > 16) return null;
        ulong value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiHexDigit(c)) return null;
            var digit = Convert.ToInt32(c.ToString(), 16);
            if (digit >= radix) return null;
            value = (value * (ulong)radix) + (ulong)digit;
            if (value > uint.MaxValue) return null;
        }

        return value;
    }
}
