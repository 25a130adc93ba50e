using System.Collections.Immutable;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Reports.Sweeps;

/// <summary>Which pictures a sweep has: a knee for one parameter, heat maps for two, small ones for three.</summary>
internal static class SweepFigures
{
    private const double Decades = 30;

    public static IEnumerable<Figure> Of(SweepView view)
    {
        if (WhyNone(view) is not null) yield break;
        var figure = view.Axes switch
        {
            [var along] => Knee(view, along),
            [var along, var across] => Heat(view, along, across),
            _ => Multiples(view),
        };
        if (figure is not null) yield return figure;
    }

    /// <summary>Null where there is a picture.</summary>
    public static string? WhyNone(SweepView view) => view.Axes.Length switch
    {
        0 => "one point makes no picture",
        > 3 => $"{view.Axes.Length} parameters make no picture: the table is sweep.csv",
        3 when view.Axes.Min(a => a.Ticks.Length) > HeatPlot.MostPanels =>
            $"three parameters of more than {HeatPlot.MostPanels} values each make no picture: the table is sweep.csv",
        _ => null,
    };

    /// <summary>Whether a sweep before this one may have left that file.</summary>
    public static bool IsOurs(string name) =>
        Path.GetExtension(name) is ".png" or ".svg"
        && Path.GetFileNameWithoutExtension(name) is "knee" or "heat" or "heat-multiples";

    private static Figure? Knee(SweepView view, SweepAxis along)
    {
        var isNumber = along.Unit is not null && along.Ticks.Select(t => t.Number).Distinct().Count() == along.Ticks.Length;
        double X(int i) => isNumber ? along.Ticks[i].Number!.Value : i;
        var unit = !isNumber || along.Unit is "1" ? "" : $" ({along.Unit})";
        var (least, most) = (along.Ticks.Min(t => t.Number), along.Ticks.Max(t => t.Number));
        return KneePlot.Of(new KneeChart
        {
            Name = "knee",
            Title = SweepWords.Headline(view).Finding,
            Subtitle = SweepWords.Subtitle(view),
            Parameter = string.Join(", ", along.Paths) + unit,
            IsLogarithmic = isNumber && least > 0 && most / least > Decades,
            Points =
            [
                .. view.Sweep.Points.Select((p, i) => new KneePoint(
                    X(i), along.Ticks[i].Text, Figure(p, view.Main), view.Second is { } m ? Figure(p, m) : null)),
            ],
            Upper = Panel(view, view.Main),
            Lower = view.Second is { } second ? Panel(view, second) : null,
        });
    }

    private static KneePanel Panel(SweepView view, string metric) =>
        new(metric, view.UnitOf(metric), view.Bounds(metric));

    private static KneeFigure? Figure(SweptPoint point, string metric) => SweepView.Of(point, metric) is { } figure
        ? new KneeFigure(figure.Value, SweepView.Outcome(point, metric)) : null;

    private static Figure? Heat(SweepView view, SweepAxis along, SweepAxis across)
    {
        ImmutableArray<string> metrics = view.Second is { } second ? [view.Main, second] : [view.Main];
        return HeatPlot.Of(new HeatChart
        {
            Name = "heat",
            Title = SweepWords.Headline(view).Finding,
            Subtitle = SweepWords.Subtitle(view),
            Along = along,
            Across = across,
            Panels =
            [
                .. metrics.Select(m => new HeatPanel(
                    Heading(view, m), view.UnitOf(m), Cells(view.Sweep.Points, m, along, across))),
            ],
        });
    }

    private static Figure? Multiples(SweepView view)
    {
        // The parameter with the fewest values tells the pictures apart.
        var by = view.Axes.Reverse().MinBy(a => a.Ticks.Length)!;
        var axes = view.Axes.Remove(by);
        return HeatPlot.Of(new HeatChart
        {
            Name = "heat-multiples",
            Title = SweepWords.Headline(view).Finding + $": {Heading(view, view.Main)}",
            Subtitle = SweepWords.Subtitle(view),
            Along = axes[0],
            Across = axes[1],
            Panels =
            [
                .. by.Ticks.Select(t => new HeatPanel(
                    $"{by.Name} = {t.Text}", view.UnitOf(view.Main),
                    Cells(view.Sweep.Points.Where(p => p.Values[by.Parameter].Text == t.Text), view.Main, axes[0], axes[1]))),
            ],
            OneScale = true,
        });
    }

    private static string Heading(SweepView view, string metric)
    {
        var bounds = view.Bounds(metric);
        return bounds.Length == 0 ? metric
            : $"{metric} ({string.Join(", ", bounds.Select(b => b.Label[b.Label.AsSpan().IndexOfAny("<>=")..]))})";
    }

    private static HeatCell[,] Cells(IEnumerable<SweptPoint> points, string metric, SweepAxis along, SweepAxis across)
    {
        var cells = new HeatCell[along.Ticks.Length, across.Ticks.Length];
        foreach (var point in points)
        {
            var (x, y) = (Index(along, point), Index(across, point));
            var value = SweepView.Of(point, metric)?.Value.Value ?? double.NaN;
            cells[x, y] = new HeatCell(value, SweepView.Outcome(point, metric));
        }

        return cells;
    }

    private static int Index(SweepAxis axis, SweptPoint point) =>
        axis.Ticks.Index().First(t => t.Item.Text == point.Values[axis.Parameter].Text).Index;
}
