using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>
/// Runtime that idle CPUs give back reaches throttled ones through a timer. Quota 30 ms: at 24 ms CPU 0's hog is in
/// debt and the other two CPUs hold the last of it, which they return at 24.4 and 24.5 ms.
/// </summary>
public class SlackTimerTests
{
    [Fact]
    public void AThrottledCpuIsRescuedFiveMillisecondsAfterTheReturn()
    {
        var (bench, group, hog) = Stranded(returnedMs: 5.6, refillAtMs: 80);
        var trace = Bench.Watch(group, 100);
        bench.RunUntil(79);
        Assert.Equal(29.5, Stretches(trace).First(s => s.From > 24).From, 6);
        Assert.Equal(5.5, group.Read().ThrottledMs(), 6);
        Assert.True(hog.RanMs > 23);
    }

    [Fact]
    public void ARescueToTheEndLeavesNoThrottledPeriodButThrottledTime()
    {
        var (bench, group, hog) = Stranded(returnedMs: 5.6, refillAtMs: 80, hogMs: 25);
        var stat = bench.StatAt(1000, group);
        Assert.Equal(0, stat.NrThrottled);
        Assert.Equal(5.5, stat.ThrottledMs(), 6);
        Assert.Equal(30.5, Assert.Single(hog.LatenciesMs), 6);
    }

    [Theory]
    [InlineData(6.9, false)]
    [InlineData(7.0, true)]
    public void NobodyIsRescuedWhenARefillIsLessThanSevenMillisecondsAway(double refillInMs, bool isRescued)
    {
        var refillAt = 24.5 + refillInMs;
        var (bench, group, _) = Stranded(returnedMs: 5.6, refillAtMs: refillAt);
        var trace = Bench.Watch(group, 100);
        bench.RunUntil(200);
        Assert.Equal(isRescued ? 29.5 : refillAt, Stretches(trace).First(s => s.From > 24).From, 6);
    }

    [Fact]
    public void ASliceIsNotEnoughToRescueItMustBeMore()
    {
        Assert.Equal(80, ResumedAt(5.0), 6);
        Assert.Equal(29.5, ResumedAt(5.002), 6);

        static double ResumedAt(double returned)
        {
            var (bench, group, _) = Stranded(returned, refillAtMs: 80);
            var trace = Bench.Watch(group, 100);
            bench.RunUntil(200);
            return Stretches(trace).First(s => s.From > 24).From;
        }
    }

    [Fact]
    public void AThrottledThreadOnOneCpuDoesNotHinderAnother()
    {
        var (bench, _, hog) = Stranded(returnedMs: 5.6, refillAtMs: 80);
        bench.RunUntil(24.2);
        Assert.Equal(RunState.Throttled, hog.Thread.State);
        Assert.Equal(23, hog.RanMs);
    }

    private static (Bench Bench, CpuGroup Group, Burner Hog) Stranded(
        double returnedMs, double refillAtMs, double hogMs = 1e9)
    {
        var bench = new Bench(cpus: 3);
        var group = bench.Limited(30, phaseMs: refillAtMs);
        var hog = bench.Burner(group, 0).At(1, hogMs);

        // Each takes a slice, works, and returns all but a millisecond of what is left.
        var work = (8 - returnedMs) / 2;
        bench.Burner(group, 1).At(24.4 - work, work);
        bench.Burner(group, 2).At(24.5 - work, work);
        return (bench, group, hog);
    }
}
