using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>Who is throttled when, and what the counters make of it.</summary>
public class ThrottlingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void APeriodIsThrottledOnceHoweverManyCpusWere(int cpus)
    {
        var bench = new Bench(cpus);
        var group = bench.Limited(20);
        for (var cpu = 0; cpu < cpus; cpu++) bench.Hog(group, cpu, 1);
        var stat = bench.StatAt(1000, group);
        Assert.Equal(10, stat.NrPeriods);
        Assert.Equal(10, stat.NrThrottled);
    }

    [Fact]
    public void ThrottledTimeSumsOverCpusAndIsAddedWhenTheStallEnds()
    {
        var bench = new Bench(cpus: 2);
        var group = bench.Limited(10);
        bench.Hog(group, 0, 1);
        bench.Hog(group, 1, 1);
        Assert.Equal(0, bench.StatAt(99.9, group).ThrottledNs);
        Assert.Equal(2 * 92, bench.StatAt(100, group).ThrottledMs(), 9); // Both were stopped by the tick at 8.
    }

    [Fact]
    public void ThrottledTimeDoesNotGrowWithThreadsOnOneCpu()
    {
        double Throttled(int threads)
        {
            var bench = new Bench();
            var group = bench.Limited(10);
            for (var i = 0; i < threads; i++) bench.Hog(group, 0, 1);
            return bench.StatAt(1000, group).ThrottledMs();
        }

        Near(Throttled(1), Throttled(5), 0.01, "throttled ms of five threads");
    }

    [Fact]
    public void FourCpusCollectMoreThrottledTimeThanTheWallHas()
    {
        var bench = new Bench(cpus: 4);
        var group = bench.Limited(80);
        for (var cpu = 0; cpu < 4; cpu++) bench.Hog(group, cpu, 0.5);
        var stat = bench.StatAt(1000.5, group);
        Near(4 * 80 * 10, stat.ThrottledMs(), 40, "four CPUs, 80 of every 100 ms:");
    }

    [Fact]
    public void ABurstThatOverrunsAndSleepsOverTheRefillIsThrottledThoughNobodyWaited()
    {
        var bench = new Bench();
        var group = bench.Limited(10);
        var burner = bench.Burner(group).At(86.5, 11.5); // Ends at 98, 1.5 ms in debt, 2 ms before the refill.
        var stat = bench.StatAt(1000, group);
        Assert.Equal(1, stat.NrThrottled);
        Assert.Equal(0, stat.ThrottledNs);
        Assert.Equal(11.5, Assert.Single(burner.LatenciesMs), 9);
        Assert.Equal(0, burner.Thread.TimeIn(RunState.Throttled).Nanoseconds);
    }

    [Theory]
    [InlineData("5.4", 2)]
    [InlineData("6.5", 2)]
    [InlineData("6.6", 0)]
    [InlineData("6.17", 0)]
    [InlineData("6.18", 0)]
    public void TheClockOfAnEmptyThrottledQueueRanUntil65(string version, double expectedMs)
    {
        var bench = new Bench(version: version);
        var group = bench.Limited(10);
        bench.Burner(group).At(86.5, 11.5);
        var stat = bench.StatAt(1000, group);
        Assert.Equal(1, stat.NrThrottled);
        Assert.Equal(expectedMs, stat.ThrottledMs(), 6);
    }

    [Theory]
    [InlineData("6.5", 2)]
    [InlineData("6.6", 1)]
    [InlineData("6.18", 1)]
    public void AThreadThatWakesOnAThrottledQueueStartsItsClock(string version, double expectedMs)
    {
        var bench = new Bench(version: version);
        var group = bench.Limited(10);
        var burner = bench.Burner(group).At(86.5, 11.5).At(99, 1);
        var stat = bench.StatAt(1000, group);
        Assert.Equal(expectedMs, stat.ThrottledMs(), 6);
        Assert.Equal([11.5, 2], burner.LatenciesMs.Select(l => Math.Round(l, 6)));
        Assert.Equal(1, burner.Thread.TimeIn(RunState.Throttled).TotalMilliseconds, 6);
    }

    [Fact]
    public void From618TheClockWaitsUntilAThreadIsPickedAndFindsNoQuota()
    {
        // The tick at 12 finds the hog in debt; the neighbour takes the CPU, and keeps it until the next.
        double Throttled(string version)
        {
            var bench = new Bench(version: version);
            var group = bench.Limited(10);
            bench.Hog(group, fromMs: 1);
            bench.Burner(bench.Unlimited()).At(11.5, 6);
            return bench.StatAt(100, group).ThrottledMs();
        }

        Assert.Equal(88, Throttled("6.17"), 6);
        Assert.Equal(84, Throttled("6.18"), 6);
    }

    [Fact]
    public void TheFirstToBeThrottledIsTheFirstToBePaid()
    {
        var bench = new Bench(cpus: 2);
        var group = bench.Limited(1);
        var first = bench.Hog(group, 1, 1); // In debt of 2 ms at the tick at 4.
        var second = bench.Hog(group, 0, 5); // Wants a single nanosecond, but came later.
        bench.RunUntil(299.9);
        Assert.Equal(3, first.RanMs);
        Assert.Equal(0, second.RanMs);
        bench.RunUntil(304.5);
        Assert.True(second.RanMs > 0);
        Assert.True(first.RanMs > 3);
    }

    [Fact]
    public void ATickOnTheVeryInstantOfARefillComesFirst()
    {
        var bench = new Bench();
        var group = bench.Limited(5);
        var hog = bench.Hog(group, fromMs: 93); // In debt at the tick at 100; the refill is at 100 as well.
        var stat = bench.StatAt(100, group);
        Assert.Equal(1, stat.NrThrottled);
        Assert.Equal(0, stat.ThrottledNs);
        Assert.Equal(3 - 1e-6, group.PoolRuntime.TotalMilliseconds, 9);
        Assert.Equal(RunState.Running, hog.Thread.State);
    }

    [Fact]
    public void ARefillJustBeforeTheTickSparesTheThrottling()
    {
        var bench = new Bench();
        var group = bench.Limited(5, phaseMs: 99.9);
        bench.Hog(group, fromMs: 93);
        Assert.Equal(0, bench.StatAt(103, group).NrThrottled);
    }

    [Fact]
    public void ARunningCpuKeepsItsSliceAcrossTheRefill()
    {
        var bench = new Bench();
        var group = bench.Limited(20, phaseMs: 99.5);
        bench.Hog(group, fromMs: 97); // Slice taken at 97; 3 ms of it charged at the tick at 100.
        Assert.Equal(20, bench.PoolAt(103.9, group));
        Assert.Equal(13, bench.PoolAt(104, group));
    }

    [Fact]
    public void AThrottledThreadTakesNoPartInItsCpu()
    {
        var bench = new Bench();
        var limited = bench.Limited(10);
        var hog = bench.Hog(limited, fromMs: 1);
        var neighbour = bench.Hog(bench.Unlimited(), fromMs: 1);
        bench.RunUntil(1001);
        Near(100, hog.RanMs, 5, "limited");
        Near(900, neighbour.RanMs, 5, "neighbour");
        Near(1000, hog.RanMs + neighbour.RanMs, 1e-6, "the CPU");
    }

    [Theory]
    [InlineData("4.17")]
    [InlineData("5.3")]
    [InlineData("5.4")]
    [InlineData("6.4")]
    [InlineData("6.17")]
    [InlineData("6.18")]
    public void ALoneHogIsThrottledAlikeInEveryVersion(string version)
    {
        var bench = new Bench(version: version);
        var group = bench.Limited(20, phaseMs: 2);
        bench.Hog(group, fromMs: 3);
        var stat = bench.StatAt(2002, group);
        Assert.Equal(20, stat.NrPeriods);
        Assert.Equal(20, stat.NrThrottled);
        Near(400, stat.UsageMs(), 5, "usage"); // Before 4.18 the first slice is taken for an expired one.
        Near(2000 - 400, stat.ThrottledMs(), 5, "throttled");
    }
}
