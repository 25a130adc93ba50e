using System.Globalization;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>resolv.conf as c-ares 1.34 reads it for Node (src/lib/ares_sysconfig_files.c), which sets its own four
/// tries.</summary>
internal sealed class NodeConfReader
{
    private const int Tries = 4;             // lib/internal/dns/utils.js: tries = 4

    private readonly ConfText _text = new();
    private readonly List<string> _servers = [];
    private ResolvConf _conf = new() { Servers = [], Timeout = Duration.FromSeconds(2), Attempts = Tries };

    public ResolvConf Read(string text)
    {
        foreach (var line in _text.Lines(text)) ReadLine(line.Trim());
        return _conf with
        {
            Servers = _servers.Count == 0 ? ["127.0.0.1"] : [.. _servers],
            Remarks = _text.Remarks,
        };
    }

    private void ReadLine(string line)
    {
        if (line.Length == 0 || line[0] is '#' or ';') return;
        var words = ConfText.Words(line);
        switch (words[0])
        {
            case "nameserver":
                foreach (var word in words.Skip(1).SelectMany(w => w.Split(',', StringSplitOptions.RemoveEmptyEntries)))
                    ReadServer(word);
                break;
            case "options":
                foreach (var word in words.Skip(1)) ReadOption(word);
                break;
            case "search" or "domain" or "lookup" or "hostresorder" or "sortlist":
                break;
            default:
                _text.Remark($"ignored: there is no keyword '{ConfText.Short(words[0])}'");
                break;
        }
    }

    private void ReadServer(string word)
    {
        var address = DnsName.WithoutZone(word.Trim('[', ']'));
        if (!DnsName.IsDottedQuad(address) && !DnsName.IsIpv6(address))
            _text.Remark($"ignored: '{ConfText.Short(word)}' is not an address");
        else if (!_servers.Contains(address)) _servers.Add(address);
    }

    private void ReadOption(string word)
    {
        var parts = word.Split(':', 2);
        var isNumber = uint.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var n);
        if (parts[0] is "retrans" or "timeout" && parts.Length == 2 && isNumber && n > 0)
            _conf = _conf with { Timeout = Duration.FromSeconds(Math.Min(n, 1_000_000)) };
        else if (word == "rotate") _conf = _conf with { Rotate = true };
        else if (word is "use-vc" or "usevc") _conf = _conf with { UseVc = true };
        else if (parts[0] is not "ndots") _text.Remark($"ignored: '{ConfText.Short(word)}' changes nothing in Node");
    }
}
