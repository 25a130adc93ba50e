using System.Collections.Immutable;
using CsCheck;
using Simulator.Scenarios.Sizing;
using Xunit;

namespace Simulator.Tests.Sizing;

public class LimitSearchTests
{
    private static readonly ImmutableArray<long> By50 = [.. Enumerable.Range(1, 120).Select(i => i * 50L)];

    /// <summary>Searches a curve that is known: what it says of each limit, in order.</summary>
    private sealed class Curve(
        ImmutableArray<long> limits, Func<long, bool> holds, Func<long, double>? clearance = null)
    {
        public List<int> Asked { get; } = [];

        public LimitSearch Search() => new(limits, places =>
        {
            Asked.AddRange(places);
            return [.. places.Select(p => new LimitOutcome(
                holds(limits[p]), clearance?.Invoke(limits[p]) ?? (holds(limits[p]) ? 0.5 : -0.5)))];
        });

        public long? Answer(int start = 9) => Search().Run(start) is { } at ? limits[at] : null;

        /// <summary>By trying everything: the smallest from which on all hold.</summary>
        public long? BruteForce() =>
            limits.Reverse().TakeWhile(holds).Select(l => (long?)l).LastOrDefault();
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(550)]
    [InlineData(1_150)]
    [InlineData(6_000)]
    public void OnAMonotoneCurveItIsTheFirstThatHolds(long first)
    {
        var curve = new Curve(By50, l => l >= first);
        Assert.Equal(first, curve.Answer());
        Assert.Equal(curve.Asked.Count, curve.Asked.Distinct().Count());
        Assert.True(curve.Asked.Count < By50.Length / 2, $"{curve.Asked.Count} tries");
    }

    [Fact]
    public void WhereNotEvenTheGreatestHoldsThereIsNoneAndLittleIsTried()
    {
        var curve = new Curve(By50, _ => false);
        Assert.Null(curve.Answer());
        Assert.Equal(2, curve.Asked.Count);
        Assert.Null(new Curve(By50, l => l < 6_000).Answer());
    }

    [Fact]
    public void WhereEveryLimitHoldsItIsTheLowest() => Assert.Equal(50, new Curve(By50, _ => true).Answer());

    [Fact]
    public void ALimitThatFailsAgainAboveOneThatHoldsIsNotSteppedOver()
    {
        // Bisection alone would end at 1000; 1150 fails again, three steps above.
        var curve = new Curve(By50, l => l >= 1_000 && l != 1_150);
        Assert.Equal(1_200, curve.Answer());
        Assert.Contains(By50.IndexOf(1_000), curve.Asked);
    }

    [Fact]
    public void AWideHoleFarAboveIsFoundAndANarrowOneMayNotBe()
    {
        Assert.Equal(4_050, new Curve(By50, l => l >= 1_000 && l is < 3_500 or > 4_000).Answer());
        Assert.Equal(1_000, new Curve(By50, l => l >= 1_000 && l != 3_800).Answer());
    }

    [Fact]
    public void WhereThereIsLittleRoomItLooksMoreClosely()
    {
        // The same narrow hole: three of the limits around it hold with next to no room.
        var curve = new Curve(
            By50, l => l >= 1_000 && l is < 3_750 or > 3_850, l => l is > 3_000 and < 4_500 ? 0.02 : 0.5);
        Assert.Equal(3_900, curve.Answer());
    }

    [Fact]
    public void TheTwoLimitsBelowTheAnswerAreTried()
    {
        var curve = new Curve(By50, l => l >= 1_000);
        curve.Answer();
        Assert.Contains(By50.IndexOf(950), curve.Asked);
        Assert.Contains(By50.IndexOf(900), curve.Asked);
    }

    [Fact]
    public void ALoneLimitIsTriedAndIsTheAnswerOrNot()
    {
        Assert.Equal(500, new Curve([500], _ => true).Answer(0));
        Assert.Null(new Curve([500], _ => false).Answer(0));
    }

    private static readonly Gen<(ImmutableArray<long> Limits, int Start)> Grids =
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 200]).SelectMany((count, step) =>
            Gen.Int[0, count - 1].Select(start =>
                (Enumerable.Range(1, count).Select(i => (long)i * step).ToImmutableArray(), start)));

    [Fact]
    public void OnAnyMonotoneCurveTheAnswerIsThatOfTryingEverything() =>
        Gen.Select(Grids, Gen.Double[-0.1, 1.1], Gen.Double[0, 1]).Sample((grid, at, room) =>
        {
            var curve = new Curve(grid.Limits, l => l >= at * grid.Limits[^1], _ => room);
            Assert.Equal(curve.BruteForce(), curve.Answer(grid.Start));
        }, iter: 2_000, seed: "0000KOIPJP3g");

    [Fact]
    public void OnACurveWithHolesNoAnswerHasAWideOneAboveAndTheNextSmallerLimitFails() =>
        Gen.Select(Grids, Gen.Double[0, 1], Gen.Select(Gen.Double[0, 1], Gen.Double[0, 0.4]).Array[0, 4]).Sample(
            (grid, first, holes) =>
            {
                var top = grid.Limits[^1];
                bool Holds(long l) => l == top || (l >= first * top
                    && !Array.Exists(holes, h => l >= h.Item1 * top && l <= (h.Item1 + h.Item2) * top));
                var curve = new Curve(grid.Limits, Holds);
                var answer = curve.Answer(grid.Start)!.Value;
                var at = grid.Limits.IndexOf(answer);
                Assert.True(Holds(answer));
                if (at > 0) Assert.False(Holds(grid.Limits[at - 1]));
                Assert.True(answer <= curve.BruteForce());
                // From the last that holds below a hole to the first above it.
                for (var below = at; below < grid.Limits.Length; below++)
                {
                    if (!Holds(grid.Limits[below])) continue;
                    var above = below + 1;
                    while (above < grid.Limits.Length && !Holds(grid.Limits[above])) above++;
                    if (above == below + 1 || above == grid.Limits.Length) continue;
                    var width = (double)(grid.Limits[above] - grid.Limits[below]) / grid.Limits[below];
                    Assert.True(width <= LimitSearch.WideGap, $"{grid.Limits[below]} to {grid.Limits[above]}");
                    Assert.True(below >= at + LimitSearch.Near, $"{below} is near {at}");
                }
            }, iter: 5_000, seed: "0000KOIPJP3g");

    [Fact]
    public void NoiseNearTheBoundGivesAnAnswerWhoseTriedLimitsAboveAllHold() =>
        Gen.Select(Gen.ULong, Gen.Int[1_000, 5_000]).Sample((noise, first) =>
        {
            // Within 300 of the bound it is the luck of each limit.
            bool Holds(long l) => l == 6_000 || Math.Abs(l - first) > 300
                ? l >= first
                : (((ulong)l * 0x9E3779B97F4A7C15UL) ^ noise) % 2 == 0;
            var curve = new Curve(By50, Holds);
            var search = curve.Search();
            var answer = search.Run(9)!.Value;
            Assert.All(search.Tried.Where(t => t.Key >= answer), t => Assert.True(t.Value.Holds));
            Assert.False(search.Tried[answer - 1].Holds);
        }, iter: 1_000, seed: "0000KOIPJP3g");
}
