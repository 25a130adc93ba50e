using CsCheck;
using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>What holds for every quota, period, tick, phase and kernel.</summary>
public class BandwidthPropertyTests
{
    private static readonly string[] Versions = ["4.17", "5.3", "5.4", "6.4", "6.6", "6.17", "6.18"];

    private sealed record Setting(string Version, int Hz, int PeriodMs, double QuotaMs, double PhaseMs, double SliceMs)
    {
        public double TickMs => 1000.0 / Hz;
    }

    private static readonly Gen<Setting> Settings =
        from version in OneOf(Versions)
        from hz in OneOf(100, 250, 300, 1000)
        from period in OneOf(5, 10, 20, 37, 50, 100, 250)
        from quota in Gen.Double[0.01, 0.98]
        from phase in Gen.Double[0, 0.999]
        from slice in OneOf(1.0, 5.0, 20.0)
        select new Setting(version, hz, period, Math.Max(1, Math.Round(quota * period, 3)),
            Math.Round(phase * period, 6), slice);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private const int Periods = 40;

    [Fact]
    public void AHogUsesItsQuotaOfEveryPeriodGiveOrTakeASliceAndATick() => Settings.Sample(s =>
    {
        var bench = new Bench(hz: s.Hz, version: s.Version, sliceMs: s.SliceMs);
        var group = bench.Limited(s.QuotaMs, s.PhaseMs, s.PeriodMs);
        var start = s.PhaseMs + 0.000_001;
        bench.Hog(group, fromMs: start);

        // Before 5.4, what a CPU has not used in time is lost. And where a hog is found out only after the next refill,
        // that refill stops at the quota and drops what is left in the pool.
        var keepsAll = s.Version is not ("4.17" or "5.3") && s.QuotaMs + 2 * s.TickMs <= s.PeriodMs;
        for (var k = 1; k <= Periods; k++)
        {
            var used = bench.StatAt(s.PhaseMs + k * s.PeriodMs - 0.000_001, group).UsageMs();
            Assert.True(used <= k * s.QuotaMs + s.TickMs + 0.001, $"{used} ms after {k} periods of {s}");
            if (!keepsAll) continue;
            Assert.True(used >= k * s.QuotaMs - s.SliceMs - s.TickMs - 0.001, $"{used} ms after {k} of {s}");
        }
    }, iter: 300);

    [Fact]
    public void ThreadsOnSeveralCpusGetNeitherMoreThanTheQuotaNorThanTheWall() =>
        Gen.Select(Settings, Gen.Int[1, 4], Gen.Int[1, 7], Gen.Double[0.5, 4]).Sample((s, cpus, threads, times) =>
        {
            var bench = new Bench(cpus, s.Hz, s.Version, s.SliceMs);
            var quota = Math.Round(Math.Max(1, s.QuotaMs * times), 3);
            var group = bench.Limited(quota, s.PhaseMs, s.PeriodMs);
            var hogs = Enumerable.Range(0, threads).Select(i => bench.Hog(group, fromMs: 0.1 + i * 0.7)).ToList();
            var wall = 20 * s.PeriodMs + 3.3;
            var used = bench.StatAt(wall, group).UsageMs();
            Assert.Equal(hogs.Sum(h => h.RanMs), used, 6);
            Assert.True(used <= Math.Min(cpus, threads) * wall, $"{used} ms on {cpus} CPUs in {wall} ms: {s}");
            var refills = Math.Floor((wall - s.PhaseMs) / s.PeriodMs) + 1;
            Assert.True(used <= (refills + 1) * quota + cpus * s.TickMs + 0.001, $"{used} ms of {quota} a period: {s}");
            foreach (var hog in hogs)
            {
                var inAll = Enum.GetValues<RunState>().Sum(state => hog.Thread.TimeIn(state).TotalMilliseconds);
                Assert.Equal(wall, inAll, 6);
            }
        }, iter: 300);

    [Fact]
    public void CountersNeverContradictEachOther() =>
        Gen.Select(Settings, Gen.Int[1, 3], Loads).Sample((s, cpus, loads) =>
    {
        var (stat, _) = RunLoads(s, cpus, loads);
        Assert.InRange(stat.NrThrottled, 0, stat.NrPeriods);
        Assert.InRange(stat.NrPeriods, 0, 3000 / s.PeriodMs + 1);
        Assert.InRange(stat.ThrottledMs(), 0, cpus * 3000);
        Assert.Equal(0, stat.NrBursts);
    }, iter: 200);

    [Fact]
    public void WorkIsNeitherLostNorInvented() =>
        Gen.Select(Settings, Gen.Int[1, 3], Loads).Sample((s, cpus, loads) =>
    {
        var (stat, latencies) = RunLoads(s, cpus, loads);
        if (latencies.Count < loads.Sum(l => l.Count)) return; // Not all was done in the time.
        Assert.Equal(loads.Sum(l => l.Count * l.WorkMs), stat.UsageMs(), 3);
    }, iter: 200);

    [Fact]
    public void NoPieceOfWorkIsDoneInLessThanItsTime() =>
        Gen.Select(Settings, Gen.Int[1, 3], Load).Sample((s, cpus, load) =>
    {
        var (_, latencies) = RunLoads(s, cpus, [load]);
        Assert.All(latencies, l => Assert.True(l >= load.WorkMs - 0.000_01, $"{l} ms for {load}: {s}"));
    }, iter: 200);

    [Fact]
    public void TheSameInputsGiveTheSameOutputs() =>
        Gen.Select(Settings, Gen.Int[1, 3], Loads).Sample((s, cpus, loads) =>
    {
        var (stat, latencies) = RunLoads(s, cpus, loads);
        var (again, latenciesAgain) = RunLoads(s, cpus, loads);
        Assert.Equal(stat, again);
        Assert.Equal(latencies, latenciesAgain);
    }, iter: 100);

    private sealed record Repeated(double IntervalMs, double WorkMs, int Count);

    private static readonly Gen<Repeated> Load =
        from interval in Gen.Double[1, 300]
        from work in Gen.Double[0.01, 30]
        from count in Gen.Int[1, 8]
        select new Repeated(Math.Round(interval, 3), Math.Round(work, 3), count);

    private static readonly Gen<Repeated[]> Loads = Load.Array[1, 6];

    private static (CfsCounters Stat, List<double> LatenciesMs) RunLoads(Setting s, int cpus, Repeated[] loads)
    {
        var bench = new Bench(cpus, s.Hz, s.Version, s.SliceMs);
        var group = bench.Limited(s.QuotaMs, s.PhaseMs, s.PeriodMs);
        var burners = loads.Select(l => bench.Burner(group).Every(l.IntervalMs, l.WorkMs, l.Count)).ToList();
        var stat = bench.StatAt(3000, group);
        return (stat, burners.SelectMany(b => b.LatenciesMs).ToList());
    }
}
