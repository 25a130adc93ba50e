using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class DnsSummaryTests
{
    private static readonly DnsLookupsResult Ten = new()
    {
        Lookups = 10,
        Outcomes = Counts(("found", 8), ("not_found", 1), ("try_again", 0)),
        FromCache = 3,
        Reused = 90,
        Queries = 100,
        Needed = 20,
        TimedOut = 1,
        ByName =
        [
            new("svc.cluster.local", "NXDOMAIN", 60), new("ec2.internal", "NXDOMAIN", 20),
            new(DnsQueryCount.AsIs, "ANSWER", 20),
        ],
    };

    private static readonly DnsLookupsResult Forty = Ten with
    {
        Lookups = 40,
        Outcomes = Counts(("found", 40)),
        Queries = 80,
        Needed = 80,
        TimedOut = 0,
        ByName = [new(DnsQueryCount.AsIs, "ANSWER", 75), new(DnsQueryCount.AsIs, "LOST", 5)],
    };

    private static readonly DnsServerResult CoreDns = new()
    {
        Name = "coredns-0",
        Hop = DnsHop.CoreDns,
        RequestsA = 60,
        RequestsAaaa = 40,
        Responses = Counts(("NOERROR", 20), ("NXDOMAIN", 80), ("REFUSED", 0)),
        CacheHitsSuccess = 15,
        CacheHitsDenial = 60,
        CacheMisses = 25,
        Rejected = 5,
        Duration = new LatencyHistogram(),
        Interval = Duration.FromSeconds(1),
        Queries = [99, 99, 10, 30, 20, 0],
        Drops = [],
    };

    private static readonly DnsServerResult Interface = CoreDns with
    {
        Name = "upstream/worker-0",
        Hop = DnsHop.Upstream,
        RequestsA = 30,
        RequestsAaaa = 30,
        Responses = Counts(("NOERROR", 60)),
        CacheHitsSuccess = 0,
        CacheHitsDenial = 0,
        CacheMisses = 0,
        Rejected = 0,
        Dropped = 20,
        LimitPerSecond = 1024,
        Queries = [0, 0, 80, 0, 0, 0],
    };

    [Fact]
    public void WithoutLookupsThereIsNothingToTell() =>
        Assert.Null(Summary.Of(Run([null, null]), [[]]).Variants[0].Dns);

    [Fact]
    public void FiguresOfLookupsArePooledAsSumOverSum()
    {
        // Six seconds, two of them warm-up: the lookups were counted over four.
        var api = Summarize(Of(Ten), Of(Forty)).Services[0];

        Assert.Equal(180.0 / 50, api.QueriesPerLookup.Value, 1e-12);
        Assert.Equal(180.0 / 100, api.Amplification.Value, 1e-12);
        Assert.Equal(1.0 / 50, api.TimeoutRatio.Value, 1e-12);
        Assert.Equal(80.0 / 180, api.NxDomainRatio.Value, 1e-12);
        Assert.Equal((2.5 + 10) / 2, api.Throughput.Value, 1e-12);
    }

    [Fact]
    public void ADayIsTheMeasuredTimeOverAndOver()
    {
        var api = Summarize(Of(Ten), Of(Forty)).Services[0];

        Assert.Equal(86_400 / 4 * (100 + 80) / 2, api.QueriesPerDay.Value, 1e-6);
        Assert.Equal(86_400 / 4 * (80 + 0) / 2, api.NeedlessPerDay.Value, 1e-6);
    }

    [Fact]
    public void LookupsOnTheirWayHaveNotFailed()
    {
        // Of ten, eight were found, one was not, and one has no outcome yet.
        Assert.Equal(1.0 / 9, Summarize(Of(Ten)).Services[0].FailureRatio.Value, 1e-12);
        Assert.Equal(1.0 / 49, Summarize(Of(Ten), Of(Forty)).Services[0].FailureRatio.Value, 1e-12);
    }

    [Fact]
    public void QueriesByNameAreSummedAndTheMostComeFirst()
    {
        var byName = Summarize(Of(Ten), Of(Forty), Of(Ten)).Services[0].ByName;

        Assert.Equal(
            [
                new("svc.cluster.local", "NXDOMAIN", 120), new(DnsQueryCount.AsIs, "ANSWER", 115),
                new("ec2.internal", "NXDOMAIN", 40), new(DnsQueryCount.AsIs, "LOST", 5),
            ],
            byName);
    }

    [Fact]
    public void AServiceThatDidNotLookAnythingUpHasZeroes()
    {
        var none = new DnsLookupsResult
        {
            Lookups = 0,
            Outcomes = Counts(("found", 0)),
            FromCache = 0,
            Reused = 0,
            Queries = 0,
            Needed = 0,
            TimedOut = 0,
            ByName = [],
        };
        var api = Summarize(Of(none)).Services[0];

        double[] values = [api.QueriesPerLookup.Value, api.Amplification.Value, api.FailureRatio.Value];
        Assert.Equal([0, 0, 0], values);
        Assert.Equal(0, api.QueriesPerDay.Value);
    }

    [Fact]
    public void AHopIsAllItsServersAndItsPeakTheBusiestIntervalOfOneAfterWarmUp()
    {
        var second = CoreDns with { Name = "coredns-1", Queries = [99, 99, 40, 0, 0, 0] };
        var hop = Summarize(Of(Ten, CoreDns, second)).Hops[0];

        Assert.Equal((DnsHop.CoreDns, 2), (hop.Hop, hop.Servers));
        Assert.Equal((10 + 30 + 20 + 40) / 4.0, hop.Rate.Value, 1e-12);
        Assert.Equal(40, hop.Peak.Value, 1e-12);
        Assert.Equal(0.8, hop.NxDomainRatio.Value, 1e-12);
        Assert.Equal(0.75, hop.CacheHitRatio.Value, 1e-12);
        Assert.Equal(0.05, hop.RejectedRatio.Value, 1e-12);
        Assert.Equal(0, hop.DroppedRatio.Value);
        Assert.Null(hop.LimitPerSecond);
    }

    [Fact]
    public void RatesAndPeaksArePerSecondWhateverTheInterval()
    {
        // Intervals of 1.5 s: the first that begins after two seconds is the third, which begins at 3 s.
        var coarse = CoreDns with { Interval = Duration.FromMilliseconds(1500), Queries = [99, 99, 30, 15] };
        var hop = Summarize(Of(Ten, coarse)).Hops[0];

        Assert.Equal(45.0 / 3, hop.Rate.Value, 1e-12);
        Assert.Equal(20, hop.Peak.Value, 1e-12);
    }

    [Fact]
    public void WhatIsDroppedCountsAmongWhatArrivedAndTheLimitIsToldOfOneInterface()
    {
        var hop = Summarize(Of(Ten, CoreDns, Interface, Interface)).Hops[1];

        Assert.Equal((DnsHop.Upstream, 2), (hop.Hop, hop.Servers));
        Assert.Equal(20.0 / 80, hop.DroppedRatio.Value, 1e-12);
        Assert.Equal(80, hop.Peak.Value, 1e-12);
        Assert.Equal(40, hop.Rate.Value, 1e-12);
        Assert.Equal(0, hop.CacheHitRatio.Value);
        Assert.Equal(1024, hop.LimitPerSecond);
    }

    [Fact]
    public void HopsComeInTheOrderInWhichAQueryMeetsThem()
    {
        var near = CoreDns with { Name = "node-local/worker-0", Hop = DnsHop.NodeLocal };
        var hops = Summarize(Of(Ten, CoreDns, near, Interface)).Hops;

        Assert.Equal([DnsHop.NodeLocal, DnsHop.CoreDns, DnsHop.Upstream], hops.Select(h => h.Hop));
    }

    [Theory]
    [InlineData("queries_per_lookup", MetricKind.DnsQueriesPerLookup, 10)]
    [InlineData("amplification", MetricKind.DnsAmplification, 5)]
    [InlineData("queries_per_day", MetricKind.DnsQueriesPerDay, 2_160_000)]
    [InlineData("needless_per_day", MetricKind.DnsNeedlessPerDay, 1_728_000)]
    [InlineData("failure_ratio", MetricKind.DnsFailureRatio, 1.0 / 9)]
    [InlineData("timeout_ratio", MetricKind.DnsTimeoutRatio, 0.1)]
    [InlineData("nxdomain_ratio", MetricKind.DnsNxDomainRatio, 0.8)]
    [InlineData("throughput", MetricKind.DnsThroughput, 2.5)]
    public void AThresholdOfLookupsIsHeldAgainstItsOwnFigure(string name, MetricKind kind, double value) =>
        Assert.Equal(value, Observed(new MetricPath($"api.dns.{name}", kind, "api")), 1e-9);

    [Theory]
    [InlineData("rate", MetricKind.HopRate, 15)]
    [InlineData("peak", MetricKind.HopPeak, 30)]
    [InlineData("nxdomain_ratio", MetricKind.HopNxDomainRatio, 0.8)]
    [InlineData("cache_hit_ratio", MetricKind.HopCacheHitRatio, 0.75)]
    [InlineData("rejected_ratio", MetricKind.HopRejectedRatio, 0.05)]
    [InlineData("dropped_ratio", MetricKind.HopDroppedRatio, 0)]
    public void AThresholdOfAHopIsHeldAgainstItsOwnFigure(string name, MetricKind kind, double value) =>
        Assert.Equal(value, Observed(new MetricPath($"dns.coredns.{name}", kind, "dns", Hop: DnsHop.CoreDns)), 1e-9);

    private static double Observed(MetricPath metric)
    {
        var threshold = new ThresholdSpec
        {
            Metric = metric,
            Expr = "value > 0",
            Aggregator = Aggregator.Value,
            Comparison = Comparison.Greater,
            Bound = 0,
            Unit = MetricUnit.Count,
        };
        return Summary.Of(Run([Of(Ten, CoreDns, Interface)]), [[threshold]]).Variants[0].Verdicts[0].Observed.Value;
    }

    private static DnsSummary Summarize(params DnsResult[] replications) =>
        Summary.Of(Run(replications), [[]]).Variants[0].Dns!;

    private static DnsResult Of(DnsLookupsResult lookups, params DnsServerResult[] servers) => new()
    {
        Services = ImmutableSortedDictionary<string, DnsLookupsResult>.Empty.Add("api", lookups),
        Servers = [.. servers],
    };

    private static ImmutableSortedDictionary<string, long> Counts(params (string Name, long Count)[] counts) =>
        counts.ToImmutableSortedDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);

    private static RunResult Run(DnsResult?[] replications) => new()
    {
        Scenario = "hand-made",
        Title = "hand-made",
        Seed = 1,
        Version = "0",
        Duration = Duration.FromSeconds(6),
        Warmup = Duration.FromSeconds(2),
        Variants =
        [
            new VariantResult
            {
                Name = "baseline",
                Title = "",
                Sha256 = "",
                Replications =
                [
                    .. replications.Select((dns, i) => new ReplicationResult
                    {
                        Replication = i,
                        Events = 0,
                        Latencies = ImmutableSortedDictionary<string, LatencyResult>.Empty,
                        Clients = ImmutableSortedDictionary<string, ClientResult>.Empty,
                        Services = ImmutableSortedDictionary<string, ServiceResult>.Empty,
                        Dns = dns,
                    }),
                ],
            },
        ],
    };
}
