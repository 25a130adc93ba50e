using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

public class DistributionTests
{
    public static TheoryData<Distribution> All =>
    [
        Distribution.Constant(Ms(5)),
        Distribution.Uniform(Ms(2), Ms(6)),
        Distribution.Exponential(Ms(4)),
        Distribution.LogNormalFromPercentiles(Ms(60), Ms(250)),
        Distribution.LogNormal(Ms(10), 0.5),
        Distribution.Gamma(0.5, Ms(10)),
        Distribution.Gamma(4, Ms(10)),
        Distribution.Weibull(1.5, Ms(10)),
        Distribution.Weibull(0.46, Ms(110), Ms(10), Ms(3_000)),
        Distribution.Pareto(3, Ms(1)),
        Distribution.Empirical([Ms(1), Ms(2), Ms(9)]),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void TheAverageOfManySamplesIsTheMean(Distribution distribution)
    {
        var stream = new RandomStream(1, 0, "samples");
        var samples = Enumerable.Range(0, 100_000)
            .Select(_ => (double)distribution.Sample(stream).Nanoseconds).ToArray();
        var estimate = Estimate.FromReplications(samples);
        Assert.InRange(estimate.Mean - distribution.Mean.Nanoseconds, -(4.5 * estimate.StandardError) - 1,
            (4.5 * estimate.StandardError) + 1);
        Assert.All(samples, s => Assert.True(s >= 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ASampleTakesExactlyOneDraw(Distribution distribution)
    {
        var (used, reference) = (new RandomStream(1, 0, "x"), new RandomStream(1, 0, "x"));
        for (var i = 0; i < 10; i++)
        {
            distribution.Sample(used);
            reference.NextUInt64();
        }

        Assert.Equal(reference.NextUInt64(), used.NextUInt64());
    }

    [Fact]
    public void TheLognormalMeetsBothItsPercentiles()
    {
        var stream = new RandomStream(1, 0, "x");
        var distribution = Distribution.LogNormalFromPercentiles(Ms(60), Ms(250));
        var samples = Enumerable.Range(0, 100_000).Select(_ => distribution.Sample(stream)).ToArray();
        Assert.InRange(samples.Count(s => s <= Ms(60)) / 1e5, 0.4937, 0.5063);
        Assert.InRange(samples.Count(s => s <= Ms(250)) / 1e5, 0.9887, 0.9913);
    }

    [Fact]
    public void TheGammaHasItsVarianceBelowAndAboveShapeOne()
    {
        foreach (var shape in new[] { 0.5, 1, 4 })
        {
            var stream = new RandomStream(1, 0, "x");
            var gamma = NumberDistribution.Gamma(shape, 10);
            var samples = Enumerable.Range(0, 200_000).Select(_ => gamma.Sample(stream)).ToArray();
            var variance = samples.Sum(s => Math.Pow(s - 10, 2)) / samples.Length;
            Assert.InRange(variance * shape / 100, 0.96, 1.04);
        }
    }

    [Fact]
    public void WhatLiesBeyondABoundOfAWeibullCountsAsTheBound()
    {
        var stream = new RandomStream(1, 0, "x");
        var weibull = Distribution.Weibull(0.46, Ms(110), Ms(10), Ms(3_000));
        var samples = Enumerable.Range(0, 100_000).Select(_ => weibull.Sample(stream)).ToArray();
        Assert.All(samples, s => Assert.True(s >= Ms(10) && s <= Ms(3_000)));
        // 1 - exp(-(x / scale) ^ shape), to four standard errors.
        Assert.InRange(samples.Count(s => s == Ms(10)) / 1e5, 0.2824 - 0.0057, 0.2824 + 0.0057);
        Assert.InRange(samples.Count(s => s == Ms(3_000)) / 1e5, 0.0104 - 0.0013, 0.0104 + 0.0013);
    }

    [Fact]
    public void DistributionsAreValuesThatNameThemselves()
    {
        Assert.Equal(Distribution.LogNormalFromPercentiles(Ms(60), Ms(250)),
            Distribution.LogNormalFromPercentiles(Ms(60), Ms(250)));
        Assert.NotEqual(Distribution.Exponential(Ms(60)), Distribution.Exponential(Ms(61)));
        Assert.NotEqual(Distribution.Exponential(Ms(60)), Distribution.Constant(Ms(60)));
        Assert.Equal(Distribution.Empirical([Ms(1), Ms(2)]), Distribution.Empirical([Ms(2), Ms(1)]));
        Assert.Equal(
            [
                "constant(5ms)", "uniform(2ms..6ms)", "exponential(mean 4ms)", "lognormal(p50 60ms, p99 250ms)",
                "lognormal(median 10ms, sigma 0.5)", "gamma(shape 0.5, mean 10ms)", "gamma(shape 4, mean 10ms)",
                "weibull(shape 1.5, scale 10ms)", "weibull(shape 0.46, scale 110ms, min 10ms, max 3s)",
                "pareto(shape 3, min 1ms)", "empirical(3 values, mean 4ms)",
            ],
            All.Select(row => row.Data.ToString()));
        Assert.Equal("uniform(1..50)", NumberDistribution.Uniform(1, 50).ToString());
    }

    [Fact]
    public void AnInfiniteMeanIsForeverAndHugeSamplesSaturate()
    {
        var heavy = Distribution.Pareto(0.05, Ms(1));
        Assert.Equal(Duration.Forever, heavy.Mean);
        var stream = new RandomStream(1, 0, "x");
        var samples = Enumerable.Range(0, 1000).Select(_ => heavy.Sample(stream)).ToArray();
        Assert.Contains(Duration.Forever, samples);
        Assert.All(samples, s => Assert.True(s >= Ms(1)));
    }

    [Fact]
    public void NonsenseIsRefusedWithItsName()
    {
        Assert.Equal("mean", Refused(() => Distribution.Exponential(Duration.Zero)));
        Assert.Equal("max", Refused(() => Distribution.Uniform(Ms(2), Ms(1))));
        Assert.Equal("max", Refused(() => Distribution.Weibull(1, Ms(2), Ms(3), Ms(1))));
        Assert.Equal("p99", Refused(() => Distribution.LogNormalFromPercentiles(Ms(2), Ms(1))));
        Assert.Equal("sigma", Refused(() => Distribution.LogNormal(Ms(2), double.NaN)));
        Assert.Equal("shape", Refused(() => Distribution.Pareto(-1, Ms(1))));
        Assert.Equal("value", Refused(() => Distribution.Constant(Ms(-1))));
        Assert.Throws<ArgumentException>(() => Distribution.Empirical([]));

        static string? Refused(Action make) => Assert.Throws<ArgumentOutOfRangeException>(make).ParamName;
    }

    private static Duration Ms(double ms) => Duration.FromMilliseconds(ms);
}
