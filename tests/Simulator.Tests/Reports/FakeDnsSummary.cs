using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>What a summary of a run of <see cref="FakeDns"/> looks like; half-widths are a fixed share.</summary>
internal static class FakeDnsSummary
{
    private const double Measured = FakeDns.Seconds - FakeDns.WarmupSeconds;

    public static Summary Of(RunResult run) => new()
    {
        Variants =
        [
            .. run.Variants.Select(v => new VariantSummary
            {
                Name = v.Name,
                Title = v.Title,
                Sha256 = v.Sha256,
                Verdicts = [],
                Latencies = [.. v.Replications[0].Latencies.Select(l => Latency(l.Key, l.Value.Measured))],
                Clients = [],
                Services = [],
                Dns = Dns(v.Replications[0].Dns!),
            }),
        ],
    };

    private static DnsSummary Dns(DnsResult dns) => new()
    {
        Services = [.. dns.Services.Select(s => Lookups(s.Key, s.Value))],
        Hops = [.. dns.Servers.GroupBy(s => s.Hop).Select(g => Hop(g.Key, [.. g]))],
    };

    private static DnsLookupsSummary Lookups(string service, DnsLookupsResult lookups) => new()
    {
        Service = service,
        Throughput = Near(lookups.Lookups / Measured),
        QueriesPerLookup = Near(Share(lookups.Queries, lookups.Lookups)),
        Amplification = Near(Share(lookups.Queries, lookups.Needed)),
        QueriesPerDay = Near(lookups.Queries * 86_400 / Measured),
        NeedlessPerDay = Near((lookups.Queries - lookups.Needed) * 86_400 / Measured),
        FailureRatio = Near(Share(lookups.Outcomes["try_again"], lookups.Lookups)),
        TimeoutRatio = Near(Share(lookups.TimedOut, lookups.Lookups)),
        NxDomainRatio = Near(
            Share(lookups.ByName.Where(q => q.Reply == "NXDOMAIN").Sum(q => q.Count), lookups.Queries)),
        ByName = [.. lookups.ByName.Select(q => q with { Count = 2 * q.Count }).OrderByDescending(q => q.Count)],
    };

    private static DnsHopSummary Hop(DnsHop hop, ImmutableArray<DnsServerResult> servers)
    {
        double Sum(Func<DnsServerResult, long> counter) => servers.Sum(counter);
        var arrived = Sum(s => s.RequestsA + s.RequestsAaaa);
        return new DnsHopSummary
        {
            Hop = hop,
            Servers = servers.Length,
            Rate = Near(arrived / Measured),
            Peak = Near(servers.Max(s => s.Queries.Max())),
            NxDomainRatio = Near(Share(Sum(s => s.Responses["NXDOMAIN"]), Sum(s => s.Responses.Values.Sum()))),
            CacheHitRatio = hop == DnsHop.Upstream ? new Measured(0, 0) : Near(0.7),
            RejectedRatio = Near(Share(Sum(s => s.Rejected), arrived)),
            DroppedRatio = Near(Share(Sum(s => s.Dropped), arrived)),
            LimitPerSecond = servers[0].LimitPerSecond,
        };
    }

    private static LatencySummary Latency(string metric, LatencyHistogram measured) => new()
    {
        Metric = metric,
        Count = measured.Count,
        Mean = Near(measured.Mean.TotalSeconds),
        Percentiles = [.. LatencySummary.Ranks.Select(r => Near(measured.Quantile(r / 100).TotalSeconds))],
        Max = Near(measured.Max.TotalSeconds),
    };

    private static Measured Near(double value) => new(value, Math.Abs(value) * 0.02);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
