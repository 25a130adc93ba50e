using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class SummaryTests
{
    private const double T95Of2 = 4.302652729911275; // Student t, two degrees of freedom, 97.5 %.

    [Fact]
    public void PercentilesArePooledAndTheirIntervalsComeFromTheReplicationsOwn()
    {
        var latency = Summarize(Run([Latencies(10, 10, 10, 10), Latencies(20, 20), Latencies(60, 60)])).Latencies[0];

        // Of 10 10 10 10 20 20 60 60 the median is 10; the replications' own are 10, 20, 60.
        Assert.Equal(0.010, latency.Percentiles[0].Value, 1e-4);
        Assert.Equal(T95Of2 * Math.Sqrt(700 / 3.0) / 1_000, latency.Percentiles[0].HalfWidth, 1e-4);
        Assert.Equal(0.060, latency.Percentiles[1].Value, 1e-4);
        Assert.Equal(0.025, latency.Mean.Value, 1e-9);
        Assert.Equal(0.060, latency.Max.Value, 1e-9);
        Assert.Equal(8, latency.Count);
    }

    [Fact]
    public void OneReplicationHasNoIntervalAndAnEmptyOneNoSay()
    {
        Assert.True(double.IsNaN(Summarize(Run([Latencies(10)])).Latencies[0].Mean.HalfWidth));
        var withEmpty = Summarize(Run([Latencies(10), Latencies(), Latencies(10)])).Latencies[0];
        Assert.Equal(new Measured(0.010, 0), withEmpty.Mean);
    }

    [Fact]
    public void TheDashboardAveragesMinutesAndItsMaximumIsTheWorstOfThem()
    {
        // 30 s of warm-up, then a minute at half the limit of 500m, a minute at all of it, and 20 s that fill no minute.
        long[] usage = [.. Repeat(9e9, 30), .. Repeat(0.25e9, 60), .. Repeat(0.5e9, 60), .. Repeat(9e9, 20)];
        var service = Summarize(Run([Cpu(usage)], seconds: 170, warmup: 30)).Services[0];
        Assert.Equal(0.75, service.Dashboard.Value, 1e-9);
        Assert.Equal(1.0, service.DashboardMax.Value, 1e-9);
        Assert.Equal(((60 * 0.25) + (60 * 0.5) + (20 * 9)) / 140, service.UsageCores.Value, 1e-9);
    }

    [Fact]
    public void WithoutALimitTheDashboardIsAShareOfTheNodeAndAShortRunIsOneWindow()
    {
        var service = Summarize(Run([Cpu(Repeat(1e9, 10), limit: null)], seconds: 10)).Services[0];
        Assert.Equal(0.25, service.Dashboard.Value, 1e-9);
    }

    [Fact]
    public void TheAlertSeesTheWorstFiveMinutesOfTheWorstPod()
    {
        // Quiet but for 100 s in the middle in which one pod of two is throttled in 8 of 10 periods.
        var quiet = Enumerable.Repeat(Interval(0, 10, 0), 1_000).ToArray();
        var hit = quiet.ToArray();
        Array.Fill(hit, Interval(0, 10, 8), 400, 100);
        var service = Summarize(Run([Service([quiet, hit])], seconds: 1_000)).Services[0];
        Assert.Equal(0.8 * 100 / 300, service.ThrottledRatio5m.Value, 1e-9);
        Assert.Equal(0.8 * 100 / 2_000, service.ThrottledRatio.Value, 1e-9);
    }

    [Fact]
    public void AShorterRunIsItsOwnWindowAndNoPeriodsIsNoThrottling()
    {
        var throttled = Enumerable.Repeat(Interval(0, 10, 5), 60).ToArray();
        var idle = Enumerable.Repeat(Interval(0, 0, 0), 60).ToArray();
        Assert.Equal(0.5, Summarize(Run([Service([throttled])], seconds: 60)).Services[0].ThrottledRatio5m.Value, 1e-9);
        Assert.Equal(0, Summarize(Run([Service([idle])], seconds: 60)).Services[0].ThrottledRatio.Value);
    }

    [Fact]
    public void RequestsOnTheirWayAreNoErrors()
    {
        var client = Summarize(Run([Latencies()], seconds: 10)).Clients[0];
        Assert.Equal(0.25, client.ErrorRatio.Value, 1e-9); // 90 ok, 20 late, 10 refused, 30 on their way.
        Assert.Equal(9, client.Throughput.Value, 1e-9);
        Assert.Equal(30, client.Outcomes["unfinished"]);
    }

    [Theory]
    [InlineData(Comparison.Less, 0.7, 0.05, 0.8, VerdictOutcome.Pass)]
    [InlineData(Comparison.Less, 0.7, 0.15, 0.8, VerdictOutcome.Inconclusive)]
    [InlineData(Comparison.Less, 0.9, 0.15, 0.8, VerdictOutcome.Inconclusive)]
    [InlineData(Comparison.Less, 0.9, 0.05, 0.8, VerdictOutcome.Fail)]
    [InlineData(Comparison.Less, 0.7, double.NaN, 0.8, VerdictOutcome.Pass)]
    [InlineData(Comparison.Less, 0.75, double.NaN, 0.75, VerdictOutcome.Fail)]
    [InlineData(Comparison.LessOrEqual, 0.75, 0, 0.75, VerdictOutcome.Pass)]
    [InlineData(Comparison.Greater, 0.9, 0.05, 0.8, VerdictOutcome.Pass)]
    [InlineData(Comparison.Greater, 0.7, 0.05, 0.8, VerdictOutcome.Fail)]
    [InlineData(Comparison.GreaterOrEqual, 0.8, 0.01, 0.8, VerdictOutcome.Inconclusive)]
    [InlineData(Comparison.Equal, 0, 0, 0, VerdictOutcome.Pass)]
    [InlineData(Comparison.Equal, 1, 0.5, 0, VerdictOutcome.Fail)]
    public void AVerdictIsInconclusiveWhereTheIntervalSpansTheBound(
        Comparison comparison, double value, double halfWidth, double bound, VerdictOutcome expected) =>
        Assert.Equal(expected, Judge(comparison, value, halfWidth, bound).Outcome);

    [Theory]
    [InlineData(Comparison.Less, 0.6, 0.8, 0.25)]
    [InlineData(Comparison.Less, 1.0, 0.8, -0.25)]
    [InlineData(Comparison.Greater, 1.0, 0.8, 0.25)]
    [InlineData(Comparison.Equal, 3, 0, -3)]
    public void TheMarginIsTheShareOfTheBoundOnTheGoodSide(
        Comparison comparison, double value, double bound, double margin) =>
        Assert.Equal(margin, Judge(comparison, value, 0, bound).Margin, 1e-9);

    /// <summary>
    /// Three replications whose cores-per-pod have that mean and that half-width, held against a bound.
    /// </summary>
    private static Verdict Judge(Comparison comparison, double value, double halfWidth, double bound)
    {
        var spread = halfWidth / T95Of2 * Math.Sqrt(3);
        double[] values = double.IsNaN(halfWidth) ? [value] : [value - spread, value, value + spread];
        var run = Run([.. values.Select(v => Cpu(Repeat(v * 1e9, 1)))], seconds: 1);
        var threshold = new ThresholdSpec
        {
            Metric = new MetricPath("api.cpu.usage", MetricKind.CpuUsage, "api"),
            Expr = "value",
            Aggregator = Aggregator.Value,
            Comparison = comparison,
            Bound = bound,
            Unit = MetricUnit.Cores,
        };
        return Summary.Of(run, [[threshold]]).Variants[0].Verdicts[0];
    }

    private static VariantSummary Summarize(RunResult run) => Summary.Of(run, [[]]).Variants[0];

    private static RunResult Run(ReplicationResult[] replications, double seconds = 10, double warmup = 0) => new()
    {
        Scenario = "hand-made",
        Title = "hand-made",
        Seed = 1,
        Version = "0",
        Duration = Duration.FromSeconds(seconds),
        Warmup = Duration.FromSeconds(warmup),
        Variants =
        [
            new VariantResult { Name = "baseline", Title = "", Sha256 = "", Replications = [.. replications] },
        ],
    };

    private static ReplicationResult Latencies(params double[] ms)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in ms) histogram.Record(Duration.FromMilliseconds(value));
        return Replication(histogram, Service([[.. Enumerable.Repeat(Interval(0, 0, 0), 10)]]).Services["api"]);
    }

    private static ReplicationResult Cpu(long[] usage, double? limit = 0.5) =>
        Service([[.. usage.Select(u => Interval(u, 0, 0))]], limit);

    private static ReplicationResult Service(CpuInterval[][] pods, double? limit = 0.5) => Replication(
        new LatencyHistogram(),
        new ServiceResult
        {
            Interval = Duration.FromSeconds(1),
            LimitCores = limit,
            NodeCpus = 4,
            Pods = [.. pods.Select((cpu, i) => new PodResult { Name = $"api-{i}", Cpu = [.. cpu] })],
            Completed = [.. new long[pods[0].Length]],
        });

    private static ReplicationResult Replication(LatencyHistogram latencies, ServiceResult service) => new()
    {
        Replication = 0,
        Events = 0,
        Latencies = ImmutableSortedDictionary<string, LatencyResult>.Empty.Add("api.get.latency", new LatencyResult
        {
            Measured = latencies,
            Interval = Duration.FromSeconds(1),
            Series = [],
        }),
        Clients = ImmutableSortedDictionary<string, ClientResult>.Empty.Add("web", new ClientResult
        {
            Arrivals = 150,
            Outcomes = ImmutableSortedDictionary<string, long>.Empty
                .Add("ok", 90).Add("timeout", 20).Add("rejected", 10).Add("unfinished", 30),
        }),
        Services = ImmutableSortedDictionary<string, ServiceResult>.Empty.Add("api", service),
    };

    private static CpuInterval Interval(long usage, long periods, long throttled) =>
        new(usage, periods, throttled, 0, 0, 0);

    private static long[] Repeat(double ns, int times) => [.. Enumerable.Repeat((long)Math.Round(ns), times)];
}
