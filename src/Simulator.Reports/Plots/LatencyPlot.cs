using System.Globalization;
using Simulator.Kernel;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Latency percentiles of every variant on a log-percentile axis, with the thresholds where they apply.
/// </summary>
internal sealed class LatencyPlot(Story story, string metric)
{
    private const float RightMargin = 330;
    private const double FirstPercentile = 10;

    private sealed record Curve(VariantResult Variant, SKColor Color, LatencyHistogram Histogram);

    private sealed record Mark(double Rank, double Bound, string Label, SKColor Color)
    {
        /// <summary>Downwards, where an upper bound's good side is.</summary>
        public int Sign => Label.Contains('<', StringComparison.Ordinal) ? 1 : -1;
    }

    /// <summary>What the metric counts.</summary>
    public string Counted { get; init; } = "requests";

    /// <summary>Latencies that mean something, each with its name: lines across the picture.</summary>
    public IReadOnlyList<(double Seconds, string Label)> Levels { get; init; } = [];

    public static Figure? Of(Story story) =>
        story.Metric is { } metric ? new LatencyPlot(story, metric).Draw("latency") : null;

    /// <summary>Null where nothing was measured.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="title">Null: that of the p99s.</param>
    public Figure? Draw(string name, string? title = null)
    {
        var curves = story.Run.Variants
            .Select((v, i) => (Variant: v, Color: Palette.Variant(i), Histogram: Story.Pooled(v, metric)))
            .Where(c => c.Histogram is not null)
            .Select(c => new Curve(c.Variant, c.Color, c.Histogram!))
            .ToList();
        if (curves.Count == 0) return null;

        var marks = Marks(curves);
        var last = LastPercentile(curves.Max(c => c.Histogram.Count));
        var scale = new LatencyScale(
            curves.Min(c => c.Histogram.Quantile(FirstPercentile / 100).TotalSeconds),
            curves.Max(c => c.Histogram.Quantile(last / 100).TotalSeconds)
                is var highest && marks.Count > 0 ? Math.Max(highest, marks.Max(m => m.Bound)) : highest);
        var x = new AxisSpec(X(FirstPercentile), X(last) + 0.02, Ticks(last));
        var plot = PlotStyle.Panel(x, scale.Axis(), left: 110, RightMargin, top: 40, bottom: 64);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            DrawLevels(ink, frame, scale);
            foreach (var curve in curves) DrawCurve(ink, frame, scale, curve, last);
            NameLevels(ink, frame, scale);
            DrawMarks(ink, frame, scale, marks);
            DrawLabels(ink, frame, scale, curves, last);
            ink.Text($"share of {Counted} that were faster (percentile, log scale)", (frame.Left + frame.Right) / 2,
                frame.Bottom + 50, 18, Palette.Muted, anchor: Anchor.Centre);
        }));
        return new Figure
        {
            Name = name,
            Title = title ?? Title(curves),
            Subtitle = story.Subtitle,
            Panels = [new Panel($"{metric}, {MetricWords.Meaning(metric)} ({scale.Kind})", plot, 118, Figure.Bottom)],
        };
    }

    private string Title(List<Curve> curves)
    {
        double P99(Curve c) => c.Histogram.Quantile(0.99).TotalSeconds;
        var first = curves[0];
        if (curves.Count == 1) return $"{metric}: 99 of 100 {Counted} end within {Human.Seconds(P99(first))}";
        var other = curves.Skip(1).MaxBy(c => Math.Abs(Math.Log(P99(c) / P99(first))))!;
        return $"p99 is {Human.Seconds(P99(first))} in {Name(first)} and {Human.Seconds(P99(other))} with "
            + Name(other);
    }

    private string Name(Curve curve) => story.SummaryOf(curve.Variant).Name;

    private static double X(double percentile) => -Math.Log10(1 - (percentile / 100));

    // As far as five requests lie beyond: farther out a curve is anecdote.
    private static double LastPercentile(long count) =>
        Math.Clamp(100 * (1 - (5.0 / count)), 90, 99.999);

    private void DrawLevels(Ink ink, Frame frame, LatencyScale scale)
    {
        foreach (var (seconds, _) in Levels)
        {
            var y = frame.Y(scale.At(seconds));
            if (y >= frame.Top) ink.Line(frame.Left, y, frame.Right, y, Palette.Throttled.WithAlpha(120), 2);
        }
    }

    private void NameLevels(Ink ink, Frame frame, LatencyScale scale)
    {
        foreach (var (seconds, label) in Levels)
        {
            var y = frame.Y(scale.At(seconds));
            if (y >= frame.Top)
                ink.Plate(label, frame.Left + 12, y, 18, Palette.Throttled, Anchor.Left, bold: true);
        }
    }

    private static List<(double, string)> Ticks(double last) =>
    [
        .. new[] { 20, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999 }.Where(p => p <= last + 1e-9)
            .Select(p => (X(p), "p" + p.ToString(CultureInfo.InvariantCulture))),
    ];

    private void DrawCurve(Ink ink, Frame frame, LatencyScale scale, Curve curve, double last)
    {
        const int steps = 400;
        var points = new SKPoint[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            var x = X(FirstPercentile) + (i * (X(last) - X(FirstPercentile)) / steps);
            var seconds = curve.Histogram.Quantile(1 - Math.Pow(10, -x)).TotalSeconds;
            points[i] = frame.At(x, scale.At(seconds));
        }

        ink.Polyline(points, curve.Color, 4);
        var summary = story.SummaryOf(curve.Variant).Latencies.FirstOrDefault(l => l.Metric == metric);
        for (var r = 0; summary is not null && r < LatencySummary.Ranks.Length; r++)
        {
            var rank = LatencySummary.Ranks[r];
            if (rank > last) continue;
            var measured = summary.Percentiles[r];
            var x = frame.X(X(rank));
            var half = double.IsNaN(measured.HalfWidth) ? 0 : measured.HalfWidth;
            var low = frame.Y(scale.At(measured.Value - half));
            var high = frame.Y(scale.At(measured.Value + half));
            ink.Line(x, low, x, high, curve.Color, 2);
            ink.Line(x - 7, low, x + 7, low, curve.Color, 2);
            ink.Line(x - 7, high, x + 7, high, curve.Color, 2);
            ink.Dot(x, frame.Y(scale.At(measured.Value)), 5, curve.Color);
        }
    }

    private List<Mark> Marks(List<Curve> curves)
    {
        var all = curves.SelectMany(c => story.SummaryOf(c.Variant).Verdicts
                .Where(v => v.Metric == metric && Story.RankOf(v) is not null)
                .Select(v => (Verdict: v, c.Color)))
            .ToList();
        return
        [
            .. all.GroupBy(m => m.Verdict.Threshold).Select(g => new Mark(
                Story.RankOf(g.First().Verdict)!.Value,
                g.First().Verdict.Bound,
                g.Key[(g.Key.IndexOf(' ') + 1)..],
                g.Count() == 1 && curves.Count > 1 ? g.First().Color : Palette.Ink)),
        ];
    }

    private static void DrawMarks(Ink ink, Frame frame, LatencyScale scale, List<Mark> marks)
    {
        foreach (var group in marks.GroupBy(m => m.Rank))
        {
            var atRank = group.ToList();
            var x = frame.X(X(group.Key));
            var bars = atRank.Select(m => frame.Y(scale.At(m.Bound))).ToArray();
            // A label stands on the bad side of its bar: a curve that keeps to the threshold passes on the other.
            var wanted = atRank.Select((m, i) => bars[i] - (m.Sign * 18)).ToArray();
            var labels = LabelStack.Spread(wanted, 21, frame.Top, frame.Bottom - 12);
            for (var i = 0; i < atRank.Count; i++)
            {
                var (mark, y, sign) = (atRank[i], bars[i], atRank[i].Sign);
                ink.Line(x - 48, y, x + 48, y, mark.Color, 3);
                ink.Polygon([new SKPoint(x - 8, y + (sign * 3)), new SKPoint(x + 8, y + (sign * 3)),
                    new SKPoint(x, y + (sign * 13))], mark.Color);
            }

            foreach (var (i, mark) in atRank.Index())
                ink.Plate(mark.Label, x, labels[i], 18, mark.Color, Anchor.Centre, bold: true);
        }
    }

    private void DrawLabels(Ink ink, Frame frame, LatencyScale scale, List<Curve> curves, double last)
    {
        var ends = curves.Select(c => frame.Y(scale.At(c.Histogram.Quantile(last / 100).TotalSeconds))).ToArray();
        var ys = LabelStack.Spread(ends, 56, frame.Top + 20, frame.Bottom - 20);
        for (var i = 0; i < curves.Count; i++)
        {
            var summary = story.SummaryOf(curves[i].Variant).Latencies.First(l => l.Metric == metric);
            var x = frame.Right + 34;
            ink.Line(frame.Right + 4, ends[i], x - 6, ys[i], curves[i].Color, 1.5f);
            var name = curves[i].Variant.Name;
            var size = Ink.Fitting(name, 21, Figure.Width - x - 8, bold: true);
            ink.Text(name, x, ys[i] - 11, size, curves[i].Color, bold: true);
            ink.Text("p99 " + Human.SecondsWithin(summary.Percentiles[3]), x, ys[i] + 14, 18, Palette.Ink);
        }
    }
}
