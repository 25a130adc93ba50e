using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>What the summary says of names, as rows beside those of clients and services.</summary>
internal static class DnsRows
{
    public static IEnumerable<SummaryRows.Row> Of(DnsSummary? dns) =>
        dns is null ? [] : dns.Services.SelectMany(Lookups).Concat(dns.Hops.SelectMany(Hop));

    public static IEnumerable<SummaryRows.Row> Lookups(DnsLookupsSummary lookups)
    {
        string Dns(string metric) => MetricName.Of(lookups.Service, "dns", metric);
        yield return new(Dns("throughput"), "mean", lookups.Throughput, "1/s");
        yield return new(Dns("queries_per_lookup"), "mean", lookups.QueriesPerLookup, "1");
        yield return new(Dns("amplification"), "value", lookups.Amplification, "1");
        yield return new(Dns("queries_per_day"), "mean", lookups.QueriesPerDay, "1/d");
        yield return new(Dns("needless_per_day"), "mean", lookups.NeedlessPerDay, "1/d");
        yield return new(Dns("failure_ratio"), "value", lookups.FailureRatio, "ratio");
        yield return new(Dns("timeout_ratio"), "value", lookups.TimeoutRatio, "ratio");
        yield return new(Dns("nxdomain_ratio"), "value", lookups.NxDomainRatio, "ratio");
    }

    public static IEnumerable<SummaryRows.Row> Hop(DnsHopSummary hop)
    {
        string Dns(string metric) => MetricName.Of("dns", DnsWords.Key(hop.Hop), metric);
        yield return new(Dns("rate"), "mean", hop.Rate, "1/s");
        yield return new(Dns("peak"), "max", hop.Peak, "1/s");
        yield return new(Dns("nxdomain_ratio"), "value", hop.NxDomainRatio, "ratio");
        yield return new(Dns("cache_hit_ratio"), "value", hop.CacheHitRatio, "ratio");
        yield return new(Dns("rejected_ratio"), "value", hop.RejectedRatio, "ratio");
        yield return new(Dns("dropped_ratio"), "value", hop.DroppedRatio, "ratio");
    }
}
