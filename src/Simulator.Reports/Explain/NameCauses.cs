using Simulator.Models.Recording;
using Simulator.Reports.Dns;

namespace Simulator.Reports.Explain;

/// <summary>Why lookups take long.</summary>
internal static class NameCauses
{
    public static IEnumerable<Cause> Of(Explained explained, TimePart part)
    {
        var asked = explained.What.Asked;
        // Both parts have one cause: it is told once, where the larger one stands.
        var other = part == TimePart.Dns ? TimePart.DnsTimeout : TimePart.Dns;
        var (own, its) = (asked.ShareInAll(part), asked.ShareInAll(other));
        if (its >= CauseChain.Worth && (its > own || (its == own && other < part))) yield break;
        if (DnsReason.Of(explained.Run, explained.Facts, explained.Summary) is { } reason)
            yield return new Cause(reason);
        if (its + (part == TimePart.DnsTimeout ? own : 0) >= CauseChain.Worth && Losses(explained) is { } losses)
            yield return new Cause(losses);
        if (part == TimePart.Dns && Latency(explained) is { } slow) yield return new Cause(slow);
    }

    // What is lost on the way is in no server's counters.
    private static string? Losses(Explained explained)
    {
        var dns = explained.Scenario.Dns;
        string?[] ways =
        [
            dns.Network.Loss > 0 ? $"{Human.Percent(dns.Network.Loss)} of the packets to CoreDNS are lost" : null,
            dns.Network.ConntrackRace > 0
                ? $"of two queries that leave one new port together, the second is dropped in "
                    + $"{Human.Percent(dns.Network.ConntrackRace)} of cases (conntrack's race)"
                : null,
            dns.Upstream.Loss > 0
                ? $"{Human.Percent(dns.Upstream.Loss)} of the queries to the upstream resolver are lost" : null,
        ];
        var told = string.Join("; ", ways.OfType<string>());
        return told.Length == 0 ? null : $"on the way, as the scenario has it, {told}: no server's counter shows that.";
    }

    private static string? Latency(Explained explained)
    {
        var latency = explained.Summary.Latencies.FirstOrDefault(
            l => l.Metric == DnsWords.Latency(explained.Service) && l.Count > 0);
        return latency is null ? null
            : $"a lookup of {explained.Service} takes {Human.Seconds(latency.Percentiles[0].Value)} at p50 and "
                + $"{Human.Seconds(latency.Percentiles[3].Value)} at p99, CPU and threads for it included.";
    }
}
