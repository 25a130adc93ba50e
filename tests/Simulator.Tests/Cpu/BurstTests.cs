using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>
/// cpu.cfs_burst_us: what is left of a quota is saved, up to the burst. Source: __refill_cfs_bandwidth_runtime.
/// </summary>
public class BurstTests
{
    [Fact]
    public void WithdrawalsBeyondTheQuotaCountAsABurst()
    {
        var bench = new Bench();
        var group = bench.Limited(20, burstMs: 10);
        bench.Burner(group).At(10.5, 22);
        var stat = bench.StatAt(1000, group);
        Assert.Equal(1, stat.NrBursts);

        // 22 ms were executed, but 23 withdrawn: a millisecond stays on the CPU.
        Assert.Equal(3, stat.BurstNs / 1e6, 6);
        Assert.Equal(0, stat.NrThrottled);
    }

    [Fact]
    public void ExactlyTheQuotaIsNoBurst()
    {
        var bench = new Bench();
        var group = bench.Limited(20, burstMs: 10);
        bench.Burner(group).At(10.5, 19);
        Assert.Equal(0, bench.StatAt(1000, group).NrBursts);
    }

    [Fact]
    public void ARefillAddsTheQuotaAndStopsAtQuotaPlusBurst()
    {
        var bench = new Bench();
        var group = bench.Limited(20, burstMs: 10);
        bench.Burner(group).At(10.5, 27);
        Assert.Equal(30, bench.PoolAt(5, group));
        Assert.Equal(2, bench.PoolAt(99, group), 6);
        Assert.Equal(22, bench.PoolAt(100, group), 6);
        Assert.Equal(30, bench.PoolAt(200, group), 6);
        Assert.Equal(30, bench.PoolAt(900, group), 6);
    }

    [Fact]
    public void ABurstSparesAThrottlingOnceAndIsThenUsedUp()
    {
        var bench = new Bench();
        var group = bench.Limited(20, burstMs: 20);
        var burner = bench.Burner(group).Every(100, 30, 5, firstMs: 1000.5);
        bench.RunUntil(5000);
        Assert.Equal(30, burner.LatenciesMs[0], 6);
        Assert.Equal(30, burner.LatenciesMs[1], 6);
        Assert.True(burner.LatenciesMs[2] > 80, $"third: {burner.LatenciesMs[2]} ms");
    }

    [Fact]
    public void BurstsAreNotSavedBeyondTheBurst()
    {
        var bench = new Bench();
        var group = bench.Limited(20, burstMs: 10);
        var burner = bench.Burner(group).At(5000.5, 60);
        bench.RunUntil(6000);
        Assert.Equal(1, group.Read().NrBursts);
        Assert.True(burner.LatenciesMs[0] > 170, $"60 ms took {burner.LatenciesMs[0]} ms");
    }

    [Fact]
    public void Before514ThereIsNoBurst()
    {
        var old = new Bench(version: "5.13");
        var group = old.Limited(20, burstMs: 20);
        var burner = old.Burner(group).At(1000.5, 30);
        old.RunUntil(2000);
        Assert.True(burner.LatenciesMs[0] > 90);
        Assert.Equal(0, group.Read().NrBursts);
        Assert.Equal(0, group.Read().BurstNs);
    }

    [Fact]
    public void TheMoreBurstTheFewerThrottledPeriodsAndTheShorterTheTail()
    {
        // Experiment 12: Poisson 8/s × 40 ms on one CPU, 50 ms a period, 20 s, bursts of 0, 20 and 50 ms.
        var (none, some, much) = (Poisson(0), Poisson(20), Poisson(50));
        Covers(0.454, none, d => d.Stat.Ratio(), 0.04);
        Covers(0.328, some, d => d.Stat.Ratio(), 0.04);
        Covers(0.168, much, d => d.Stat.Ratio(), 0.04);
        Assert.All(none, d => Assert.Equal(0, d.Stat.NrBursts));
        Covers(29.5, some, d => d.Stat.NrBursts, 2.5);
        Covers(38, much, d => d.Stat.NrBursts, 2.5);
        Covers(0.43, some, d => d.Stat.BurstNs / 1e9, 0.05);
        Covers(0.82, much, d => d.Stat.BurstNs / 1e9, 0.08);

        // Percentiles of 160 requests hang on the draw, and the figures' arrivals are not known: some are like them.
        Covers(96, none, d => Percentile(d.LatenciesMs, 50));
        Covers(60, some, d => Percentile(d.LatenciesMs, 50));
        Covers(49, much, d => Percentile(d.LatenciesMs, 50));

        // Their p99 (787 ms without burst) is a rare draw: 40 ms take 80 or, after a rest, less, so the queue is no longer
        // than that of an M/D/1 with 80 ms of service. Its tail falls with 10.4/s (0.64 (eˣ − 1) = x), to 1 % at 0.49 s.
        Assert.InRange(Percentile(none.SelectMany(d => d.LatenciesMs), 99), 300, 520);
        for (var i = 0; i < none.Length; i++)
        {
            Assert.True(none[i].LatenciesMs.Average() > some[i].LatenciesMs.Average(), $"draw {i}: 0 and 20 ms");
            Assert.True(some[i].LatenciesMs.Average() >= much[i].LatenciesMs.Average(), $"draw {i}: 20 and 50 ms");
        }
    }

    private const int Draws = 40;

    private static void Covers(
        double figure, Draw[] draws, Func<Draw, double> of, double? meanWithin = null)
    {
        var values = draws.Select(of).ToList();
        Assert.InRange(figure, values.Min(), values.Max());
        if (meanWithin is { } within) Near(figure, values.Average(), within, "mean of the draws");
    }

    /// <summary>The same arrivals for every burst.</summary>
    private static Draw[] Poisson(double burstMs) => Enumerable.Range(0, Draws).Select(i =>
    {
        var bench = new Bench();
        var group = bench.Limited(50, phaseMs: i * 7.3, burstMs: burstMs);
        var burner = bench.Burner(group);
        var arrivals = bench.Sim.Stream($"arrivals {i}");
        for (var at = 0.0; at < 20_000; at += arrivals.NextExponential(125)) burner.At(at, 40);
        var stat = bench.StatAt(20_000, group);
        bench.RunUntil(40_000);
        return new Draw(stat, burner.LatenciesMs);
    }).ToArray();

    private sealed record Draw(CfsCounters Stat, List<double> LatenciesMs);
}
