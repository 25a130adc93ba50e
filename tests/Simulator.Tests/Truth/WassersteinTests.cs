using CsCheck;
using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Truth;

public class WassersteinTests
{
    private static readonly Gen<double[]> Samples = Gen.Double[0, 100].Array[1, 40];

    [Fact]
    public void EqualSamplesAreNoDistanceApart() => Assert.Equal(0, Wasserstein.Distance([1, 2, 3], [3, 1, 2]));

    [Fact]
    public void AShiftIsItsOwnDistance() => Assert.Equal(2.5, Wasserstein.Distance([1, 5, 9], [3.5, 7.5, 11.5]), 12);

    [Fact]
    public void SamplesOfDifferentSizesAreComparedByShare()
    {
        Assert.Equal(0, Wasserstein.Distance([4, 8], [4, 4, 8, 8]), 12);
        Assert.Equal(1, Wasserstein.Distance([4, 8], [4, 4, 4, 8]), 12); // A quarter moves by four.
        Assert.Equal(0.5, Wasserstein.Distance([0], [0, 1]), 12);
        Assert.Equal(5.0 / 3, Wasserstein.Distance([0, 10], [0, 0, 10]), 12);
    }

    [Fact]
    public void AnEmptySampleHasNoDistance()
    {
        Assert.True(double.IsNaN(Wasserstein.Distance([], [1])));
        Assert.True(double.IsNaN(Wasserstein.Distance([1], [])));
        Assert.True(double.IsNaN(Wasserstein.DistanceFromPercentiles([1, 2], [])));
        Assert.True(double.IsNaN(Wasserstein.DistanceFromPercentiles([1], [1])));
    }

    [Fact]
    public void TheDistanceIsSymmetric() => Gen.Select(Samples, Samples).Sample((a, b) =>
        Assert.Equal(Wasserstein.Distance(a, b), Wasserstein.Distance(b, a), 9));

    [Fact]
    public void TheWayRoundIsNeverShorter() => Gen.Select(Samples, Samples, Samples).Sample((a, b, c) =>
        Assert.True(Wasserstein.Distance(a, c) <= Wasserstein.Distance(a, b) + Wasserstein.Distance(b, c) + 1e-9));

    [Fact]
    public void ItIsAtLeastTheDifferenceOfTheMeans() => Gen.Select(Samples, Samples).Sample((a, b) =>
        Assert.True(Wasserstein.Distance(a, b) >= Math.Abs(a.Average() - b.Average()) - 1e-9));

    [Fact]
    public void PercentilesOfASampleAreCloseToIt()
    {
        var sample = Enumerable.Range(0, 1001).Select(i => i / 10.0).ToArray();
        var percentiles = Enumerable.Range(0, 101).Select(p => (double)p).ToArray();
        Assert.Equal(0, Wasserstein.DistanceFromPercentiles(percentiles, sample), 0.1);
        Assert.Equal(7, Wasserstein.DistanceFromPercentiles(percentiles, sample.Select(v => v + 7)), 0.1);
    }

    [Fact]
    public void AConstantKnownByPercentilesIsExact()
    {
        var percentiles = Enumerable.Repeat(50.0, 101).ToArray();
        Assert.Equal(0, Wasserstein.DistanceFromPercentiles(percentiles, [50, 50, 50]), 9);
        Assert.Equal(2, Wasserstein.DistanceFromPercentiles(percentiles, [48, 52]), 9);
    }
}
