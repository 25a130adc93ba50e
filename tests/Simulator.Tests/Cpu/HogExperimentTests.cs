using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>One thread that always runs: how long it runs and pauses follows from tick and phase alone.</summary>
public class HogExperimentTests
{
    [Theory]
    [InlineData(0, 48, 52)]
    [InlineData(2, 50, 50)]
    [InlineData(3, 49, 53)]
    public void Experiment1HalfACpuRunsInTwoLengthsATickApart(double phaseMs, double shorter, double longer)
    {
        var (trace, stat) = Run(50, phaseMs);
        var runs = RunLengths(trace).Select(r => Math.Round(r, 3)).ToList();
        Assert.All(runs, r => Assert.True(r == shorter || r == longer, $"a run of {r} ms"));
        Near(50, runs.Average(), 0.25, "mean run");
        Near(0.5, stat.UsageMs() / WallMs, 0.003, "usage");
        Near(1, stat.Ratio(), 0.02, "ratio");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Experiment2OneMillisecondRunsUpToATickOnceInSoManyPeriods(double phaseMs)
    {
        var (trace, stat) = Run(1, phaseMs);
        var run = 4 - phaseMs;
        Assert.All(RunLengths(trace), r => Assert.Equal(run, r, 6));

        // The nanosecond of each release adds up to one period more now and then.
        var cycles = GapLengths(trace).Select(g => Math.Round(g + run));
        Assert.All(cycles, c => Assert.Contains(c, (double[])[run * 100, run * 100 + 100]));
        Assert.Equal(stat.NrPeriods, stat.NrThrottled, 1.0);
    }

    [Fact]
    public void Experiment2FiveMillisecondsRunOneOrTwoTicks()
    {
        Assert.Equal([4.0, 8.0], Lengths(5, 0));
        Assert.Equal([3.0, 7.0], Lengths(5, 1));
    }

    [Fact]
    public void Experiment2EightMillisecondsAreAnythingFromFourToTwelve()
    {
        foreach (var phase in (double[])[0, 0.5, 1, 2, 3, 3.9])
        {
            var runs = Lengths(8, phase);
            Assert.InRange(runs[0], 4, 8);
            Assert.InRange(runs[^1], 8, 12);
        }
    }

    [Fact]
    public void Experiment3PeriodsThatAreNoMultipleOfTheTickAlternateInPhase()
    {
        foreach (var quota in (double[])[2.5, 5])
        {
            var bench = new Bench();
            var group = bench.Limited(quota, phaseMs: 1, periodMs: 10);
            var trace = Bench.Watch(group, WallMs);
            bench.Hog(group, fromMs: 0.5);
            var stat = bench.StatAt(WallMs, group);
            Near(quota / 10, stat.UsageMs() / WallMs, 0.002, "usage");
            Assert.All(Stretches(trace).Skip(2), s => Assert.Contains(Math.Round(s.From % 4, 3), (double[])[1, 3]));
            Assert.All(Stretches(trace).SkipLast(1), s => Assert.Equal(0, Math.Round(s.To % 4, 3)));
        }
    }

    [Fact]
    public void SeventyTwoMillicoresIn20MillisecondPeriodsPauseFor36Or56()
    {
        // EuroSys'26 (arXiv 2506.01283 §4): 1.447 ms of 20 ms at 250 Hz: 4 ms runs about every 55 ms.
        var bench = new Bench();
        var group = bench.Limited(1.447, periodMs: 20);
        var trace = Bench.Watch(group, WallMs);
        bench.Hog(group, fromMs: 0.5);
        bench.RunUntil(WallMs);
        Assert.All(RunLengths(trace), r => Assert.Equal(4, r, 6));
        var gaps = GapLengths(trace).Select(g => Math.Round(g)).ToList();
        Assert.Equal([36.0, 56.0], gaps.Distinct().Order());
        Near(55.3, gaps.Average() + 4, 0.2, "mean cycle");
    }

    [Fact]
    public void EightPerCentRunsForOneTwoOrThreeTicks()
    {
        // cloudflare/ebpf_exporter#311: stalls of 87 to 96 ms, that is runs of 4–5, 8–9 and 12–13 ms, 8.1 in the mean.
        var classes = new SortedSet<double>();
        for (var phase = 0.1; phase < 4; phase += 0.2)
        {
            var (trace, stat) = Run(8, phase);
            foreach (var gap in GapLengths(trace)) Assert.InRange(gap, 86, 97);
            foreach (var run in RunLengths(trace)) classes.Add(Math.Floor((run + 0.001) / 4) * 4);
            Near(8, stat.UsageMs() / stat.NrPeriods, 0.1, "mean run");
        }

        Assert.Subset(new HashSet<double> { 4, 8, 12 }, new HashSet<double>(classes));
        Assert.True(classes.Count >= 2);
    }

    [Fact]
    public void At1000HzTheSameQuotaIsKeptToAMillisecond()
    {
        var bench = new Bench(hz: 1000);
        var group = bench.Limited(8, phaseMs: 0.4);
        var trace = Bench.Watch(group, WallMs);
        bench.Hog(group, fromMs: 0.5);
        bench.RunUntil(WallMs);
        Assert.All(RunLengths(trace), r => Assert.InRange(r, 7, 9));
    }

    private const double WallMs = 20_000;

    private static List<double> Lengths(double quotaMs, double phaseMs) =>
        RunLengths(Run(quotaMs, phaseMs).Trace).Select(r => Math.Round(r, 3)).Distinct().Order().ToList();

    private static (CpuTrace Trace, CfsCounters Stat) Run(double quotaMs, double phaseMs)
    {
        var bench = new Bench();
        var group = bench.Limited(quotaMs, phaseMs);
        var trace = Bench.Watch(group, WallMs);
        bench.Hog(group, fromMs: phaseMs + 0.000_001);
        return (trace, bench.StatAt(WallMs, group));
    }
}
