using System.Collections.Immutable;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Reports;

public class KneePlotTests
{
    private static readonly KneeChart Chart = new()
    {
        Name = "knee",
        Title = "1 is enough",
        Subtitle = "scenario · seed 42",
        Parameter = "CPU limit (cores)",
        Points =
        [
            Point(1, "1", 0.9, 0.01, VerdictOutcome.Pass), Point(0.5, "500m", 9, 0.6, VerdictOutcome.Fail),
            Point(0.75, "750m", 1, 0.2, VerdictOutcome.Inconclusive),
        ],
        Upper = new KneePanel("p99", MetricUnit.Seconds, [(1, "p99 < 1s")]),
        Lower = new KneePanel("throttled", MetricUnit.Ratio, [(0.05, "value < 5%")]),
        Answer = new KneeAnswer(1, "answer: 1"),
    };

    private static KneePoint Point(double x, string label, double p99, double ratio, VerdictOutcome outcome) => new(
        x, label, new KneeFigure(new Measured(p99, p99 / 10), outcome),
        new KneeFigure(new Measured(ratio, 0.02), outcome));

    [Fact]
    public void PointsOutcomesAndTheAnswerEachChangeThePicture()
    {
        KneeChart[] charts =
        [
            Chart,
            Chart with { Answer = null },
            Chart with { Lower = null },
            Chart with { IsLogarithmic = true },
            Chart with { Stretches = [new KneeStretch(0.75, 0.75, "fails again")] },
            Chart with { Points = [.. Chart.Points.Select(p => p with { Upper = p.Upper! with { Outcome = null } })] },
        ];
        var hashes = charts.Select(c => FigureTests.Hash(KneePlot.Of(c)!)).ToList();
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
        Assert.Equal(hashes[0], FigureTests.Hash(KneePlot.Of(Chart with { Points = [.. Chart.Points.Reverse()] })!));
    }

    [Fact]
    public void NothingMeasuredIsNoPicture() =>
        Assert.Null(KneePlot.Of(Chart with { Points = [new KneePoint(1, "1", null)] }));

    [Fact]
    public void WhatNeverEndsAndWhatIsUnknownStayOnTheAxis()
    {
        ImmutableArray<KneeFigure> figures =
        [
            new(new Measured(double.PositiveInfinity, double.NaN)), new(new Measured(double.NaN, double.NaN)),
            new(new Measured(2, 5)),
        ];
        var scale = new KneeScale(Chart.Upper, figures);
        double[] drawn = [.. figures.SelectMany(f => new[] { f.Value.Value, KneeScale.Low(f), KneeScale.High(f) })];
        Assert.All(drawn, v => Assert.InRange(scale.At(v), scale.Axis.Min, scale.Axis.Max));
        Assert.Equal(scale.Axis.Max, scale.At(double.PositiveInfinity));
    }

    [Fact]
    public void SecondsStandOnALogAxisAndSharesStartAtZero()
    {
        Assert.Equal("log scale", new KneeScale(Chart.Upper, [new(new Measured(0.9, 0.1))]).Kind);
        var ratio = new KneeScale(Chart.Lower!, [new(new Measured(0.01, 0.04))]);
        Assert.Equal(0, ratio.At(-0.03));
        Assert.Equal("0 %", ratio.Axis.Ticks[0].Label);
    }
}
