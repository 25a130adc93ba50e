using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>resolv.conf as musl reads it (src/network/resolvconf.c).</summary>
internal sealed class MuslConfReader
{
    private const int LongestLine = 254;     // fgets into 256 octets: 254, the line feed and the end
    private const int MaxServers = 3;
    private const int MaxNdots = 15;
    private const int MaxTimeout = 60;       // seconds
    private const int MaxAttempts = 10;

    private readonly ConfText _text = new();
    private readonly List<string> _servers = [];
    private ImmutableArray<string> _search = [];
    private ResolvConf _conf = new() { Servers = [] };

    public ResolvConf Read(string text)
    {
        foreach (var line in _text.Lines(text)) ReadLine(line);
        return _conf with
        {
            Servers = _servers.Count == 0 ? ["127.0.0.1"] : [.. _servers],
            Search = _search,
            Remarks = _text.Remarks,
        };
    }

    private void ReadLine(string line)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(line) > LongestLine)
        {
            _text.Remark($"ignored whole: more than {LongestLine} characters");
            return;
        }

        if (Starts(line, "options")) ReadOptions(line);
        else if (Starts(line, "nameserver")) ReadServer(line["nameserver".Length..].Trim());
        else if (Starts(line, "domain") || Starts(line, "search"))
        {
            if (!_search.IsEmpty) _text.Remark("replaces the search list above: the last line wins");
            _search = [.. ConfText.Words(line["search".Length..])];
        }
        else if (line.Length > 0 && line[0] is not ('#' or ';') && line.Trim().Length > 0)
        {
            _text.Remark($"ignored: '{ConfText.Short(line)}' does not start with a keyword that musl knows");
        }
    }

    // The line feed is still there for C, so a bare keyword counts; here it is gone.
    private static bool Starts(string line, string keyword) => line.StartsWith(keyword, StringComparison.Ordinal)
        && (line.Length == keyword.Length || ConfText.IsSpace(line[keyword.Length]));

    private void ReadOptions(string line)
    {
        if (Value(line, "ndots:", MaxNdots) is { } ndots) _conf = _conf with { Ndots = ndots };
        if (Value(line, "attempts:", MaxAttempts) is { } attempts) _conf = _conf with { Attempts = attempts };
        if (Value(line, "timeout:", MaxTimeout) is { } s) _conf = _conf with { Timeout = Duration.FromSeconds(s) };
        foreach (var word in ConfText.Words(line).Skip(1))
        {
            if (!word.Contains("ndots:") && !word.Contains("attempts:") && !word.Contains("timeout:"))
                _text.Remark($"ignored: musl has no option '{ConfText.Short(word)}'");
        }
    }

    // Wherever the first such text stands in the line, followed by a digit.
    private int? Value(string line, string option, int most)
    {
        var at = line.IndexOf(option, StringComparison.Ordinal);
        if (at < 0) return null;
        var text = line.AsSpan(at + option.Length);
        if (text.IsEmpty || !char.IsAsciiDigit(text[0])) return null;
        var value = ConfText.Atoi(text);
        if (value > most) _text.Remark($"'{option}{value}' is capped at {most}");
        return Math.Min(value, most);
    }

    private void ReadServer(string value)
    {
        var word = ConfText.Words(value).FirstOrDefault("");
        var address = DnsName.Aton(word) ?? (DnsName.IsIpv6(DnsName.WithoutZone(word)) ? word : null);
        if (_servers.Count >= MaxServers) _text.Remark($"ignored: only the first {MaxServers} name servers are used");
        else if (address is null) _text.Remark($"ignored: '{ConfText.Short(word)}' is not an address");
        else _servers.Add(address);
    }
}
