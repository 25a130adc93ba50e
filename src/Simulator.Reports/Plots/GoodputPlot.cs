using System.Collections.Immutable;
using Simulator.Kernel;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Goodput against load, a point an interval, joined in the order of time: where the way back is not the way there, the
/// same load has two outcomes.
/// </summary>
internal static class GoodputPlot
{
    private const float AxisWidth = 110;
    private const float Top = 130;
    private const float ArrowEvery = 130;
    private const float Apart = 60;
    private const int MostPoints = 120;

    private static readonly SKColor[] Phases = [Palette.Running, Palette.Throttled, Palette.Error];

    private static readonly string[] PhaseNames =
        ["before the first event", "until the last one is over", "after it"];

    private sealed record Point(double T, double Load, double Good, int Phase);

    private sealed record Course(string Name, List<Point> Points, bool HasEvents)
    {
        public double Mean(int phase) =>
            Points.Where(p => p.Phase == phase).Select(p => p.Good).DefaultIfEmpty(double.NaN).Average();

        public double Final => Points.TakeLast(Math.Max(1, Points.Count / 10)).Average(p => p.Good);
    }

    public static Figure? Of(Story story)
    {
        var calls = story.Run.Variants
            .Where(v => !v.Events.IsEmpty || v.Replications[0].Clients.Values.Any(c => c.Attempts is not null))
            .Select(v => CallSeries.Of(v, story.Run.Duration.TotalSeconds)).OfType<CallSeries>()
            .Take(Columns.Most).ToList();
        var withRetries = calls.Any(c => c.Sent is not null);
        var courses = calls.Select(c => CourseOf(c, story.Run.Warmup)).Where(c => c.Points.Count > 1).ToList();
        if (courses.Count == 0) return null;
        var columns = new Columns(courses.Count, AxisWidth);
        var (x, y) = (Axis(courses.Max(c => c.Points.Max(p => p.Load)), courses.Count > 2 ? 4 : 8),
            Axis(courses.Max(c => c.Points.Max(p => p.Good)), 6));
        var load = withRetries ? "load: requests per second, with retries" : "load: calls offered per second";
        return new Figure
        {
            Name = "goodput",
            Title = Title(courses),
            Subtitle = story.Subtitle,
            Key = courses.Any(c => c.HasEvents) ? Key() : [],
            Panels =
            [
                .. courses.Select((c, i) => columns.Panel(
                    i, i == 0 ? $"{c.Name}: good answers per second" : c.Name, x, y, Top, Figure.Bottom, 40, 62,
                    (ink, frame) =>
                    {
                        Draw(ink, frame, c, Math.Min(x.Max, y.Max));
                        if (i == 0) ink.Text(load, frame.Left, frame.Bottom + 48, 18, Palette.Muted);
                    })),
            ],
        };
    }

    private static ImmutableArray<KeyEntry> Key() =>
    [
        .. PhaseNames.Select((name, i) =>
            new KeyEntry(name, (ink, box) => ink.Dot(box.MidX + 4, box.MidY, 7, Phases[i]))),
    ];

    private static AxisSpec Axis(double highest, int marks)
    {
        var most = highest > 0 ? highest * 1.1 : 1;
        var step = LatencyScale.NiceStep(most, marks);
        return new AxisSpec(
            0, most, [.. Enumerable.Range(0, (int)(most / step) + 1).Select(i => (i * step, Human.Whole(i * step)))]);
    }

    private static Course CourseOf(CallSeries calls, Duration warmup)
    {
        var events = calls.Variant.Events;
        var from = events.IsEmpty ? double.MaxValue : events.Min(e => e.At).TotalSeconds;
        var until = events.IsEmpty ? double.MaxValue : events.Max(e => e.Until > e.At ? e.Until : e.At).TotalSeconds;
        var bin = Math.Max(1, (int)Math.Ceiling(calls.Ok.Length / (double)MostPoints));
        var first = (int)Math.Ceiling(warmup.TotalSeconds / calls.Seconds);
        var load = calls.Sent ?? calls.Offered;
        var points = Enumerable.Range(0, calls.Ok.Length).Skip(first).Chunk(bin).Select(c => new Point(
            calls.MiddleOf(c[0]), c.Average(i => load[i]), c.Average(i => calls.Ok[i]),
            (c[^1] + 1) * calls.Seconds <= from ? 0 : c[0] * calls.Seconds < until ? 1 : 2));
        return new Course(calls.Variant.Name, [.. points], !events.IsEmpty);
    }

    // Who ends worst beside how it began, and the first that comes back.
    private static string Title(List<Course> courses)
    {
        var worst = courses.Where(c => double.IsFinite(c.Mean(0))).MinBy(c => c.Final / c.Mean(0));
        if (worst is null || !worst.HasEvents) return $"Goodput ends at {Human.Many(courses[0].Final)}/s";
        var title = $"{worst.Name}: {Human.Many(worst.Mean(0))}/s before, {Human.Many(worst.Final)}/s in the end";
        if (worst.Final >= Recovered * worst.Mean(0)) return title + ": it comes back";
        var back = courses.Find(c => c != worst && c.Final >= Recovered * c.Mean(0));
        return back is null ? title + ": it does not come back" : $"{title}; {back.Name} comes back";
    }

    private const double Recovered = 0.95;

    private static void Draw(Ink ink, Frame frame, Course course, double equal)
    {
        ink.Line(frame.X(0), frame.Y(0), frame.X(equal), frame.Y(equal), Palette.Muted.WithAlpha(120), 2);
        var points = course.Points.Select(p => frame.At(p.Load, p.Good)).ToArray();
        ink.Polyline(points, Palette.Muted.WithAlpha(150), 1.8f);
        // Earlier phases are wider, so that they show where a later one comes back to them.
        foreach (var (point, at) in course.Points.Zip(points))
            ink.Dot(at.X, at.Y, 8.5f - (2 * point.Phase), Phases[point.Phase]);
        Arrows(ink, points);
        if (SKPoint.Distance(points[0], points[^1]) > Apart)
        {
            Label(ink, frame, "begin", points[0]);
            Label(ink, frame, "end", points[^1]);
        }
        else Label(ink, frame, "begin and end", points[0]);
    }

    private static void Label(Ink ink, Frame frame, string text, SKPoint at)
    {
        var isRight = at.X < (frame.Left + frame.Right) / 2;
        ink.Plate(text, at.X + (isRight ? 14 : -14), at.Y - 16, 17, Palette.Ink, isRight ? Anchor.Left : Anchor.Right,
            bold: true);
    }

    // On long ways only: among points that lie close together they would tell nothing.
    private static void Arrows(Ink ink, SKPoint[] points)
    {
        const float size = 9;
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var way = SKPoint.Distance(from, to);
            if (way < ArrowEvery) continue;
            var (x, y) = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
            var (dx, dy) = ((to.X - from.X) / way * size, (to.Y - from.Y) / way * size);
            ink.Polygon(
                [new(x + (1.4f * dx), y + (1.4f * dy)), new(x - dx - dy, y - dy + dx), new(x - dx + dy, y - dy - dx)],
                Palette.Ink);
        }
    }
}
