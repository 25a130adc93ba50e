using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Scenarios.Results;
using Xunit;
using static Simulator.Models.Pods.Kubelet.PodEventKind;

namespace Simulator.Tests.Runs;

public sealed class PodLevelsTests
{
    internal static PodLife Pod(
        string name, int generation, params (double Seconds, PodEventKind Kind)[] events) => new()
    {
        Name = name,
        Service = "shop",
        Generation = generation,
        Events = [.. events.Select(e => new PodHappening(At(e.Seconds), e.Kind))],
    };

    private static SimTime At(double seconds) => SimTime.Zero + Duration.FromSeconds(seconds);

    // Ready until it is deleted after 4 s, gone after 7 s; the other one waits 1 s for a node and 2 s for its start.
    private static readonly PodLevels Two = new(
    [
        Pod("old", 1, (0, Created), (0, Ready), (4, Deleted), (7, Gone)),
        Pod("new", 2, (1, Created), (2, Scheduled), (2, ContainerStarted), (4, Ready)),
    ]);

    [Fact]
    public void APodCountsFromItsCreationToItsEnd()
    {
        int[] totals = [.. Two.Steps.Select(s => s.Counts.Total)];
        Assert.Equal([1, 2, 2, 2, 1], totals);
        Assert.Equal([0, 1, 2, 4, 7], Two.Steps.Select(s => s.At.TotalSeconds));
    }

    [Fact]
    public void WhatChangesAtOneInstantChangesTogether()
    {
        // At 4 s one is ready as the other stops to be: at no time is nobody ready.
        Assert.Equal(1, Two.Min(At(0), At(10), c => c.Ready));
        Assert.Equal(1, Two.Max(At(0), At(10), c => c.Ready));
    }

    [Fact]
    public void WhoTerminatesIsNotAmongTheReplicas()
    {
        Assert.Equal(2, Two.Max(At(0), At(10), c => c.Total));
        Assert.Equal(1, Two.Max(At(4), At(10), c => c.Replicas));
        Assert.Equal(1, Two.Max(At(4), At(7), c => c.Terminating));
        Assert.Equal(0, Two.Max(At(7), At(10), c => c.Terminating));
    }

    [Fact]
    public void AMeanIsOverTime()
    {
        Assert.Equal(0.3, Two.Mean(At(0), At(10), c => c.Terminating), 1e-12);
        Assert.Equal(0.1, Two.Mean(At(0), At(10), c => c.Pending), 1e-12);
        Assert.Equal(0.2, Two.Mean(At(0), At(10), c => c.NotReady), 1e-12);
        Assert.Equal(1, Two.Mean(At(3.5), At(3.75), c => c.NotReady), 1e-12);
    }

    [Fact]
    public void OfTheMeansOfARunTheLastMayBeOverAShorterInterval()
    {
        var means = Two.Means(Duration.FromSeconds(4), Duration.FromSeconds(9), c => c.Total);
        Assert.Equal([1.75, 1.75, 1], means);
        Assert.Equal(0.75, Two.Means(Duration.FromSeconds(4), Duration.FromSeconds(9), c => c.Terminating)[1]);
    }

    [Fact]
    public void AnUpdatedPodIsOneOfTheNewestTemplateThatHasAny()
    {
        Assert.Equal([1, 1, 1, 1, 1], Two.Steps.Select(s => s.Counts.Updated));
        // All of the newest are on their way out: the older ones do not become the newest again.
        var back = new PodLevels(
            [Pod("old", 1, (0, Created), (0, Ready)), Pod("new", 2, (1, Created), (3, Deleted), (5, Gone))]);
        Assert.Equal([1, 1, 0, 0], back.Steps.Select(s => s.Counts.Updated));
    }

    [Fact]
    public void OfTwoServicesEachHasItsOwnNewestTemplate()
    {
        var other = Pod("cart-1", 1, (0, Created), (0, Ready)) with { Service = "cart" };
        var both = new PodLevels([Pod("shop-1", 3, (0, Created), (0, Ready)), other]);
        Assert.Equal(2, both.Steps.Single().Counts.Updated);
    }

    [Fact]
    public void APodThatCrashesIsNotReadyThenInBackOffThenStartsAgain()
    {
        var pod = Pod("shop-1", 1, (0, Created), (0, Ready), (5, Crashed), (5, ContainerEnded), (5, NotReady),
            (5, BackOff), (15, ContainerStarted), (18, Ready));
        var levels = new PodLevels([pod]);
        Assert.Equal(0, levels.Max(At(5), At(18), c => c.Ready));
        Assert.Equal(1, levels.Min(At(5), At(15), c => c.BackOff));
        Assert.Equal(1, levels.Min(At(15), At(18), c => c.NotReady));
        Assert.Equal(15, Assert.Single(pod.Restarts()).TotalSeconds);
    }

    [Fact]
    public void TheFirstStartOfAContainerIsNoRestart()
    {
        Assert.Empty(Pod("new", 2, (1, Created), (2, Scheduled), (2, ContainerStarted)).Restarts());
        // A pod that was there before the run began has no start of its own: the next one is a restart.
        var old = Pod("old", 1, (0, Created), (0, Ready), (3, ContainerEnded), (4, ContainerStarted));
        Assert.Equal([4], old.Restarts().Select(at => at.TotalSeconds));
    }

    [Fact]
    public void PodsThatNeverChangeAreAlwaysThere()
    {
        var always = PodLevels.Always(3);
        Assert.Equal((3, 3, 3), (always.Min(At(1), At(2), c => c.Ready), always.Max(At(1), At(2), c => c.Total),
            always.Max(At(0), At(1), c => c.Updated)));
    }
}
