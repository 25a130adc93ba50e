using System.Collections.Immutable;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Reports;
using Xunit;
using static Simulator.Models.Pods.Kubelet.PodEventKind;

namespace Simulator.Tests.Runs;

public sealed class PodsSummaryTests
{
    // Before the warm-up of ten seconds is over one container has been killed already.
    private static readonly ImmutableArray<PodLife> Once =
    [
        PodLevelsTests.Pod("a", 1, (0, Created), (0, Ready), (2, Unhealthy), (5, SigKill), (5, ContainerEnded),
            (5, ContainerStarted), (8, Ready), (155, Deleted), (155, SigTerm), (185, SigKill), (185, ContainerEnded),
            (185, Gone)),
        PodLevelsTests.Pod("b", 2, (155, Created), (155, Scheduled), (155, ContainerStarted), (160, Ready)),
    ];

    private static readonly ImmutableArray<PodLife> Never = [PodLevelsTests.Pod("a", 1, (0, Created), (0, Ready))];

    private static VariantSummary Summarize(
        ImmutableArray<ImmutableArray<PodLife>> replications, params ThresholdSpec[] thresholds)
    {
        var variant = FakePods.Variant(
            VariantResult.Baseline, [FakePods.Rollout],
            [.. replications.Select((pods, i) => FakePods.Replication(i, pods, FakePods.Calls(100, _ => 0)))]);
        return Summary.Of(FakePods.Run(variant), [[.. thresholds]]).Variants[0];
    }

    private static ThresholdSpec Threshold(
        MetricPath metric, Aggregator aggregator, Comparison comparison, double bound) => new()
    {
        Metric = metric,
        Expr = "",
        Aggregator = aggregator,
        Comparison = comparison,
        Bound = bound,
        Unit = MetricUnit.Count,
    };

    [Fact]
    public void WhatHappenedInWarmUpDoesNotCount()
    {
        var shop = Assert.Single(Summarize([Once]).Pods!.Services);
        Assert.Equal((0, 1, 0), (shop.Restarts.Value, shop.Killed.Value, shop.Unhealthy.Value));
        Assert.Equal((1, 2), (shop.Count.Min.Value, shop.Count.Max.Value));
        Assert.Equal((0, 1), (shop.Ready.Min.Value, shop.Ready.Max.Value));
        Assert.Equal(30 / 290.0, shop.Terminating.Mean.Value, 1e-12);
    }

    [Fact]
    public void AValueIsTheMeanOfTheReplicationsWithItsInterval()
    {
        var shop = Summarize([Once, Never]).Pods!.Services[0];
        Assert.Equal(0.5, shop.Killed.Value);
        Assert.Equal(1.5, shop.Count.Max.Value);
        Assert.InRange(shop.Count.Max.HalfWidth, 6, 7);
    }

    [Fact]
    public void WherePodsNeverChangeThereIsNothingToTell() => Assert.Null(Summarize([Never, Never]).Pods);

    [Fact]
    public void AServiceWhosePodsNeverChangeIsLeftOutAndCanBeAskedFor()
    {
        var quiet = PodLevelsTests.Pod("c", 1, (0, Created), (0, Ready)) with { Service = "cart" };
        var told = Summarize(
            [[.. Once, quiet]],
            Threshold(new("cart.pods.count", MetricKind.PodsCount, "cart"), Aggregator.Max, Comparison.Equal, 1),
            Threshold(new("shop.pods.count", MetricKind.PodsCount, "shop"), Aggregator.Max, Comparison.Equal, 2),
            Threshold(new("shop.pods.ready", MetricKind.PodsReady, "shop"), Aggregator.Min, Comparison.Equal, 0),
            Threshold(new("shop.pods.killed", MetricKind.PodsKilled, "shop"), Aggregator.Value, Comparison.Less, 1));
        Assert.Equal(["shop"], told.Pods!.Services.Select(s => s.Service));
        Assert.Equal(
            [VerdictOutcome.Pass, VerdictOutcome.Pass, VerdictOutcome.Pass, VerdictOutcome.Fail],
            told.Verdicts.Select(v => v.Outcome));
    }

    [Fact]
    public void AllServicesTogetherHaveTheirMostAtOneInstant()
    {
        var early = Once.Select(p => p with
        {
            Service = "cart",
            Events = [.. p.Events.Select(e => e with { At = FakePods.Time(e.At.TotalSeconds * 0.5) })],
        });
        var told = Summarize([[.. Once, .. early]]).Pods!;
        Assert.Equal([2, 2], told.Services.Select(s => s.Count.Max.Value));
        // Each has two pods at a time of its own: never are there four.
        Assert.Equal(3, told.All.Count.Max.Value);
    }

    [Fact]
    public void TheRolloutOfKubernetes95498HasTwentyTwoPodsOfFifteen()
    {
        var run = FakePods.Fifteen(FakePods.Ignored);
        var levels = new PodLevels(run.Variants[0].Replications[0].Pods);
        var at = levels.Steps.Single(s => s.At == FakePods.Time(FakePods.At)).Counts;
        Assert.Equal((22, 12, 7, 3), (at.Total, at.Ready, at.NotReady, at.Terminating));
        Assert.Equal((19, 7), (at.Replicas, at.Updated));
        var pods = Summary.Of(run, [[]]).Variants[0].Pods!.Services[0];
        Assert.Equal((15, 12), (pods.Killed.Value, pods.Ready.Min.Value));
    }

    [Fact]
    public void ARunThatIsNeverBackFailsItsThresholdAndOneThatIsBackPasses()
    {
        var recovery = new MetricPath("users.recovery_time", MetricKind.ClientRecoveryTime, "users");
        var threshold = Threshold(recovery, Aggregator.Value, Comparison.Less, 60) with { Unit = MetricUnit.Seconds };
        var told = Summary.Of(FakePods.Metastable(), [[threshold], [threshold]]).Variants;
        Assert.Equal(
            (VerdictOutcome.Fail, VerdictOutcome.Pass), (told[0].Verdicts[0].Outcome, told[1].Verdicts[0].Outcome));
        Assert.Equal((0, double.PositiveInfinity), (told[0].Recoveries[0].Recovered, told[0].Recoveries[0].Time.Value));
        Assert.Equal(1, told[1].Recoveries[0].Recovered);
        Assert.InRange(told[1].Recoveries[0].Time.Value, 1, 6);
    }

    [Fact]
    public void OneReplicationThatIsNeverBackIsEnoughToFail()
    {
        var (lost, back) = (FakePods.Metastable().Variants[0], FakePods.Metastable().Variants[1]);
        var both = back with { Replications = [back.Replications[0], lost.Replications[0]] };
        var told = Summary.Of(FakePods.Run(both), [[]]).Variants[0].Recoveries[0];
        Assert.Equal((0.5, double.PositiveInfinity), (told.Recovered, told.Time.Value));
    }

    [Fact]
    public void WithoutEventsThereIsNoRecoveryToTellOf()
    {
        var calm = FakePods.Metastable().Variants[0] with { Events = [] };
        Assert.Empty(Summary.Of(FakePods.Run(calm), [[]]).Variants[0].Recoveries);
    }
}
