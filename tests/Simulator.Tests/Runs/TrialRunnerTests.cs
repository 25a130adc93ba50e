using System.Collections.Immutable;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;
using Xunit;

namespace Simulator.Tests.Runs;

public class TrialRunnerTests
{
    /// <summary>M/M/1 with 10 ms of work on average.</summary>
    private static RunVariant Mm1(double load, int replications = 3)
    {
        var median = new ThresholdSpec
        {
            Metric = new MetricPath("web.latency", MetricKind.ClientLatency, "web"),
            Expr = "p50 < 1s",
            Aggregator = Aggregator.Percentile,
            Percentile = 50,
            Comparison = Comparison.Less,
            Bound = 1,
            Unit = MetricUnit.Seconds,
        };
        var variant = Queue(load, replications).Variant();
        return variant with
        {
            Scenario = variant.Scenario with { Thresholds = NameMap.Of(("web.latency", ImmutableArray.Create(median))) },
        };
    }

    private static Sketch Queue(double load, int replications) => new()
    {
        Cpus = 2,
        Runtime = new RuntimeSpec { Threads = 1 },
        Arrival = Sketch.Poisson(load * 100),
        Steps = [Sketch.ExponentialCpu(10)],
        Seconds = 120,
        Warmup = 20,
        Replications = replications,
    };

    private static Trial[] Run(TrialOptions options, params RunVariant[] variants) =>
        [.. new TrialRunner(options, TestContext.Current.CancellationToken).Run([.. variants])];

    private static TrialMetric Median(Trial trial) => trial.Metrics.Single(m => m.Name == "web.latency p50");

    [Fact]
    public void ATrialStopsWhenItsIntervalsAreNarrowAndMeetsTheory()
    {
        var options = new TrialOptions { Precision = 0.05, MaxReplications = 200 };
        var trials = Run(options, Mm1(0.3), Mm1(0.7));
        foreach (var (trial, load) in trials.Zip([0.3, 0.7]))
        {
            Assert.True(trial.IsPrecise);
            Assert.InRange(Median(trial).Value.HalfWidth, 0, 0.05 * Median(trial).Value.Value);
            // The sojourn of M/M/1 is exponential: its median is ln 2 of its mean, 10 ms / (1 - load).
            var theory = Math.Log(2) * 0.010 / (1 - load);
            Assert.Equal(theory, Median(trial).Value.Value, 2 * Median(trial).Value.HalfWidth);
        }

        // The busier queue varies more.
        Assert.True(trials[1].Replications > 2 * trials[0].Replications);
    }

    [Fact]
    public void WithoutPrecisionATrialHasItsScenariosReplications()
    {
        var trial = Run(new TrialOptions(), Mm1(0.8, 4)).Single();
        Assert.Equal((4, true), (trial.Replications, trial.IsPrecise));
        Assert.All(trial.Metrics, m => Assert.Equal(4, m.Each.Length));
    }

    [Fact]
    public void ATrialThatNeverGetsPreciseEndsAtTheMost()
    {
        var trial = Run(new TrialOptions { Precision = 1e-6, MaxReplications = 7 }, Mm1(0.8)).Single();
        Assert.Equal((7, false), (trial.Replications, trial.IsPrecise));
    }

    [Fact]
    public void NeitherThreadsNorNeighboursHaveASayInATrial()
    {
        var options = new TrialOptions { Precision = 0.3, MaxReplications = 20 };
        var alone = Run(options with { Threads = 1 }, Mm1(0.8)).Single();
        var among = Run(options with { Threads = 4 }, Mm1(0.3), Mm1(0.8), Mm1(0.5))[1];
        Assert.Equal(alone.Replications, among.Replications);
        Assert.Equal(alone.Metrics.SelectMany(m => m.Each), among.Metrics.SelectMany(m => m.Each));
    }

    [Fact]
    public void EachTrialIsToldOnceWhenItIsDoneAndTheFirstIsDoneFirst()
    {
        List<int> told = [];
        var runner = new TrialRunner(new TrialOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        var trials = runner.Run([Mm1(0.3), Mm1(0.5), Mm1(0.4)], (number, _) => told.Add(number));
        Assert.Equal([0, 1, 2], told);
        Assert.Equal(9, runner.Done);
        Assert.Equal(3, trials.Length);
    }
}
