using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>resolv.conf as glibc 2.36 reads it (resolv/res_init.c: res_vinit_1, res_setoptions).</summary>
internal sealed class GlibcConfReader
{
    private const int MaxServers = 3;        // MAXNS
    private const int MaxNdots = 15;         // RES_MAXNDOTS, and four bits to keep it in
    private const int MaxTimeout = 30;       // RES_MAXRETRANS, seconds
    private const int MaxAttempts = 5;       // RES_MAXRETRY

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
        if (line.Length == 0 || line[0] is ';' or '#') return;
        if (After(line, "domain") is { } domain) ReadSearch(domain, onlyFirst: true);
        else if (After(line, "search") is { } search) ReadSearch(search, onlyFirst: false);
        else if (After(line, "nameserver") is { } server) ReadServer(server);
        else if (After(line, "options") is { } options) ReadOptions(options);
        else if (After(line, "sortlist") is null && line.Trim().Length > 0)
            _text.Remark($"ignored: '{ConfText.Short(line)}' does not start with a keyword and a blank");
    }

    // The keyword stands at the very start, and a blank or tab behind it.
    private static string? After(string line, string keyword) =>
        line.Length > keyword.Length && line.StartsWith(keyword, StringComparison.Ordinal)
            && line[keyword.Length] is ' ' or '\t'
            ? line[keyword.Length..].TrimStart(' ', '\t')
            : null;

    private void ReadSearch(string value, bool onlyFirst)
    {
        var words = value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return;
        if (!_search.IsEmpty) _text.Remark("replaces the search list above: the last line wins");
        _search = onlyFirst ? [words[0]] : [.. words];
    }

    private void ReadServer(string value)
    {
        var end = value.AsSpan().IndexOfAny(' ', '\t');
        var word = end < 0 ? value : value[..end];
        var address = DnsName.Aton(word) ?? (DnsName.IsIpv6(DnsName.WithoutZone(word)) ? word : null);
        if (address is null) _text.Remark($"ignored: '{ConfText.Short(word)}' is not an address");
        else if (_servers.Count >= MaxServers) _text.Remark(
            $"ignored: only the first {MaxServers} name servers are used");
        else _servers.Add(address);
    }

    private void ReadOptions(string options)
    {
        foreach (var word in options.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)) ReadOption(word);
    }

    private void ReadOption(string word)
    {
        if (Value(word, "ndots:", MaxNdots) is { } ndots) _conf = _conf with { Ndots = ndots & MaxNdots };
        else if (Value(word, "timeout:", MaxTimeout) is { } s) _conf = _conf with { Timeout = Duration.FromSeconds(s) };
        else if (Value(word, "attempts:", MaxAttempts) is { } attempts) _conf = _conf with { Attempts = attempts };
        else if (Has(word, "rotate")) _conf = _conf with { Rotate = true };
        else if (Has(word, "single-request-reopen")) _conf = _conf with { SingleRequestReopen = true };
        else if (Has(word, "single-request")) _conf = _conf with { SingleRequest = true };
        else if (Has(word, "use-vc")) _conf = _conf with { UseVc = true };
        else if (Has(word, "no-aaaa")) _conf = _conf with { NoAaaa = true };
        else if (!Has(word, "edns0") && !Has(word, "no-reload") && !Has(word, "no-tld-query")
            && !Has(word, "no_tld_query")
            && !Has(word, "trust-ad"))
            _text.Remark($"ignored: there is no option '{ConfText.Short(word)}'");
    }

    private int? Value(string word, string option, int most)
    {
        if (!Has(word, option)) return null;
        var value = ConfText.Atoi(word.AsSpan(option.Length));
        if (value > most) _text.Remark($"'{ConfText.Short(word)}' is capped at {most}");
        return Math.Min(value, most);
    }

    // By its start: 'rotatex' is rotate too.
    private static bool Has(string word, string option) => word.StartsWith(option, StringComparison.Ordinal);
}
