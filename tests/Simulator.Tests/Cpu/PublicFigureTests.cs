using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>Stories told with numbers. Those of single hogs and of slice expiry stand with their like.</summary>
public class PublicFigureTests
{
    [Fact]
    public void ARequestThatMeetsTheEndOfTheQuotaTakes66Milliseconds()
    {
        // SoCC'25 (arXiv 2510.10747): limit 600m, 26 ms of work at the end of the quota: 40 ms more.
        var bench = new Bench();
        var burner = bench.Burner(bench.Limited(60)).At(100.000_1, 60).At(160.000_2, 26);
        bench.RunUntil(1000);
        Assert.Equal(60, burner.LatenciesMs[0], 6);
        Near(66, burner.LatenciesMs[1], 1, "26 ms of work");
    }

    [Fact]
    public void RemovingASmallLimitHelpsTheTailMoreThanRaisingIt()
    {
        // kubernetes#51135: an ingress at about 30m. Direction only: its limit, threads and arrivals are not known.
        double P99(double? quotaMs)
        {
            var bench = new Bench(cpus: 4);
            var group = quotaMs is { } q ? bench.Limited(q, phaseMs: 1.3) : bench.Unlimited();
            var threads = Enumerable.Range(0, 8).Select(_ => bench.Burner(group)).ToList();
            var arrivals = bench.Sim.Stream("arrivals");
            var n = 0;
            for (var at = 0.0; at < 60_000; at += arrivals.NextExponential(700))
            {
                foreach (var thread in threads) thread.At(at, 2.5 + arrivals.NextExponential(0.2));
                n++;
            }

            bench.RunUntil(90_000);
            Near(0.03, group.Read().UsageMs() / 60_000, 0.01, "usage");
            return Percentile(threads.SelectMany(t => t.LatenciesMs), 99);
        }

        var (limited, raised, free) = (P99(10), P99(15), P99(null));
        Assert.True(free * 5 < limited, $"p99 {limited} ms with the limit, {free} ms without");
        Assert.True(raised < limited && raised > free, $"p99 {limited}, {raised}, {free} ms");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1100)]
    public void AFifteenPerCentLoadOfOneThreadIsHardlyThrottledAtALimitOfACore(double quotaMillicores)
    {
        // kubernetes#97445: stress-ng --cpu-load 15 for 60 s: 181 to 183 periods, none or two of them throttled.
        var bench = new Bench(cpus: 2);
        var group = bench.Limited(quotaMillicores / 10, phaseMs: 17.3);
        bench.Burner(group).Loop(50, 283, 200);
        var stat = bench.StatAt(60_000, group);
        Assert.InRange(stat.NrThrottled, 0, 2);
        Assert.InRange(stat.NrPeriods, 360, 480); // 180 bursts. With longer ones and longer pauses there are fewer.
        Near(0.15, stat.UsageMs() / 60_000, 0.005, "load");
    }

    [Fact]
    public void MoreThreadsSpendTheQuotaSoonerAndStallLonger()
    {
        // "All quota in one slice, then 95 ms stall" (danluu.com/cgroup-throttling): the same work on ever more CPUs.
        var stalls = new List<double>();
        foreach (var cpus in (int[])[1, 2, 4, 8, 16])
        {
            var bench = new Bench(cpus, hz: 1000);
            var group = bench.Limited(80, phaseMs: 0.3);
            for (var i = 0; i < cpus; i++) bench.Hog(group, i, 0.31);
            var trace = Bench.Watch(group, 5000);
            bench.RunUntil(5000);
            stalls.Add(Percentile(GapLengths(trace), 50));
        }

        Assert.Equal(stalls.Order(), stalls);
        Near(95, stalls[^1], 2, "stall with 16 threads");
        Near(60, stalls[1], 2, "stall with two");
    }
}
