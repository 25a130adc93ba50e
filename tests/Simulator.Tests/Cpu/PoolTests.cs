using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>How runtime goes from a group's pool to its CPUs and back. One tick is 4 ms, on the grid of zero.</summary>
public class PoolTests
{
    [Fact]
    public void ACpuTakesASliceWhenItsFirstThreadWakes()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Hog(group, fromMs: 1);
        Assert.Equal(20, bench.PoolAt(0.5, group));
        Assert.Equal(15, bench.PoolAt(1, group));
    }

    [Fact]
    public void ATopUpFillsTheSliceAndPaysTheDebtToo()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Hog(group, fromMs: 1);
        Assert.Equal(15, bench.PoolAt(7.9, group)); // 3 of 5 charged at the tick at 4.
        Assert.Equal(8, bench.PoolAt(8, group)); // 7 of 5 charged: 2 of debt and a slice.
        Assert.Equal(0, bench.PoolAt(16, group)); // 3 of debt and a slice: all that there is.
    }

    [Fact]
    public void AHogRunsOnUntilATickFindsItInDebt()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        var hog = bench.Hog(group, fromMs: 1);
        bench.RunUntil(99);
        Assert.Equal(23, hog.RanMs);
    }

    [Fact]
    public void ARefillPaysTheDebtAndOneNanosecondMore()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Hog(group, fromMs: 1);
        Assert.Equal(17 - 1e-6, bench.PoolAt(100, group), 9);
        Assert.Equal(8, bench.PoolAt(104, group), 9); // One tick on credit, then debt and slice at once.
    }

    [Fact]
    public void AnIdleCpuKeepsOneMillisecondAndReturnsTheRest()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Burner(group).At(1, 2);
        Assert.Equal(15, bench.PoolAt(2.9, group));
        Assert.Equal(17, bench.PoolAt(3, group));
    }

    [Fact]
    public void ACpuWithLessThanAMillisecondReturnsNothing()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Burner(group).At(0.5, 3.4).At(6, 0.3); // The second leaves 0.7 of the first one's remnant.
        Assert.Equal(15.6, bench.PoolAt(3.95, group), 9);
        Assert.Equal(15.6, bench.PoolAt(50, group), 9);
    }

    [Fact]
    public void ARemnantOutlivesEveryRefill()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Burner(group).At(1, 2).At(5001, 0.9);
        Assert.Equal(20, bench.PoolAt(5000, group));
        Assert.Equal(20, bench.PoolAt(5003, group));
        Assert.Equal(2.9, group.Read().UsageMs(), 9);
    }

    [Fact]
    public void ReturnsAreUncappedUntilTheRefill()
    {
        var bench = new Bench();
        var group = bench.Limited(20, phaseMs: 1);
        bench.Burner(group).At(97.5, 3.6); // Draws before the refill at 101 and returns after it.
        Assert.Equal(20, bench.PoolAt(101, group));
        Assert.Equal(20.4, bench.PoolAt(101.1, group), 9);
        Assert.Equal(20.4, bench.PoolAt(200.9, group), 9);
        Assert.Equal(20, bench.PoolAt(201, group));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(37)]
    [InlineData(99)]
    public void AnIsolatedShortBurstCostsTwoPeriods(double phaseMs)
    {
        var bench = new Bench();
        var group = bench.Limited(20, phaseMs);
        bench.Burner(group).At(130, 5).At(2140, 5);
        Assert.Equal(2, bench.StatAt(2000, group).NrPeriods);
        Assert.Equal(4, bench.StatAt(4000, group).NrPeriods);
        Assert.Equal(0, group.Read().NrThrottled);
    }

    [Fact]
    public void ActivityFromARemnantCountsNoPeriod()
    {
        var bench = new Bench();
        var group = bench.Limited(20);
        bench.Burner(group).At(1, 2).At(1001, 0.4).At(2001, 0.5);
        Assert.Equal(2, bench.StatAt(5000, group).NrPeriods);
        Assert.Equal(2.9, group.Read().UsageMs(), 9);
    }

    [Fact]
    public void TheGridGoesOnWhileTheTimerIsOff()
    {
        var bench = new Bench();
        var group = bench.Limited(20, phaseMs: 37);
        var trace = Bench.Watch(group, 2000);
        bench.Burner(group).At(1, 2).At(1450, 2);
        bench.RunUntil(2000);
        Assert.Equal([37, 137, 1537, 1637], trace.Refills.Select(r => r.Nanoseconds / 1e6));
    }

    [Fact]
    public void SliceLengthDecidesHowMuchACpuHoldsBack()
    {
        foreach (var slice in (double[])[1, 5, 20])
        {
            var bench = new Bench(sliceMs: slice);
            var group = bench.Limited(50);
            bench.Hog(group, fromMs: 1);
            Assert.Equal(50 - slice, bench.PoolAt(1, group));
        }
    }

    [Fact]
    public void EveryCpuDrawsItsOwnSlice()
    {
        var bench = new Bench(cpus: 4);
        var group = bench.Limited(50);
        for (var cpu = 0; cpu < 4; cpu++) bench.Hog(group, cpu, 1);
        Assert.Equal(30, bench.PoolAt(1, group));
    }

    [Fact]
    public void LateWakersFindTheLastSliceSmaller()
    {
        var bench = new Bench(cpus: 3);
        var group = bench.Limited(8);
        var hogs = Enumerable.Range(0, 3).Select(cpu => bench.Hog(group, cpu, 1 + cpu * 0.1)).ToArray();
        bench.RunUntil(99);
        Assert.Equal(7, hogs[0].RanMs, 6); // 5 ms: until the tick at 8.
        Assert.Equal(6.9, hogs[1].RanMs, 6); // 3 ms: the tick at 4 finds a tenth left.
        Assert.Equal(0, hogs[2].RanMs);
    }
}
