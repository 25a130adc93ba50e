using CsCheck;
using Simulator.Reports.Plots;
using Xunit;

namespace Simulator.Tests.Reports;

public class AxisTests
{
    [Fact]
    public void SpreadLabelsKeepTheirOrderAndDistance() =>
        Gen.Float[0, 700].Array[1, 20].Sample(wanted =>
        {
            var placed = LabelStack.Spread(wanted, 24, 10, 690);
            var order = Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i]).ThenBy(i => i).ToArray();
            for (var k = 1; k < order.Length; k++)
                Assert.True(placed[order[k]] - placed[order[k - 1]] >= 23.99f);
            Assert.All(placed, y => Assert.InRange(y, 9.9f, 690.1f));
        });

    [Fact]
    public void LabelsWithRoomStayWhereTheyAre() =>
        Assert.Equal([100, 200, 300], LabelStack.Spread([100, 200, 300], 24, 10, 690));

    [Fact]
    public void AnAxisIsLogarithmicOnlyWhereLatenciesSpanMoreThanAFactorOfTwelve()
    {
        Assert.False(new LatencyScale(0.1, 1).IsLog);
        Assert.True(new LatencyScale(0.015, 9).IsLog);
    }

    [Fact]
    public void EveryTickLiesInsideItsAxisAndThereAreEnough() =>
        Gen.Select(Gen.Double[-5, 3], Gen.Double[0, 4]).Sample((low, decades) =>
        {
            var axis = new LatencyScale(Math.Pow(10, low), Math.Pow(10, low + decades)).Axis();
            Assert.InRange(axis.Ticks.Count, 3, 14);
            Assert.All(axis.Ticks, t => Assert.InRange(t.At, axis.Min - 1e-9, axis.Max + 1e-9));
            Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(t => t.Label).Distinct().Count());
        });

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0, 300)]
    [InlineData(31, 32)]
    [InlineData(0, 86_400)]
    public void ATimeAxisHasBetweenThreeAndThirteenTicks(double from, double to) =>
        Assert.InRange(TimeAxis.Of(from, to, 12).Ticks.Count, 3, 13);
}
