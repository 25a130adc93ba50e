using Simulator.Kernel;
using Xunit;
using static Simulator.Tests.Kernel.CalendarTests;

namespace Simulator.Tests.Kernel;

public class RecordingTests
{
    private readonly Simulation _sim = new();

    [Fact]
    public void AGaugeWeighsEachLevelWithItsTime()
    {
        var gauge = new Gauge(_sim, Seconds(1));
        Play((0.5, () => gauge.Set(4)), (1.5, () => gauge.Add(-2)),
            (7.25, () => gauge.Set(10)), (7.75, () => gauge.Set(0)));
        _sim.RunUntil(At(10));
        Assert.Equal(4 + (5.75 * 2) + (0.5 * 10), gauge.Integral(SimTime.Zero, At(10)), 1e-9);
        Assert.Equal(2.05, gauge.Mean(), 1e-9);
        Assert.Equal(3, gauge.Mean(At(1), At(2)), 1e-9);
        Assert.Equal(2, gauge.Mean(At(2), At(7)), 1e-9);
        Assert.Equal(4, gauge.Max(At(1), At(2)));
        Assert.Equal(2, gauge.Max(At(2), At(7)));
        Assert.Equal(10, gauge.Max(At(2), At(8)));
        Assert.Equal(0, gauge.Max(At(8), At(10)));
        Assert.Throws<ArgumentException>(() => gauge.Mean(At(0.5), At(2)));
        Assert.Throws<ArgumentException>(() => gauge.Mean(At(1), At(11)));
    }

    [Fact]
    public void AGaugeCanBeReadInTheMiddleOfAWindow()
    {
        var gauge = new Gauge(_sim, Duration.Forever, level: 1);
        Play((2, () => gauge.Set(3)));
        _sim.RunUntil(At(4));
        Assert.Equal(2, gauge.Mean(), 1e-9);
        Assert.Equal(3, gauge.Max(SimTime.Zero, At(4)));
        _sim.RunUntil(At(8));
        Assert.Equal(2.5, gauge.Mean(), 1e-9);
    }

    [Fact]
    public void AHistogramKnowsCountMeanAndMaximumExactlyAndQuantilesToThreeDigits()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 10_000; i++) histogram.Record(Duration.FromMicroseconds(i * 10));
        Assert.Equal(10_000, histogram.Count);
        Assert.Equal(Duration.FromMicroseconds(50_005), histogram.Mean);
        Assert.Equal(Duration.FromMilliseconds(100), histogram.Max);
        foreach (var q in new[] { 0.01, 0.5, 0.9, 0.99, 0.999 })
            Assert.InRange(histogram.Quantile(q) / Duration.FromMilliseconds(100 * q), 0.999, 1.001);
        Assert.Equal(histogram.Max, histogram.Quantile(1));
    }

    [Fact]
    public void MergedHistogramsEqualTheOneOfAllValues()
    {
        var (all, a, b) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        var stream = _sim.Stream("x");
        for (var i = 0; i < 10_000; i++)
        {
            var value = stream.NextExponential(Duration.FromMilliseconds(7));
            all.Record(value);
            (i % 3 == 0 ? a : b).Record(value);
        }

        a.Merge(b);
        Assert.Equal((all.Count, all.Mean, all.Max), (a.Count, a.Mean, a.Max));
        Assert.Equal(all.Percentiles(), a.Percentiles());
        Assert.Equal(all.Max, all.Percentiles().Last().Value);
    }

    [Fact]
    public void ValuesOutsideTheRangeCountAtItsEnds()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(Duration.Zero, histogram.Quantile(0.5));
        Assert.Empty(histogram.Percentiles());
        histogram.Record(Duration.Zero);
        Assert.Equal(Duration.Zero, histogram.Max);
        histogram.Record(Seconds(100_000));
        Assert.Equal((2, Seconds(50_000), Seconds(100_000)), (histogram.Count, histogram.Mean, histogram.Max));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Record(new Duration(-1)));
    }

    [Fact]
    public void RecordingAllocatesNothing()
    {
        var (gauge, histogram) = (new Gauge(_sim), new LatencyHistogram());
        void Record(int n)
        {
            for (var i = 0; i < n; i++)
            {
                gauge.Set(i);
                histogram.Record(new Duration(i * 1_000_003L));
            }
        }

        Record(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AnEstimateIsStudentsInterval()
    {
        // t(0.975; 4) = 2.776445 from any table; s = sqrt(2.5).
        var estimate = Estimate.FromReplications([1.0, 2, 3, 4, 5]);
        Assert.Equal(3, estimate.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2.5 / 5), estimate.StandardError, 1e-12);
        Assert.Equal(2.776445 * Math.Sqrt(0.5), estimate.HalfWidth, 1e-5);
        Assert.True(estimate.Covers(4.9) && !estimate.Covers(5));
        Assert.Equal(1 / Math.Sqrt(0.5), estimate.ZScore(2), 1e-12);
        Assert.Equal(4.604095 * Math.Sqrt(0.5), Estimate.FromReplications([1.0, 2, 3, 4, 5], 0.99).HalfWidth, 1e-5);
    }

    [Fact]
    public void OneReplicationSaysNothingAboutItsError()
    {
        var estimate = Estimate.FromReplications([7.0]);
        Assert.Equal((7, double.PositiveInfinity), (estimate.Mean, estimate.HalfWidth));
        Assert.Throws<ArgumentException>(() => Estimate.FromReplications([]));
    }

    private void Play(params (double At, Action Do)[] steps)
    {
        foreach (var (at, action) in steps) _sim.ScheduleAt(At(at), new Scripted((_, _) => action()));
    }
}
