using CsCheck;
using Simulator.Scenarios.Attribution;
using Xunit;

namespace Simulator.Tests.Attribution;

public class ShapleyTests
{
    [Fact]
    public void WhatAddsUpIsSplitAsItStands()
    {
        double[] alone = [-160, -125, -95, -70];
        var shares = new Shapley(4, 1).Values(set => 700 + Enumerable.Range(0, 4).Sum(i => (set >> i & 1) * alone[i]));
        Assert.Equal(alone, shares.Select(s => Math.Round(s, 9)));
    }

    [Fact]
    public void WhatOnlyTwoTogetherDoIsSharedByThemAlone()
    {
        // The third does nothing, alone or with others.
        var shares = new Shapley(3, 1).Values(set => (set & 0b011) == 0b011 ? -10 : 0);
        Assert.Equal([-5.0, -5.0, 0.0], shares.Select(s => Math.Round(s, 9)));
    }

    [Fact]
    public void TheGlovesGameOfTheTextbookComesOutAsThere()
    {
        // One left glove, two right ones; a pair is worth 1: 2/3, 1/6, 1/6.
        var shares = new Shapley(3, 1).Values(set => (set & 1) != 0 && (set & 0b110) != 0 ? 1 : 0);
        Assert.Equal([2 / 3.0, 1 / 6.0, 1 / 6.0], shares.Select(s => Math.Round(s, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void SharesAddUpToTheWholeDifferenceExactOrDrawn() =>
        Gen.Select(Gen.Int[1, 9], Gen.Double[-1e3, 1e3].Array[512]).Sample(
            (changes, values) =>
            {
                var shapley = new Shapley(changes, 7);
                var shares = shapley.Values(set => values[set]);
                var whole = values[(1 << changes) - 1] - values[0];
                return Math.Abs(shares.Sum() - whole) < 1e-6 && shapley.IsExact == changes <= 6;
            },
            iter: 200, seed: "0000KOIPe036");

    [Fact]
    public void SetsAreTheOnesThatValuesAskFor() => Assert.All(Enumerable.Range(1, 12), changes =>
    {
        var shapley = new Shapley(changes, 3);
        var asked = new HashSet<int>();
        _ = shapley.Values(set =>
        {
            asked.Add(set);
            return 0;
        });
        Assert.Subset(shapley.Sets.ToHashSet(), asked);
        Assert.Equal(changes <= 6 ? 1 << changes : shapley.Sets.Length, shapley.Sets.Length);
    });

    [Fact]
    public void DrawnOrdersComeNearTheExactShares()
    {
        // Seven changes, of which each pair of neighbours does one more together: ends get half of one, others one.
        var shares = new Shapley(7, 11).Values(set => int.PopCount(set) + int.PopCount(set & (set >> 1)));
        Assert.All(shares, (s, i) => Assert.Equal(i is 0 or 6 ? 1.5 : 2, s, 0.15));
    }
}
