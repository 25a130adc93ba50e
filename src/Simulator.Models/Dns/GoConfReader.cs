using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>resolv.conf as Go 1.19 reads it (src/net/dnsconfig_unix.go).</summary>
internal sealed class GoConfReader
{
    private const int MaxServers = 3;
    private const int MaxNdots = 15;
    private const int Big = 0xFFFFFF;        // where Go's dtoi stops counting

    private readonly ConfText _text = new();
    private readonly List<string> _servers = [];
    private ImmutableArray<string> _search = [];
    private ResolvConf _conf = new() { Servers = [] };

    public ResolvConf Read(string text)
    {
        foreach (var line in _text.Lines(text))
        {
            if (line.Length > 0 && line[0] is ';' or '#') continue;
            var words = line.Split([' ', '\r', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) ReadLine(words);
        }

        return _conf with
        {
            Servers = _servers.Count == 0 ? ["127.0.0.1", "::1"] : [.. _servers],
            Search = _search,
            Remarks = _text.Remarks,
        };
    }

    private void ReadLine(string[] words)
    {
        switch (words[0])
        {
            case "nameserver" when words.Length > 1:
                ReadServer(words[1]);
                break;
            case "domain" when words.Length > 1:
                ReadSearch([DnsName.Rooted(words[1])]);
                break;
            case "search":
                ReadSearch([.. words.Skip(1).Select(DnsName.Rooted)]);
                break;
            case "options":
                foreach (var word in words.Skip(1)) ReadOption(word);
                break;
            case "nameserver" or "domain" or "lookup":
                break;
            default:
                _text.Remark($"ignored: there is no keyword '{ConfText.Short(words[0])}' (may make Go prefer cgo)");
                break;
        }
    }

    private void ReadSearch(ImmutableArray<string> list)
    {
        if (!_search.IsEmpty) _text.Remark("replaces the search list above: the last line wins");
        _search = list;
    }

    private void ReadServer(string word)
    {
        if (_servers.Count >= MaxServers) _text.Remark($"ignored: only the first {MaxServers} name servers are used");
        else if (!DnsName.IsDottedQuad(word) && !DnsName.IsIpv6(DnsName.WithoutZone(word)))
            _text.Remark($"ignored: '{ConfText.Short(word)}' is not an address");
        else _servers.Add(word);
    }

    private void ReadOption(string word)
    {
        if (Value(word, "ndots:") is { } ndots) _conf = _conf with { Ndots = Math.Min(ndots, MaxNdots) };
        else if (Value(word, "timeout:") is { } s)
            _conf = _conf with { Timeout = Duration.FromSeconds(Math.Max(s, 1)) };
        else if (Value(word, "attempts:") is { } attempts) _conf = _conf with { Attempts = Math.Max(attempts, 1) };
        else if (word == "rotate") _conf = _conf with { Rotate = true };
        else if (word is "single-request" or "single-request-reopen") _conf = _conf with { SingleRequest = true };
        else if (word is "use-vc" or "usevc" or "tcp") _conf = _conf with { UseVc = true };
        else if (word is not ("trust-ad" or "edns0"))
            _text.Remark($"ignored: Go has no option '{ConfText.Short(word)}' (may make it prefer cgo)");
    }

    // Digits only: no sign, no blanks; what follows them is not looked at.
    private static int? Value(string word, string option)
    {
        if (!word.StartsWith(option, StringComparison.Ordinal)) return null;
        var text = word.AsSpan(option.Length);
        return text.IsEmpty || !char.IsAsciiDigit(text[0]) ? 0 : Math.Min(ConfText.Atoi(text), Big);
    }
}
