using System.Collections.Immutable;

namespace Simulator.Models.Dns;

/// <summary>What the readers of resolv.conf share: C's lines and C's numbers.</summary>
internal sealed class ConfText
{
    private readonly List<ResolvConfRemark> _remarks = [];

    /// <summary>The line being read, from 1.</summary>
    public int Line { get; private set; }

    public ImmutableArray<ResolvConfRemark> Remarks => [.. _remarks];

    public void Remark(string text) => _remarks.Add(new ResolvConfRemark(Line, text));

    /// <summary>Lines without their line feed; a carriage return is part of the line.</summary>
    public IEnumerable<string> Lines(string text)
    {
        Line = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            Line++;
            yield return text[at..end];
            at = end + 1;
        }
    }

    /// <summary>The start of a longer text that may be anything.</summary>
    public static string Short(string text)
    {
        const int Longest = 40;
        var cut = text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    /// <summary>C's isspace.</summary>
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    /// <summary>C's atoi and strtol: blanks, a sign, digits, then anything; saturates.</summary>
    public static int Atoi(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && IsSpace(text[at])) at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+') at++;
        long value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            value = Math.Min((value * 10) + (text[at] - '0'), int.MaxValue);
        return (int)(negative ? -value : value);
    }

    /// <summary>Words between C's white space.</summary>
    public static string[] Words(string text) =>
        text.Split([' ', '\t', '\r', '\n', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries);
}
