using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>
/// What a sleeper owes. The light thread has a 257th of the CPU beside the heavy group: what it runs more is paid back
/// by 256 times as much of the heavy group's running, and it has the CPU again at the tick after.
/// </summary>
public class DelayedDequeueTests
{
    private const int Heaviest = 262_144;

    [Theory]
    [InlineData("6.6", 52)] // Owes 0.1 ms from when it wakes at 25: 25.6 ms, and the next tick.
    [InlineData("6.18", 48)] // From when it slept at 20.2, as it was queued meanwhile.
    public void FromVersion612OnASleeperPaysWhileItSleeps(string version, double onAtMs)
    {
        var bench = new Bench(version: version);
        var light = bench.Burner(bench.Unlimited()).At(20, 0.2).At(25, 0.05);
        bench.Burner(bench.Unlimited(Heaviest)).At(20.1, 1000);
        bench.RunUntil(100);
        Assert.Equal(20.2, light.DoneMs[0], 6);
        Assert.Equal(onAtMs + 0.05, light.DoneMs[1], 6);
    }

    [Theory]
    [InlineData("6.6", 20.2)] // Nothing is left of what happened before both slept.
    [InlineData("6.18", 48.1)] // Put off at 20.1: the heavy one is owed the 0.1 ms of the first time, and 25.6 pay it.
    public void WhatTheOthersWereOwedAsTheyFellAsleepTheyAreOwedWhenTheyWake(string version, double doneMs)
    {
        var bench = new Bench(version: version);
        var light = bench.Burner(bench.Unlimited()).At(10, 0.2).At(20, 0.2);
        bench.Burner(bench.Unlimited(Heaviest)).At(10.1, 0.001).At(20.1, 40);
        bench.RunUntil(100);
        Assert.Equal(doneMs, light.DoneMs[1], 2);
    }

    [Theory]
    [InlineData("6.6")]
    [InlineData("6.12")]
    [InlineData("6.18")]
    public void WhoWakesInAThrottledQueueStandsThrottledToo(string version)
    {
        // The quota of 10 ms is found used up at the tick of 12; the sleeper has had 3.9 of it from 4 on, and owes some.
        var bench = new Bench(version: version);
        var group = bench.Limited(10);
        bench.Hog(group);
        var sleeper = bench.Burner(group).At(1, 3.9).At(20, 0.5);
        bench.RunUntil(50);
        Assert.Equal(7.9, sleeper.DoneMs[0], 6);
        Assert.Equal(RunState.Throttled, sleeper.Thread.State);
        bench.RunUntil(99);
        Assert.Equal(79, sleeper.Thread.TimeIn(RunState.Throttled).TotalMilliseconds, 1);
    }

    [Theory]
    [InlineData("6.6", 16.05)] // Owes 0.9 ms from 11.5 on, when it wakes.
    [InlineData("6.18", 11.55)] // Has paid by 8.8, and the other has had its slice.
    public void ThreadsOfOneGroupPayEachOtherInTheirSleep(string version, double doneMs)
    {
        var bench = new Bench(version: version);
        var group = bench.Unlimited();
        bench.Hog(group);
        var sleeper = bench.Burner(group).At(1, 3.9).At(11.5, 0.05);
        bench.RunUntil(50);
        Assert.Equal(7.9, sleeper.DoneMs[0], 6);
        Assert.Equal(doneMs, sleeper.DoneMs[1], 6);
    }

    [Theory]
    [InlineData("6.12")]
    [InlineData("6.17")]
    public void AQueueThatComesBackBelowADelayedOneRunsAgain(string version)
    {
        // Its sidecar is done once, sooner or later; then the pod owes for 40 ms, and the container's quota comes.
        for (var sidecarMs = 20; sidecarMs < 60; sidecarMs++)
        {
            var bench = new Bench(version: version);
            var pod = bench.Unlimited(weight: 102);
            var container = bench.Limited(5, parent: pod);
            bench.Hog(container);
            bench.Burner(bench.Unlimited(weight: 102, parent: pod)).At(1, sidecarMs);
            bench.Hog(bench.Unlimited());
            bench.RunUntil(3_000);
            Assert.InRange(container.Read().UsageMs(), 100, 155);
        }
    }
}
