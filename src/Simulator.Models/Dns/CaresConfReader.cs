using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>resolv.conf as c-ares 1.18.1 reads it (src/lib/ares_init.c: init_by_resolv_conf).</summary>
internal sealed class CaresConfReader
{
    private const int DefaultTries = 4;      // DEFAULT_TRIES

    private readonly ConfText _text = new();
    private readonly List<string> _servers = [];
    private ImmutableArray<string> _search = [];
    private int? _ndots;
    private int? _timeoutMs;
    private int? _tries;
    private bool _rotate;

    public ResolvConf Read(string text)
    {
        foreach (var line in _text.Lines(text)) ReadLine(line);
        return new ResolvConf
        {
            Servers = _servers.Count == 0 ? ["127.0.0.1"] : [.. _servers],
            Search = _search,
            Ndots = _ndots ?? 1,
            Timeout = Duration.FromMilliseconds(_timeoutMs ?? 5000),
            Attempts = _tries ?? DefaultTries,
            Rotate = _rotate,
            Remarks = _text.Remarks,
        };
    }

    private void ReadLine(string line)
    {
        // A comment may start anywhere.
        var end = line.AsSpan().IndexOfAny('#', ';');
        var text = (end < 0 ? line : line[..end]).Trim();
        if (text.Length == 0) return;
        if (After(text, "domain") is { } domain) ReadSearch(ConfText.Words(domain)[0]);
        else if (After(text, "search") is { } search) ReadSearch(search);
        else if (After(text, "nameserver") is { } servers) ReadServers(servers);
        else if (After(text, "options") is { } options)
            foreach (var word in ConfText.Words(options)) ReadOption(word);
        else if (After(text, "sortlist") is null && After(text, "lookup") is null)
            _text.Remark($"ignored: '{ConfText.Short(text)}' does not start with a keyword and a value");
    }

    private static string? After(string text, string keyword)
    {
        if (!text.StartsWith(keyword, StringComparison.Ordinal) || text.Length == keyword.Length) return null;
        if (!ConfText.IsSpace(text[keyword.Length])) return null;
        var value = text[keyword.Length..].Trim();
        return value.Length == 0 ? null : value;
    }

    private void ReadSearch(string value)
    {
        if (!_search.IsEmpty) _text.Remark("replaces the search list above: the last line wins");
        _search =
        [
            .. value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private void ReadServers(string value)
    {
        foreach (var word in value.Split([' ', '\t', ',', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (DnsName.IsDottedQuad(word) || DnsName.IsIpv6(word)) _servers.Add(word);
            else _text.Remark($"ignored: '{ConfText.Short(word)}' is not an address");
        }
    }

    // Of each option the first one counts.
    private void ReadOption(string word)
    {
        if (Value(word, "ndots:") is { } ndots) _ndots ??= ndots;
        else if (Value(word, "retrans:") is { } ms) _timeoutMs ??= ms;
        else if (Value(word, "retry:") is { } tries) _tries ??= tries;
        else if (word.StartsWith("rotate", StringComparison.Ordinal)) _rotate = true;
        else _text.Remark($"ignored: c-ares 1.18 has no option '{ConfText.Short(word)}'");
    }

    private static int? Value(string word, string option) =>
        word.Length > option.Length && word.StartsWith(option, StringComparison.Ordinal)
            ? Math.Max(0, ConfText.Atoi(word.AsSpan(option.Length)))
            : null;
}
