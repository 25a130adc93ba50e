using System.Globalization;
using Simulator.Scenarios.Truth;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Simulated against measured p99 with the line on which both are equal.</summary>
public static class TruthPlot
{
    private const float LeftMargin = 130;
    private const float RightMargin = 330;

    /// <summary>Null where no recording has a p99.</summary>
    public static Figure? Of(IReadOnlyList<TruthRow> rows, string source)
    {
        var points = rows.Where(r => r is { Metric: "p99", Measured: > 0, Simulated: > 0 }).ToList();
        if (points.Count == 0) return null;
        var values = points.SelectMany(r => (double[])[r.Measured, r.Simulated]).Select(ms => ms / 1e3).ToList();
        var scale = new LatencyScale(values.Min(), values.Max());
        var axis = scale.Axis();
        var plot = PlotStyle.Panel(axis, axis, LeftMargin, RightMargin, top: 40, bottom: 66);
        var groups = points.Select(p => p.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            ink.Line(frame.X(axis.Min), frame.Y(axis.Min), frame.X(axis.Max), frame.Y(axis.Max), Palette.Muted, 2);
            foreach (var point in points)
                Mark(ink, frame.At(scale.At(point.Measured / 1e3), scale.At(point.Simulated / 1e3)), point, groups);
            Counts(ink, frame, points, groups);
            ink.Text($"measured p99 ({scale.Kind})", (frame.Left + frame.Right) / 2, frame.Bottom + 52, 18,
                Palette.Muted, anchor: Anchor.Centre);
        }));
        var judged = points.Where(p => p.Bound is not null).ToList();
        var share = judged.Count(p => p.Inside).ToString(CultureInfo.InvariantCulture);
        return new Figure
        {
            Name = "cpu",
            Title = $"p99 as the kernel has it: {share} of {judged.Count} recordings inside their bound",
            Subtitle = "CPU bandwidth control · " + source,
            Panels = [new Panel($"simulated p99 ({scale.Kind}); on the line both are equal", plot, 118, Figure.Bottom)],
        };
    }

    private static SKColor Color(List<string> groups, string group) => Palette.Variant(groups.IndexOf(group) + 1);

    private static void Mark(Ink ink, SKPoint at, TruthRow row, List<string> groups)
    {
        if (row.Inside)
        {
            ink.Dot(at.X, at.Y, 6, Color(groups, row.Group));
            return;
        }

        ink.Line(at.X - 8, at.Y - 8, at.X + 8, at.Y + 8, Palette.Throttled, 3.5f);
        ink.Line(at.X - 8, at.Y + 8, at.X + 8, at.Y - 8, Palette.Throttled, 3.5f);
    }

    private static void Counts(Ink ink, Frame frame, List<TruthRow> points, List<string> groups)
    {
        var y = frame.Top + 20;
        foreach (var group in groups)
        {
            ink.Dot(frame.Right + 36, y, 7, Color(groups, group));
            ink.Text(group, frame.Right + 56, y, 21, Palette.Ink, bold: true);
            ink.Text($"{points.Count(p => p.Group == group)} recordings", frame.Right + 56, y + 28, 18, Palette.Muted);
            y += 72;
        }

        var unjudged = points.Count(p => p.Bound is null);
        if (unjudged > 0)
        {
            ink.Text($"of them {unjudged} not judged", frame.Right + 56, y, 18, Palette.Muted);
            y += 44;
        }

        var outside = points.Count(p => !p.Inside);
        if (outside == 0) return;
        ink.Text("×", frame.Right + 36, y, 28, Palette.Throttled, bold: true, Anchor.Centre);
        ink.Text($"{outside} outside", frame.Right + 56, y, 21, Palette.Throttled, bold: true);
    }
}
