using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>All name servers of a <see cref="ScriptedZone"/>, and how often each rule has fitted.</summary>
public sealed class ScriptedServers(ScriptedZone zone)
{
    private readonly int[] _seen = new int[zone.Rules.Length * 2];

    public bool Listens(string server) => zone.Listens(server);

    /// <summary>What that server answers now; counts the query.</summary>
    public ScriptedReply Answer(string name, RecordType type, string server, DnsTransport transport)
    {
        var action = zone.Default;
        for (var i = 0; i < zone.Rules.Length; i++)
        {
            var rule = zone.Rules[i];
            if (!Fits(rule, name, type, server)) continue;
            if (!rule.Nth.IsEmpty)
            {
                var counter = (2 * i) + (rule.CountsPerType ? (int)type : 0);
                if (!rule.Nth.Contains(++_seen[counter])) continue;
            }

            action = rule.Action;
            break;
        }

        return Reply(action, type, transport);
    }

    /// <summary>Whether <c>*</c> and the other characters, in any case, cover all of the text.</summary>
    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, t);
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool Fits(ZoneRule rule, string name, RecordType type, string server) =>
        (rule.Type is null || rule.Type == type) && Matches(rule.Server, server) && Matches(rule.Name, name);

    private static ScriptedReply Reply(ZoneAction action, RecordType type, DnsTransport transport)
    {
        if (action.Drops) return new ScriptedReply(null, "DROP", action.Delay);
        var addresses = action.Rcode != DnsRcode.NoError ? [] : type == RecordType.A ? action.Ipv4 : action.Ipv6;
        var truncates = action.Truncates && transport == DnsTransport.Udp;
        var hasAlias = action is { Rcode: DnsRcode.NoError, Alias: not null }
            && (!addresses.IsEmpty || (action.Ipv4.IsEmpty && action.Ipv6.IsEmpty));
        var reply = new DnsReply
        {
            Rcode = action.Rcode,
            Addresses = truncates ? [] : addresses,
            HasAlias = hasAlias && !truncates,
            IsTruncated = truncates,
            IsLame = action.IsLame,
        };
        return new ScriptedReply(reply, ReplyLabel.Of(reply), action.Delay);
    }
}

/// <summary>A reply on its way.</summary>
/// <param name="Reply">Null: nothing comes.</param>
/// <param name="Label">One word for it: ANSWER, NODATA, LAME, TC, DROP, or the code.</param>
/// <param name="Delay">From the query to its arrival.</param>
public sealed record ScriptedReply(DnsReply? Reply, string Label, Duration Delay);
