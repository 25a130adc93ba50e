using System.Diagnostics;
using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class RunnerTests
{
    private static readonly Sketch Busy = new()
    {
        Limit = 500,
        Cpus = 3,
        Runtime = new RuntimeSpec { Threads = 3 },
        Steps = [Sketch.Cpu(30, 3, "work")],
        Arrival = Sketch.Poisson(12),
        Seconds = 20,
        Warmup = 2,
        Replications = 5,
    };

    [Fact]
    public void OneThreadAndTwoGiveTheSameNumbers()
    {
        RunVariant[] variants = [Busy.Variant(), (Busy with { Limit = null }).Variant("no-limit")];
        var one = Sketch.RunAll(variants, new RunOptions { Threads = 1, KeepRequests = true });
        var two = Sketch.RunAll(variants, new RunOptions { Threads = 2, KeepRequests = true });
        Assert.Equal(Sketch.TextOf(one), Sketch.TextOf(two));
        Assert.Equal([0, 1, 2, 3, 4], two.Variants[1].Replications.Select(r => r.Replication));
    }

    [Fact]
    public void AnotherSeedIsAnotherRun()
    {
        var one = Sketch.RunAll([Busy.Variant()], new RunOptions());
        var other = Sketch.RunAll([(Busy with { Seed = 43 }).Variant()], new RunOptions());
        Assert.NotEqual(Sketch.TextOf(one), Sketch.TextOf(other));
    }

    [Fact]
    public void TheCloseUpIsTheSecondWithTheMostThrottling()
    {
        var run = Sketch.RunAll([Busy.Variant()], new RunOptions());
        var closeUp = run.Variants[0].CloseUp!;
        var cpu = run.Variants[0].Replications[0].Services["api"].Pods[0].Cpu;
        var worst = cpu.Index().Skip(2).MaxBy(c => c.Item.ThrottledNs).Index;
        Assert.Equal(SimTime.Zero + Duration.FromSeconds(worst), closeUp.From);
        Assert.Equal(Duration.FromSeconds(1), closeUp.To - closeUp.From);
        Assert.Equal(10, closeUp.Refills.Length);
        Assert.Equal(0.5, closeUp.LimitCores);
        Assert.All(closeUp.Lanes, l => Assert.True(closeUp.From <= l.From && l.From < l.To && l.To <= closeUp.To));

        // The second run is the first one again: what ran in that second is what the counters say.
        var ran = closeUp.Lanes.Where(l => l.State == LaneState.Running).Sum(l => (l.To - l.From).Nanoseconds);
        Assert.Equal(cpu[worst].UsageNs, ran);
        Assert.Equal(cpu.Sum(c => c.UsageNs), closeUp.UsageNsPerMs.Sum(ns => (long)ns));
        Assert.Equal(20_000, closeUp.UsageNsPerMs.Length);
    }

    [Fact]
    public void LanesOfAThreadDoNotOverlapAndThePoolStaysBetweenZeroAndQuotaPlusSlices()
    {
        var closeUp = Sketch.RunAll([Busy.Variant()], new RunOptions()).Variants[0].CloseUp!;
        foreach (var (a, b) in closeUp.Lanes.Zip(closeUp.Lanes.Skip(1)))
            Assert.True(a.Thread < b.Thread || a.To <= b.From);
        Assert.All(closeUp.Pool, p => Assert.InRange(p.Nanoseconds, 0, 65_000_000));
    }

    [Fact]
    public void WithoutThrottlingTheCloseUpIsTheBusiestSecond()
    {
        var run = Sketch.RunAll([(Busy with { Limit = null }).Variant()], new RunOptions());
        var closeUp = run.Variants[0].CloseUp!;
        var cpu = run.Variants[0].Replications[0].Services["api"].Pods[0].Cpu;
        Assert.Equal(cpu.Skip(2).Max(c => c.UsageNs), cpu[(int)closeUp.From.TotalSeconds].UsageNs);
        Assert.Empty(closeUp.Pool);
        Assert.Null(closeUp.LimitCores);
    }

    [Fact]
    public void AServiceWithoutCpuWorkHasNoCloseUp()
    {
        var sketch = Busy with { Steps = [Sketch.Wait(10)] };
        Assert.Null(Sketch.RunAll([sketch.Variant()], new RunOptions()).Variants[0].CloseUp);
    }

    [Fact]
    public void ACancelledRunStopsLongBeforeItsEnd()
    {
        using var source = new CancellationTokenSource();
        var heavy = (Busy with { Arrival = Sketch.Poisson(20_000), Limit = null, Seconds = 3_600 }).Variant();
        source.CancelAfter(200);
        var watch = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => Runner.Run([heavy], new RunOptions(), source.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"stopped after {watch.Elapsed}");
    }

    [Fact]
    public void ProgressCountsEveryReplicationAndEveryCloseUp()
    {
        var seen = new List<(int, int)>();
        Sketch.RunAll([Busy.Variant()], new RunOptions { Progress = (done, total) => seen.Add((done, total)) });
        Assert.Equal(Enumerable.Range(1, 6).Select(i => (i, 6)), seen);
    }

    [Fact]
    public void VariantsThatCannotBeComparedAreRefused()
    {
        var longer = (Busy with { Seconds = 30 }).Variant("longer");
        var problem = Assert.Single(
            Assert.Throws<ScenarioException>(() => Sketch.RunAll([Busy.Variant(), longer], new RunOptions())).Problems);
        Assert.Equal(("variants.longer.set", "incomparable"), (problem.Path, problem.Code));
    }

    [Fact]
    public void AnEventTraceOfARunVerifiesTheSameRun()
    {
        using var recorded = new StringWriter();
        var first = new EventTrace(recorded);
        Sketch.RunAll([Busy.Variant()], new RunOptions { Trace = first });
        using var reader = new StringReader(recorded.ToString());
        var second = new EventTrace(expected: reader);
        Sketch.RunAll([Busy.Variant()], new RunOptions { Trace = second });
        second.Finish();
        Assert.Null(second.FirstDifference);
        Assert.Equal(first.Hash, second.Hash);
        Assert.True(first.Events > 1_000);
    }
}
