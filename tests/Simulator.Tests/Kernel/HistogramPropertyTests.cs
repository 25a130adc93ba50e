using CsCheck;
using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

public class HistogramPropertyTests
{
    private static readonly Gen<long[]> Values =
        Gen.Double[0, 42].Select(exponent => (long)Math.Pow(2, exponent)).Array[1, 200];

    [Fact]
    public void AQuantileIsTheValueOfItsRankToAThousandth()
    {
        Gen.Select(Values, Gen.Double.Unit).Sample((values, q) =>
        {
            var histogram = Of(values, new LatencyHistogram());
            Array.Sort(values);
            var exact = values[(int)Math.Max(0, Math.Ceiling(q * values.Length - 1e-9) - 1)];
            var found = histogram.Quantile(q).Nanoseconds;
            Assert.InRange(found, exact, exact + (exact / 1000.0));
        });
    }

    [Fact]
    public void ItCountsTheValuesUpToATimeToAThousandth()
    {
        Gen.Select(Values, Gen.Double[0, 43]).Sample((values, exponent) =>
        {
            var histogram = Of(values, new LatencyHistogram());
            var time = (long)Math.Pow(2, exponent);
            var found = histogram.CountUpTo(new Duration(time));
            Assert.InRange(found, values.Count(v => v <= time), values.Count(v => v <= time + (time / 1000.0)));
        });
        Assert.Equal(0, new LatencyHistogram().CountUpTo(Duration.FromSeconds(1)));
    }

    [Fact]
    public void CoarseHistogramsAreGoodToOnePercent()
    {
        Values.Sample(values =>
        {
            var histogram = Of(values, LatencyHistogram.Coarse());
            Array.Sort(values);
            var median = values[(values.Length - 1) / 2];
            Assert.InRange(histogram.Quantile(0.5).Nanoseconds, median, median * 1.01);
            Assert.Equal(values.Max(), histogram.Max.Nanoseconds);
            Assert.Equal(values.Average(), histogram.Mean.Nanoseconds, values.Average() * 1e-9 + 0.5);
        });
    }

    [Fact]
    public void MergedInAnyOrderTheyAreTheHistogramOfAll()
    {
        Gen.Select(Values, Values).Sample((some, others) =>
        {
            var together = Of([.. some, .. others], new LatencyHistogram());
            var merged = Of(some, new LatencyHistogram());
            merged.Merge(Of(others, new LatencyHistogram()));
            Assert.Equal(together.Percentiles(), merged.Percentiles());
            Assert.Equal((together.Count, together.Max), (merged.Count, merged.Max));
        });
    }

    [Fact]
    public void ACoarseOneCanBeMergedIntoAFineOne()
    {
        var fine = new LatencyHistogram();
        fine.Merge(Of([1_000_000, 2_000_000, 3_000_000], LatencyHistogram.Coarse()));
        Assert.Equal(3, fine.Count);
        Assert.InRange(fine.Quantile(0.5).Nanoseconds, 2_000_000, 2_020_000);
        Assert.Equal(3_000_000, fine.Quantile(1).Nanoseconds);
    }

    [Fact]
    public void PercentilesRiseToTheMaximum()
    {
        Values.Sample(values =>
        {
            var steps = Of(values, new LatencyHistogram()).Percentiles().ToArray();
            Assert.Equal((1.0, values.Max()), (steps[^1].Quantile, steps[^1].Value.Nanoseconds));
            for (var i = 1; i < steps.Length; i++)
            {
                Assert.True(steps[i].Quantile > steps[i - 1].Quantile);
                Assert.True(steps[i].Value >= steps[i - 1].Value);
            }
        });
    }

    private static LatencyHistogram Of(long[] values, LatencyHistogram histogram)
    {
        foreach (var value in values) histogram.Record(new Duration(value));
        return histogram;
    }
}
