using CsCheck;
using HdrHistogram;
using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

/// <summary>The histogram beside HdrHistogram, which has the same buckets but all of their memory at once.</summary>
public sealed class HistogramOracleTests
{
    private static readonly double[] Quantiles = [0, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void EveryQuantileIsTheValueOfItsRankAsHdrHistogramWouldKeepIt() =>
        Gen.Double[3, 9.5].Select(e => (long)Math.Pow(10, e)).Array[1, 400].Sample(values =>
        {
            var ours = Of(values);
            var theirs = new LongHistogram(1, 3_600_000_000_000, 3);
            var sorted = values.Order().ToArray();
            foreach (var q in Quantiles)
            {
                var rank = Math.Max(1, (int)Math.Ceiling(Math.Round(q * sorted.Length, 9)));
                var kept = theirs.HighestEquivalentValue(sorted[rank - 1]);
                Assert.Equal(Math.Min(kept, sorted[^1]), ours.Quantile(q).Nanoseconds, tolerance: 1e-3 * kept);
            }
        });

    [Fact]
    public void MergingIsRecordingInOne() =>
        Gen.Select(Times, Times).Sample((first, second) =>
        {
            var merged = Of(first);
            merged.Merge(Of(second));
            var one = Of([.. first, .. second]);
            Assert.Equal(one.Count, merged.Count);
            foreach (var q in Quantiles) Assert.Equal(one.Quantile(q), merged.Quantile(q));
        });

    private static Gen<long[]> Times => Gen.Long[0, 10_000_000_000].Array[0, 100];

    private static LatencyHistogram Of(IEnumerable<long> values)
    {
        var histogram = new LatencyHistogram();
        foreach (var ns in values) histogram.Record(new Duration(ns));
        return histogram;
    }
}
