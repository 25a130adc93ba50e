using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>How threads without a quota share CPUs: by weight between groups, in turns of ticks within one.</summary>
public class SharingTests
{
    [Theory]
    [InlineData("6.18", 250)]
    [InlineData("6.18", 100)]
    [InlineData("6.18", 1000)]
    [InlineData("6.6", 250)]
    [InlineData("6.5", 250)]
    [InlineData("5.4", 1000)]
    [InlineData("4.17", 100)]
    public void BusyGroupsShareACpuByWeight(string version, int hz)
    {
        foreach (var (first, second) in ((int, int)[])[(1024, 1024), (1024, 2048), (512, 1536), (102, 1024)])
        {
            var bench = new Bench(hz: hz, version: version);
            var hogs = new[] { bench.Hog(bench.Unlimited(first)), bench.Hog(bench.Unlimited(second)) };
            bench.RunUntil(30_000);
            var share = (double)first / (first + second);
            Near(share, hogs[0].RanMs / 30_000, 0.01, $"share of {first} beside {second}:");
            Assert.Equal(30_000, hogs.Sum(h => h.RanMs), 6);
        }
    }

    [Fact]
    public void AGroupsWeightDoesNotGrowWithItsThreads()
    {
        var bench = new Bench();
        var crowd = bench.Unlimited();
        for (var i = 0; i < 5; i++) bench.Hog(crowd);
        var single = bench.Hog(bench.Unlimited());
        bench.RunUntil(20_000);
        Near(10_000, single.RanMs, 200, "one thread beside five of an equal group");
        Near(10_000, crowd.Read().UsageMs(), 200, "the five");
    }

    [Fact]
    public void WhoHadMoreThanItsShareLosesTheCpuToTheNextThatWakes()
    {
        // The heavy group comes in at 0.6; when its second thread wakes, the light one has had 0.1 ms beside none.
        const double firstDoneMs = 0.75;
        var bench = new Bench();
        bench.Burner(bench.Unlimited()).At(0.5, 1);
        var heavy = bench.Unlimited(262_144);
        var threads = new[] { bench.Burner(heavy).At(0.6, 0.05), bench.Burner(heavy).At(0.7, 0.05) };
        bench.RunUntil(10);
        Assert.Equal(firstDoneMs, threads.Min(t => t.DoneMs[0]), 6);
        Assert.Equal(firstDoneMs + 0.05, threads.Max(t => t.DoneMs[0]), 6);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(500, 500)]
    [InlineData(800, 500)]
    public void ALimitedPodBesideAnEqualBusyOneGetsItsLimitOrItsHalf(int millicores, double expectedMs)
    {
        var bench = new Bench();
        var pod = bench.Limited(millicores / 10.0, phaseMs: 1.3);
        bench.Hog(pod);
        var neighbour = bench.Hog(bench.Unlimited());
        bench.RunUntil(20_000);
        Near(expectedMs * 20, pod.Read().UsageMs(), 500, "the pod");
        Near(20_000 - pod.Read().UsageMs(), neighbour.RanMs, 1e-6, "the neighbour");
    }

    [Theory]
    [InlineData("6.18", 250, 4, 4)]
    [InlineData("6.18", 100, 10, 10)]
    [InlineData("6.18", 1000, 1, 2)]
    [InlineData("6.6", 250, 4, 4)]
    [InlineData("6.5", 250, 4, 4)]
    [InlineData("6.5", 100, 10, 10)]
    [InlineData("6.5", 1000, 3, 5)]
    [InlineData("5.4", 1000, 3, 5)]
    public void TwoHogsOnACpuTakeTurnsAtTicks(string version, int hz, double shortestMs, double longestMs)
    {
        var bench = new Bench(hz: hz, version: version);
        var group = bench.Unlimited();
        var trace = Bench.Watch(group, 2000);
        bench.Hog(group);
        bench.Hog(group);
        bench.RunUntil(2000);
        for (var thread = 0; thread < 2; thread++)
        {
            var runs = RunLengths(trace, thread).Skip(3).ToList();
            Assert.All(runs, r => Assert.InRange(r, shortestMs - 1e-6, longestMs + 1e-6));
            Near(1000, Stretches(trace, thread).Sum(s => s.To - s.From), 20, "half the time");
        }
    }

    [Fact]
    public void ThreadsInTurnsAllFinishAtTheEnd()
    {
        // Processor sharing: n equal pieces of work end together, where a queue would end them one by one.
        for (var n = 2; n <= 8; n++)
        {
            var bench = new Bench();
            var group = bench.Unlimited();
            var threads = Enumerable.Range(0, n).Select(_ => bench.Burner(group).At(0.5, 100)).ToList();
            bench.RunUntil(2000);
            var done = threads.Select(t => Assert.Single(t.LatenciesMs)).ToList();
            Assert.Equal(n * 100, done.Max(), 6);
            Assert.True(done.Min() >= n * 100 - 4 * (n + 2), $"{n} threads: {done.Min()} to {done.Max()}");
        }
    }

    [Fact]
    public void AThreadWithoutQuotaIsAQueueWithOneServer()
    {
        // M/M/1 at one half: mean time in the system is twice the service, and the last is as good as the first.
        var bench = new Bench();
        var burner = bench.Burner(bench.Unlimited());
        var (arrivals, work) = (bench.Sim.Stream("arrivals"), bench.Sim.Stream("work"));
        var at = 0.0;
        var n = 40_000;
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            at += arrivals.NextExponential(10);
            var w = work.NextExponential(5);
            total += w;
            burner.At(at, w);
        }

        bench.RunUntil(at + 10_000);
        Assert.Equal(n, burner.LatenciesMs.Count);
        Near(10, burner.LatenciesMs.Average(), 0.5, "mean time in the system");
        Near(10 * Math.Log(100), Percentile(burner.LatenciesMs, 99), 4, "p99");
        Near(total, burner.RanMs, 0.1, "CPU time");
        Assert.Equal(burner.DoneMs.Order(), burner.DoneMs);
    }

    [Fact]
    public void AnIdleCpuIsTakenBeforeABusyOne()
    {
        var bench = new Bench(cpus: 2);
        var group = bench.Unlimited();
        var threads = Enumerable.Range(0, 2).Select(_ => bench.Burner(group).At(0.5, 50)).ToList();
        bench.RunUntil(1000);
        Assert.All(threads, t => Assert.Equal(50, Assert.Single(t.LatenciesMs), 6));
        Assert.NotEqual(threads[0].Thread.CpuIndex, threads[1].Thread.CpuIndex);
    }

    [Fact]
    public void CpusThatRunDryPullWaitingThreads()
    {
        var bench = new Bench(cpus: 2);
        var group = bench.Unlimited();
        var threads = Enumerable.Range(0, 5).Select(_ => bench.Burner(group).At(0.5, 60)).ToList();
        bench.RunUntil(1000);
        Assert.True(threads.Max(t => t.LatenciesMs[0]) < 175, "5 × 60 ms on two CPUs take 150 ms if none is idle");
        Assert.Equal(300, group.Read().UsageMs(), 6);
    }

    [Fact]
    public void PinnedThreadsStayWhereTheyAre()
    {
        var bench = new Bench(cpus: 2);
        var group = bench.Unlimited();
        var threads = Enumerable.Range(0, 3).Select(_ => bench.Burner(group, 1).At(0.5, 60)).ToList();
        bench.RunUntil(1000);
        Assert.All(threads, t => Assert.Equal(1, t.Thread.CpuIndex));
        Assert.Equal(180, threads.Max(t => t.LatenciesMs[0]), 6);
    }

    [Fact]
    public void AThreadThatStillHasWorkTakesNoMore()
    {
        var bench = new Bench();
        var hog = bench.Hog(bench.Unlimited());
        bench.RunUntil(10);
        Assert.Throws<InvalidOperationException>(() => hog.Thread.Run(Bench.Ms(1)));
        Assert.Equal(RunState.Running, hog.Thread.State);
    }
}
