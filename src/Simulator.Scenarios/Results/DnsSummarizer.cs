using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>From what lookups and name servers did to what a reader is told: pure arithmetic.</summary>
internal sealed class DnsSummarizer(VariantResult variant, Duration warmup, Duration duration)
{
    private const double SecondsPerDay = 86_400;
    private const string Found = "found";
    private const string NxDomain = "NXDOMAIN";

    private readonly double _seconds = (duration - warmup).TotalSeconds;

    private ImmutableArray<DnsResult> Results { get; } =
        [.. variant.Replications.Select(r => r.Dns).OfType<DnsResult>()];

    /// <summary>Null where nobody looks a name up.</summary>
    public DnsSummary? Summarize() => Results.IsEmpty ? null : new DnsSummary
    {
        Services = [.. Results[0].Services.Keys.Select(Service)],
        Hops =
        [
            .. new[] { DnsHop.NodeLocal, DnsHop.CoreDns, DnsHop.Upstream }
                .Where(hop => Results[0].Servers.Any(s => s.Hop == hop)).Select(Hop),
        ],
    };

    /// <summary>The value that a threshold asks for.</summary>
    public Measured Of(MetricPath metric) => metric.Hop is { } hop
        ? metric.Kind switch
        {
            MetricKind.HopRate => Hop(hop).Rate,
            MetricKind.HopPeak => Hop(hop).Peak,
            MetricKind.HopNxDomainRatio => Hop(hop).NxDomainRatio,
            MetricKind.HopCacheHitRatio => Hop(hop).CacheHitRatio,
            MetricKind.HopRejectedRatio => Hop(hop).RejectedRatio,
            MetricKind.HopDroppedRatio => Hop(hop).DroppedRatio,
            _ => throw NotOfNames(metric),
        }
        : metric.Kind switch
        {
            MetricKind.DnsQueriesPerLookup => Service(metric.Owner).QueriesPerLookup,
            MetricKind.DnsAmplification => Service(metric.Owner).Amplification,
            MetricKind.DnsQueriesPerDay => Service(metric.Owner).QueriesPerDay,
            MetricKind.DnsNeedlessPerDay => Service(metric.Owner).NeedlessPerDay,
            MetricKind.DnsFailureRatio => Service(metric.Owner).FailureRatio,
            MetricKind.DnsTimeoutRatio => Service(metric.Owner).TimeoutRatio,
            MetricKind.DnsNxDomainRatio => Service(metric.Owner).NxDomainRatio,
            MetricKind.DnsThroughput => Service(metric.Owner).Throughput,
            _ => throw NotOfNames(metric),
        };

    private static InvalidOperationException NotOfNames(MetricPath metric) =>
        new($"{metric.Text} is no metric of lookups or name servers.");

    private DnsLookupsSummary Service(string service)
    {
        ImmutableArray<DnsLookupsResult> all = [.. Results.Select(r => r.Services[service])];
        return new DnsLookupsSummary
        {
            Service = service,
            Throughput = Pooled.Mean([.. all.Select(r => PerSecond(r.Lookups))]),
            QueriesPerLookup = Ratio(all, r => (r.Queries, r.Lookups)),
            Amplification = Ratio(all, r => (r.Queries, r.Needed)),
            QueriesPerDay = Pooled.Mean([.. all.Select(r => PerSecond(r.Queries) * SecondsPerDay)]),
            NeedlessPerDay = Pooled.Mean([.. all.Select(r => PerSecond(r.Queries - r.Needed) * SecondsPerDay)]),
            FailureRatio = Ratio(all, FailuresOfEnded),
            TimeoutRatio = Ratio(all, r => (r.TimedOut, r.Lookups)),
            NxDomainRatio = Ratio(all, r => (r.ByName.Where(q => q.Reply == NxDomain).Sum(q => q.Count), r.Queries)),
            ByName =
            [
                .. all.SelectMany(r => r.ByName).GroupBy(q => (q.Suffix, q.Reply))
                    .Select(g => new DnsQueryCount(g.Key.Suffix, g.Key.Reply, g.Sum(q => q.Count)))
                    .OrderByDescending(q => q.Count)
                    .ThenBy(q => q.Suffix, StringComparer.Ordinal).ThenBy(q => q.Reply, StringComparer.Ordinal),
            ],
        };
    }

    private DnsHopSummary Hop(DnsHop hop)
    {
        ImmutableArray<ImmutableArray<DnsServerResult>> all =
            [.. Results.Select(r => r.Servers.Where(s => s.Hop == hop).ToImmutableArray())];
        return new DnsHopSummary
        {
            Hop = hop,
            Servers = all[0].Length,
            Rate = Pooled.Mean([.. all.Select(servers => servers.Sum(RateOf))]),
            Peak = Pooled.Mean([.. all.Select(servers => servers.Select(PeakOf).DefaultIfEmpty().Max())]),
            NxDomainRatio = Ratio(all, s => (s.Responses.GetValueOrDefault(NxDomain), s.Responses.Values.Sum())),
            CacheHitRatio = Ratio(all, s => (HitsOf(s), HitsOf(s) + s.CacheMisses)),
            RejectedRatio = Ratio(all, s => (s.Rejected, AnsweredBy(s))),
            DroppedRatio = Ratio(all, s => (s.Dropped, AnsweredBy(s) + s.Dropped)),
            LimitPerSecond = all[0].Select(s => s.LimitPerSecond).FirstOrDefault(),
        };
    }

    private static Measured Ratio(
        ImmutableArray<DnsLookupsResult> all, Func<DnsLookupsResult, (long Part, long Whole)> of) =>
        Pooled.Ratio([.. all.Select(of).Select(r => ((double)r.Part, (double)r.Whole))]);

    private static Measured Ratio(
        ImmutableArray<ImmutableArray<DnsServerResult>> all, Func<DnsServerResult, (long Part, long Whole)> of) =>
        Pooled.Ratio([.. all.Select(servers => (
            (double)servers.Sum(s => of(s).Part), (double)servers.Sum(s => of(s).Whole)))]);

    /// <summary>Lookups on their way at the end have not failed, and have not found anything either.</summary>
    private static (long Failures, long Ended) FailuresOfEnded(DnsLookupsResult result)
    {
        var ended = result.Outcomes.Values.Sum();
        return (ended - result.Outcomes.GetValueOrDefault(Found), ended);
    }

    private static long AnsweredBy(DnsServerResult server) => server.RequestsA + server.RequestsAaaa;

    private static long HitsOf(DnsServerResult server) => server.CacheHitsSuccess + server.CacheHitsDenial;

    private double RateOf(DnsServerResult server)
    {
        var first = FirstMeasured(server);
        var seconds = (duration - (server.Interval * first)).TotalSeconds;
        return seconds > 0 ? server.Queries.Skip(first).Sum() / seconds : 0;
    }

    private double PeakOf(DnsServerResult server) =>
        server.Queries.Skip(FirstMeasured(server)).DefaultIfEmpty().Max() / server.Interval.TotalSeconds;

    /// <summary>The first interval that begins after warm-up.</summary>
    private int FirstMeasured(DnsServerResult server) => (int)Math.Ceiling(warmup / server.Interval);

    private double PerSecond(long count) => _seconds > 0 ? count / _seconds : 0;
}
