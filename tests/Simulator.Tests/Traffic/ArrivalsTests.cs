using System.Collections.Immutable;
using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Traffic;
using Xunit;

namespace Simulator.Tests.Traffic;

public class ArrivalsTests
{
    [Fact]
    public void EvenArrivalsComeAtTheEndOfEachSpacing()
    {
        var arrivals = RateArrivals.Even(RateProfile.Constant(4));
        Assert.Equal([0.25, 0.5, 0.75, 1.0], Seconds(arrivals, 4));
    }

    [Fact]
    public void PoissonArrivalsHaveTheirRateAndTheSpreadOfPoisson()
    {
        var counts = new double[2_000];
        foreach (var at in Seconds(RateArrivals.Poisson(RateProfile.Constant(10), Stream("a")), 25_000))
            if (at < counts.Length) counts[(int)at]++;
        var mean = counts.Average();
        var variance = counts.Sum(c => (c - mean) * (c - mean)) / counts.Length;
        Assert.InRange(mean, 9.7, 10.3);
        Assert.InRange(variance / mean, 0.85, 1.15);
    }

    [Fact]
    public void TwiceTheRateIsTheSameArrivalsInHalfTheTime()
    {
        var slow = Seconds(RateArrivals.Poisson(RateProfile.Constant(10), Stream("a")), 1_000);
        var fast = Seconds(RateArrivals.Poisson(RateProfile.Constant(20), Stream("a")), 1_000);
        foreach (var (s, f) in slow.Zip(fast)) Assert.Equal(s, 2 * f, 1e-6);
    }

    [Fact]
    public void AStageTakesOverAtItsInstantAndARampBringsItsMeanRate()
    {
        var profile = RateProfile.Stages([new(10, 5, 5), new(10, 5, 15), new(10, 0, 0), new(10, 20, 20)]);
        var times = Seconds(RateArrivals.Even(profile), 550);
        Assert.Equal(50, times.Count(t => t <= 10));
        Assert.Equal(100, times.Count(t => t is > 10 and <= 20));
        Assert.Equal(0, times.Count(t => t is > 20 and <= 30));
        Assert.Equal(200, times.Count(t => t is > 30 and <= 40));
        Assert.Equal(200, times.Count(t => t > 40 + 1e-9)); // The last stage's rate stays.
        Assert.Equal(50, times.Last(), 1e-6);
    }

    [Fact]
    public void ArrivalsEndWhereTheRateStaysZero()
    {
        var arrivals = RateArrivals.Even(RateProfile.Stages([new(10, 1, 1), new(1, 0, 0)]));
        Assert.Equal(10, Seconds(arrivals, 100).Length);
        Assert.Empty(Seconds(RateArrivals.Even(RateProfile.Cycle([new(10, 0, 0)])), 100));
    }

    [Fact]
    public void ADayBeginsAnewAndARunMayBeginAtNoon()
    {
        // A triangle: 0 at midnight, 2/s twelve hours later.
        var day = RateProfile.Cycle([new(43_200, 0, 2), new(43_200, 2, 0)]);
        var times = Seconds(
            RateArrivals.Poisson(day, Stream("a"), startOffset: Duration.FromSeconds(43_200)), 200_000);
        var firstHour = times.Count(t => t < 3_600);
        var midnight = times.Count(t => t is >= 41_400 and < 45_000);
        var nextNoon = times.Count(t => t is >= 84_600 and < 88_200);
        Assert.InRange(firstHour, 6_600, 7_200);
        Assert.InRange(midnight, 100, 200);
        Assert.InRange(nextNoon, 6_700, 7_400);
    }

    [Fact]
    public void InversionFindsTheTimeAtWhichTheIntegratedRateIsReached()
    {
        var stretch = Gen.Select(Gen.Double[0.1, 50], Gen.Double[0, 20], Gen.Double[0, 20])
            .Select((seconds, from, to) => new RateStretch(seconds, from, to));
        Gen.Select(stretch.Array[1, 5], Gen.Double[0, 20], Gen.Double[0.01, 100]).Sample((stretches, from, expected) =>
        {
            var profile = RateProfile.Stages([.. stretches]);
            var to = profile.Advance(from, expected);
            if (double.IsInfinity(to)) return;
            Assert.Equal(expected, Integral(stretches, to) - Integral(stretches, from), 1e-6);
        });
    }

    [Fact]
    public void ABatchComesAllAtOnceAndTheFirstWhenItIsToldTo()
    {
        var batches = new BatchArrivals(
            NumberDistribution.Constant(3), Distribution.Constant(Duration.FromSeconds(10)), Duration.FromSeconds(2),
            Stream("sizes"), Stream("intervals"));
        Assert.Equal([2, 2, 2, 12, 12, 12, 22], Seconds(batches, 7));
    }

    [Fact]
    public void WithoutAFirstInstantABatchWaitsOneInterval()
    {
        var batches = new BatchArrivals(
            NumberDistribution.Constant(1), Distribution.Constant(Duration.FromSeconds(10)), null,
            Stream("sizes"), Stream("intervals"));
        Assert.Equal([10, 20], Seconds(batches, 2));
    }

    [Fact]
    public void EmptyBatchesAreSkippedAndNothingButEmptyOnesEnds()
    {
        var sometimes = new BatchArrivals(
            NumberDistribution.Empirical([0, 1]), Distribution.Constant(Duration.FromSeconds(1)), null,
            Stream("sizes"), Stream("intervals"));
        var never = new BatchArrivals(
            NumberDistribution.Constant(0), Distribution.Constant(Duration.FromSeconds(1)), null,
            Stream("sizes"), Stream("intervals"));
        Assert.InRange(Seconds(sometimes, 100).Last(), 150, 260);
        Assert.Empty(Seconds(never, 1));
    }

    [Fact]
    public void ARecordingIsReplayedWithItsWorkAndAgainOneMeanGapLater()
    {
        ImmutableArray<Arrival> recorded =
            [new(At(1), Duration.FromMilliseconds(7)), new(At(2)), new(At(5))];
        var replay = new ReplayArrivals(recorded, repeat: true);
        Assert.True(replay.TryNext(out var first));
        Assert.Equal(recorded[0], first);
        Assert.Equal([2, 5, 7, 8, 11, 13], Seconds(replay, 6));
        Assert.Equal([1, 2, 5], Seconds(new ReplayArrivals(recorded, repeat: false), 10));
    }

    private static double[] Seconds(Arrivals arrivals, int count)
    {
        var times = new List<double>();
        while (times.Count < count && arrivals.TryNext(out var next)) times.Add(next.At.TotalSeconds);
        return [.. times];
    }

    private static double Integral(RateStretch[] stretches, double to)
    {
        var (sum, start) = (0.0, 0.0);
        foreach (var s in stretches)
        {
            var x = Math.Clamp(to - start, 0, s.Seconds);
            sum += (s.FromRate * x) + ((s.ToRate - s.FromRate) / s.Seconds * x * x / 2);
            start += s.Seconds;
        }

        return sum + (Math.Max(0, to - start) * stretches[^1].ToRate);
    }

    private static RandomStream Stream(string name) => new(1, 0, name);

    private static SimTime At(double s) => SimTime.Zero + Duration.FromSeconds(s);
}
