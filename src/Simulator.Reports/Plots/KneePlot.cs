using System.Collections.Immutable;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// One figure above another over a parameter, with intervals and bounds; what holds, fails and is undecided is told
/// apart by shape, and the answer is marked.
/// </summary>
public static class KneePlot
{
    private const float LeftMargin = 120;
    private const float RightMargin = 220;
    private const float Top = 130;
    private const float TickRoom = 14;

    private static readonly SKColor Line = Palette.Running;

    /// <summary>Null without a point to draw.</summary>
    public static Figure? Of(KneeChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ImmutableArray<KneePoint> points = [.. chart.Points.OrderBy(p => p.X)];
        if (!points.Any(p => p.Upper is not null)) return null;
        var (x, ticks) = Horizontal(chart, points);
        var middle = chart.Lower is null ? Figure.Bottom : 548;
        var axis = new AxisSpec(x.Min, x.Max, ticks);
        var unlabelled = axis with { Ticks = [.. ticks.Select(t => (t.At, ""))] };
        var panels = new List<Panel>
        {
            One(chart, chart.Upper, points, p => p.Upper, chart.Lower is null ? axis : unlabelled, Top, middle,
                isUpper: true),
        };
        if (chart.Lower is { } lower && points.Any(p => p.Lower is not null))
            panels.Add(One(chart, lower, points, p => p.Lower, axis, middle, Figure.Bottom, isUpper: false));
        return new Figure
        {
            Name = chart.Name,
            Title = chart.Title,
            Subtitle = chart.Subtitle,
            Key = Key(points),
            Panels = [.. panels],
        };
    }

    private static Panel One(
        KneeChart chart, KneePanel panel, ImmutableArray<KneePoint> points, Func<KneePoint, KneeFigure?> of,
        AxisSpec x, float top, float bottom, bool isUpper)
    {
        ImmutableArray<(double X, KneeFigure Figure)> shown =
            [.. points.Where(p => of(p) is not null).Select(p => (At(chart, p.X), of(p)!))];
        var scale = new KneeScale(panel, [.. shown.Select(s => s.Figure)]);
        var isLast = bottom == Figure.Bottom;
        var plot = PlotStyle.Panel(
            x, scale.Axis, LeftMargin, RightMargin, top: isUpper ? 56 : 34, bottom: isLast ? 66 : 12);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            DrawStretches(ink, frame, chart, isUpper);
            DrawBounds(ink, frame, scale, panel);
            DrawAnswer(ink, frame, chart, isUpper);
            DrawCurve(ink, frame, scale, shown);
            if (isLast)
                ink.Text(chart.Parameter + (chart.IsLogarithmic ? ", log scale" : ""),
                    (frame.Left + frame.Right) / 2, frame.Bottom + 52, 18, Palette.Muted, anchor: Anchor.Centre);
        }));
        var kind = scale.Kind is { } named ? $" ({named})" : "";
        return new Panel(panel.Heading + kind, plot, top, bottom);
    }

    private static double At(KneeChart chart, double x) => chart.IsLogarithmic ? Math.Log10(x) : x;

    private static (AxisSpec Axis, List<(double At, string Label)> Ticks) Horizontal(
        KneeChart chart, ImmutableArray<KneePoint> points)
    {
        var (from, to) = (At(chart, points[0].X), At(chart, points[^1].X));
        var room = to > from ? (to - from) * 0.03 : 0.5;
        var axis = new AxisSpec(from - room, to + room, []);
        var perPixel = (axis.Max - axis.Min) / (Figure.Width - LeftMargin - RightMargin);
        var ticks = new List<(double At, string Label)>();
        // The answer's label first, then the ends, then whatever finds room.
        int Rank(KneePoint point) =>
            point.X == chart.Answer?.X ? 0 : point == points[0] || point == points[^1] ? 1 : 2;
        foreach (var point in points.OrderBy(Rank))
        {
            var (at, half) = (At(chart, point.X), Ink.Width(point.Label, 18) / 2);
            if (ticks.All(t => Math.Abs(t.At - at) / perPixel > half + (Ink.Width(t.Label, 18) / 2) + TickRoom))
                ticks.Add((at, point.Label));
        }

        return (axis, [.. ticks.OrderBy(t => t.At)]);
    }

    private static void DrawStretches(Ink ink, Frame frame, KneeChart chart, bool isUpper)
    {
        foreach (var stretch in chart.Stretches)
        {
            var (left, right) = (frame.X(At(chart, stretch.From)), frame.X(At(chart, stretch.To)));
            (left, right) = (Math.Max(frame.Left, left - 5), Math.Min(frame.Right, right + 5));
            ink.Fill(left, frame.Top, right, frame.Bottom, Palette.ThrottledTint);
            if (isUpper)
                ink.Plate(stretch.Label, (left + right) / 2, frame.Bottom - 16, 16, Palette.Throttled, Anchor.Centre);
        }
    }

    private static void DrawBounds(Ink ink, Frame frame, KneeScale scale, KneePanel panel)
    {
        var ys = panel.Bounds.Select(b => frame.Y(scale.At(b.Value))).ToArray();
        foreach (var y in ys) ink.Line(frame.Left, y, frame.Right, y, Palette.Ink, 2);
        LineLabels.Draw(
            ink, frame, [.. panel.Bounds.Select((b, i) => (b.Label, Palette.Ink, ys[i]))], RightMargin - 30);
    }

    private static void DrawAnswer(Ink ink, Frame frame, KneeChart chart, bool isUpper)
    {
        if (chart.Answer is not { } answer) return;
        var x = frame.X(At(chart, answer.X));
        ink.Line(x, isUpper ? frame.Top - 8 : frame.Top, x, frame.Bottom, Palette.Good, 4);
        if (!isUpper) return;
        var half = Ink.Width(answer.Label, 22, bold: true) / 2;
        var middle = Math.Clamp(x, frame.Left + half, Math.Max(frame.Left + half, Figure.Width - 20 - half));
        ink.Text(answer.Label, middle, frame.Top - 22, 22, Palette.Good, bold: true, Anchor.Centre);
    }

    private static void DrawCurve(
        Ink ink, Frame frame, KneeScale scale, ImmutableArray<(double X, KneeFigure Figure)> shown)
    {
        var at = shown.Select(s => frame.At(s.X, scale.At(s.Figure.Value.Value))).ToArray();
        ink.Polyline(at, Line.WithAlpha(150), 3);
        foreach (var (i, (_, figure)) in shown.Index())
        {
            var x = at[i].X;
            var (low, high) = (frame.Y(scale.At(KneeScale.Low(figure))), frame.Y(scale.At(KneeScale.High(figure))));
            if (low - high > 1)
            {
                ink.Line(x, low, x, high, Palette.Ink, 2);
                ink.Line(x - 6, low, x + 6, low, Palette.Ink, 2);
                ink.Line(x - 6, high, x + 6, high, Palette.Ink, 2);
            }

            Mark(ink, at[i].X, at[i].Y, figure.Outcome);
        }
    }

    internal static void Mark(Ink ink, float x, float y, VerdictOutcome? outcome)
    {
        const float r = 7.5f;
        switch (outcome)
        {
            case VerdictOutcome.Fail:
                foreach (var (color, width) in new[] { (SKColors.White, 8f), (Palette.Throttled, 4.5f) })
                {
                    ink.Line(x - r, y - r, x + r, y + r, color, width);
                    ink.Line(x - r, y + r, x + r, y - r, color, width);
                }

                break;
            case VerdictOutcome.Inconclusive:
                ink.Polygon(Diamond(x, y, 11), Palette.Ink);
                ink.Polygon(Diamond(x, y, 6.5f), SKColors.White);
                break;
            default:
                ink.Dot(x, y, r, outcome is null ? Line : Palette.Good);
                break;
        }
    }

    private static SKPoint[] Diamond(float x, float y, float r) =>
        [new SKPoint(x, y - r), new SKPoint(x + r, y), new SKPoint(x, y + r), new SKPoint(x - r, y)];

    private static ImmutableArray<KneeEntry> Meanings { get; } =
    [
        new(VerdictOutcome.Pass, "holds"),
        new(VerdictOutcome.Fail, "fails"),
        new(VerdictOutcome.Inconclusive, "undecided: the interval spans the bound"),
    ];

    private sealed record KneeEntry(VerdictOutcome Outcome, string Label);

    private static ImmutableArray<KeyEntry> Key(ImmutableArray<KneePoint> points)
    {
        var figures = points.SelectMany(p => new[] { p.Upper, p.Lower }).Where(f => f is not null).ToList();
        var key = Meanings.Where(m => figures.Exists(f => f!.Outcome == m.Outcome)).Select(m => new KeyEntry(
            m.Label, (ink, box) => Mark(ink, box.MidX, box.MidY, m.Outcome))).ToList();
        if (figures.Exists(f => f!.Value.HalfWidth > 0))
        {
            key.Add(new KeyEntry("95 % interval", (ink, box) =>
            {
                ink.Line(box.MidX, box.Top, box.MidX, box.Bottom, Palette.Ink, 2);
                ink.Line(box.MidX - 6, box.Top, box.MidX + 6, box.Top, Palette.Ink, 2);
                ink.Line(box.MidX - 6, box.Bottom, box.MidX + 6, box.Bottom, Palette.Ink, 2);
            }));
        }

        return [.. key];
    }
}
