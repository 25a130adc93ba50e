using Simulator.Kernel;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// What went wrong per second, by kind, under what clients asked for and what they got; a band a variant.
/// </summary>
internal static class ErrorsPlot
{
    private const float LeftMargin = 110;
    private const float RightMargin = 250;
    private const float Top = 130;
    private const float AxisHeight = 44;
    private const int MostVariants = 4;

    // For the names of events.
    private const double Headroom = 1.35;

    public static Figure? Of(Story story)
    {
        if (!CallsCsv.IsWorth(story.Run)) return null;
        var all = story.Run.Variants
            .Select(v => CallSeries.Of(v, story.Run.Duration.TotalSeconds)).OfType<CallSeries>().ToList();
        if (all.All(c => c.Errors.IsEmpty && c.Variant.Events.IsEmpty)) return null;
        var shown = all.Take(MostVariants).ToList();
        var highest = shown.Max(Highest);
        var height = (Figure.Bottom - Top - AxisHeight) / shown.Count;
        var kinds = shown.SelectMany(c => c.Errors).Select(e => e.Kind).Distinct().OrderBy(ErrorInk.Rank);
        return new Figure
        {
            Name = "errors",
            Title = Title(shown),
            Subtitle = story.Subtitle,
            Key =
            [
                .. kinds.Select(k => new KeyEntry(ErrorInk.Words(k), (ink, box) =>
                    ink.Fill(box.Left, box.Top, box.Right, box.Bottom, ErrorInk.Of(k)))),
            ],
            Panels =
            [
                .. shown.Select((c, i) => One(
                    story, c, highest, Heading(c, i == 0, all.Count - shown.Count), Top + (i * height),
                    Top + ((i + 1) * height) + (i == shown.Count - 1 ? AxisHeight : 0), i == shown.Count - 1)),
            ],
        };
    }

    private static double Highest(CallSeries calls) => Math.Max(
        calls.Offered.Concat(calls.Sent ?? []).Concat(calls.Ok).DefaultIfEmpty().Max(),
        Enumerable.Range(0, calls.Ok.Length).Select(i => calls.Errors.Sum(e => e.Rates[i])).DefaultIfEmpty().Max());

    private static string Title(List<CallSeries> shown)
    {
        var worst = shown.MaxBy(c => c.Errors.Sum(e => e.Rates.Sum()))!;
        if (worst.Errors.IsEmpty || worst.Errors.All(e => e.Rates.Sum() == 0)) return "No call fails";
        var kinds = worst.Errors.OrderByDescending(e => e.Rates.Sum()).ToList();
        var first = kinds[0];
        var count = kinds.Sum(k => k.Rates.Sum()) * worst.Seconds;
        var share = first.Rates.Sum() * worst.Seconds / count;
        var most = (kinds.Count == 1 ? "" : Human.Percent(share) + " ") + ErrorInk.Words(first.Kind);
        var title = $"{Whole(count)} calls fail in {worst.Variant.Name} ({most})";
        var best = shown.MinBy(c => c.Errors.Sum(e => e.Rates.Sum()))!;
        if (best == worst) return title;
        var least = best.Errors.Sum(e => e.Rates.Sum()) * best.Seconds;
        return $"{title}; {(least < 0.5 ? "none" : Whole(least))} in {best.Variant.Name}";
    }

    private static string Whole(double calls) => Human.Whole(Math.Round(calls));

    private static string Heading(CallSeries calls, bool isFirst, int left)
    {
        if (!isFirst) return calls.Variant.Name;
        var every = Human.Exact(Duration.FromSeconds(calls.Seconds));
        return $"{calls.Variant.Name}: calls per second, mean per {every}"
            + (calls.Variant.Replications.Length > 1 ? ", first replication" : "")
            + (left > 0 ? $"; {left} further variant{(left == 1 ? "" : "s")} in calls.csv" : "");
    }

    private static Panel One(
        Story story, CallSeries calls, double highest, string heading, float top, float bottom, bool hasAxis)
    {
        var most = highest > 0 ? highest * Headroom : 1;
        var step = LatencyScale.NiceStep(most, 4);
        var levels = Enumerable.Range(0, (int)(most / step) + 1).Select(i => (i * step, Human.Short(i * step)));
        var time = TimeAxis.Of(0, story.Run.Duration.TotalSeconds);
        var plot = PlotStyle.Panel(
            hasAxis ? time : time with { Ticks = [.. time.Ticks.Select(t => (t.At, ""))] },
            new AxisSpec(0, most, [.. levels]), LeftMargin, RightMargin, top: 34, bottom: hasAxis ? 62 : 16);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            EventMarks.Bands(ink, frame, calls.Variant.Events);
            Stack(ink, frame, calls);
            Lines(ink, frame, calls);
            EventMarks.Lines(ink, frame, calls.Variant.Events, named: true);
            if (hasAxis)
                ink.Text("simulated time since the start of the run", (frame.Left + frame.Right) / 2,
                    frame.Bottom + 48, 18, Palette.Muted, anchor: Anchor.Centre);
        }));
        return new Panel(heading, plot, top, bottom);
    }

    private static void Stack(Ink ink, Frame frame, CallSeries calls)
    {
        var below = new double[calls.Ok.Length];
        foreach (var (kind, rates) in calls.Errors.OrderBy(e => ErrorInk.Rank(e.Kind)))
        {
            double[] above = [.. below.Zip(rates, (b, r) => b + r)];
            ink.Polygon(
                [.. Stairs(frame, calls.Seconds, above), .. Stairs(frame, calls.Seconds, below).Reverse()],
                ErrorInk.Of(kind));
            below = above;
        }
    }

    private static void Lines(Ink ink, Frame frame, CallSeries calls)
    {
        (string Name, double[] Rates, SKColor Color, float Width)[] lines =
        [
            ("offered", calls.Offered, Palette.Ink, 2), ("sent, with retries", calls.Sent ?? [], Palette.Muted, 2),
            ("goodput", calls.Ok, Palette.Good, 4.5f),
        ];
        var labels = new List<(string, SKColor, float)>();
        foreach (var (name, rates, color, width) in lines.Where(l => l.Rates.Length > 0))
        {
            SKPoint[] points = [.. rates.Select((r, i) => frame.At(calls.MiddleOf(i), r))];
            ink.Polyline(points, color, width);
            var last = rates.TakeLast(Math.Min(rates.Length, 5)).Average();
            labels.Add(($"{name} {Human.Many(last)}/s", color, frame.Y(last)));
        }

        LineLabels.Draw(ink, frame, labels, RightMargin - 34);
    }

    private static IEnumerable<SKPoint> Stairs(Frame frame, double seconds, double[] heights)
    {
        for (var i = 0; i < heights.Length; i++)
        {
            yield return frame.At(i * seconds, heights[i]);
            yield return frame.At((i + 1) * seconds, heights[i]);
        }
    }
}
