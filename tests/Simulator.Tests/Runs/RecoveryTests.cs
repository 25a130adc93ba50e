using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public sealed class RecoveryTests
{
    private const int Seconds = 100;

    private static EventMark Event(double at, double until) =>
        new("e", "e", SimTime.Zero + Duration.FromSeconds(at), SimTime.Zero + Duration.FromSeconds(until));

    private static ImmutableArray<long> Goodput(Func<int, long> of, int seconds = Seconds) =>
        [.. Enumerable.Range(0, seconds).Select(of)];

    private static double Of(Func<int, long> goodput, params EventMark[] events) => Recovery.Of(
        Goodput(goodput), Duration.FromSeconds(1), Duration.FromSeconds(5), Duration.FromSeconds(Seconds), [.. events]);

    [Fact]
    public void TheTimeCountsFromTheEndOfTheEventToTheFirstGoodInterval() =>
        Assert.Equal(13, Of(t => t is >= 20 and < 43 ? 10 : 100, Event(20, 30)));

    [Fact]
    public void AnEventOfNoLengthIsOverAtOnce() =>
        Assert.Equal(7.5, Of(t => t is >= 20 and < 28 ? 10 : 100, Event(20.5, 20.5)));

    [Fact]
    public void WhoNeverSuffersNeedsNoTimeEvenWhereTheEventEndsWithinAnInterval() =>
        Assert.Equal(0, Of(_ => 100, Event(20, 30.5)));

    [Fact]
    public void WhoIsBackBeforeTheEventIsOverNeedsNoTime() =>
        Assert.Equal(0, Of(t => t is >= 20 and < 25 ? 10 : 100, Event(20, 30)));

    [Fact]
    public void OfSeveralEventsTheFirstSetsTheMeasureAndTheLastTheClock() =>
        Assert.Equal(5, Of(t => t is >= 20 and < 65 ? 50 : 100, Event(20, 30), Event(40, 60)));

    [Theory]
    [InlineData(95, 0)]
    [InlineData(94, double.PositiveInfinity)]
    public void NinetyFivePercentAreEnough(long after, double time) =>
        Assert.Equal(time, Of(t => t < 20 ? 100 : after, Event(20, 30)));

    [Fact]
    public void AWaveOfAnswersThatHadWaitedIsNoRecovery()
    {
        // Twice as much for five seconds, then nothing: the mean of ten intervals is what it was.
        Assert.Equal(double.PositiveInfinity, Of(t => t < 20 ? 100 : t is >= 30 and < 35 ? 200 : 0, Event(20, 30)));
    }

    [Fact]
    public void ItMustStayForTenIntervals()
    {
        // Nine good intervals, one bad one, and so on.
        Assert.Equal(double.PositiveInfinity, Of(t => t < 20 ? 100 : t % 10 == 0 ? 0 : 110, Event(20, 30)));
        Assert.Equal(double.PositiveInfinity, Of(t => t is >= 20 and < 91 ? 0 : 100, Event(20, 30)));
        Assert.Equal(60, Of(t => t is >= 20 and < 90 ? 0 : 100, Event(20, 30)));
    }

    [Fact]
    public void RandomArrivalsComeBackThoughSingleIntervalsDoNotReachTheirMean()
    {
        // Poisson, a mean of 20: most stretches of ten intervals have one with less than 19.
        var random = new RandomStream(1, 0, "recovery");
        var noisy = Goodput(t => Poisson(random, t is >= 40 and < 50 ? 1 : 20));
        var time = Recovery.Of(
            noisy, Duration.FromSeconds(1), Duration.FromSeconds(5), Duration.FromSeconds(Seconds), [Event(40, 45)]);
        Assert.InRange(time, 5, 15);
    }

    [Fact]
    public void WarmUpIsNoMeasureUnlessThereIsNothingElse()
    {
        Assert.Equal(0, Of(t => t < 5 ? 1000 : 100, Event(20, 30)));
        Assert.Equal(0, Of(t => t < 4 ? 100 : 96, Event(4, 30)));
        Assert.Equal(double.PositiveInfinity, Of(t => t < 4 ? 100 : 90, Event(4, 30)));
    }

    [Fact]
    public void WithoutAnyGoodAnswerBeforeThereIsNothingToComeBackTo()
    {
        Assert.Equal(double.PositiveInfinity, Of(t => t < 20 ? 0 : 100, Event(20, 30)));
        Assert.Equal(double.PositiveInfinity, Of(_ => 100, Event(0.5, 1)));
        Assert.Equal(
            double.PositiveInfinity,
            Recovery.Of([], Duration.Zero, Duration.Zero, Duration.FromSeconds(1), [Event(0.5, 1)]));
    }

    [Fact]
    public void AnIntervalThatTheEndOfTheRunCutsShortSaysNothing()
    {
        var goodput = Goodput(t => t is >= 20 and < 35 ? 0 : t == 49 ? 10 : 100, 50);
        var time = Recovery.Of(
            goodput, Duration.FromSeconds(1), Duration.Zero, Duration.FromSeconds(49.1), [Event(20, 30)]);
        Assert.Equal(5, time);
    }

    private static long Poisson(RandomStream random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), 1.0, -1L);
        do
        {
            product *= random.NextDouble();
            count++;
        }
        while (product > limit);
        return count;
    }
}
