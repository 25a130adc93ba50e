using System.Collections.Immutable;
using System.Globalization;
using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Reports.Explain;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>The course of the slowest request: all of it in one bar, and below a lane for each part.</summary>
internal static class CoursePlot
{
    private const float LeftMargin = 168;
    private const float RightMargin = 232;
    private const float Top = 118;
    private const float ThinnestMark = 0.7f;

    /// <summary>More refills than this would be a grey wall.</summary>
    private const int MostRefills = 200;

    public static Figure Of(Explained explained, string name)
    {
        var course = explained.Course!;
        var story = new Story(explained.Run, new Summary { Variants = [explained.Summary] });
        var zoom = Zoom(course);
        var middle = zoom is null ? Figure.Bottom : Top + ((Figure.Bottom - Top) * 0.52f);
        var panels = ImmutableArray.Create(Panel(course, course.From, course.To, Heading(course), Top, middle));
        if (zoom is var (from, to))
            panels = panels.Add(Panel(course, from, to, ZoomHeading(course, from, to), middle, Figure.Bottom));
        return new Figure
        {
            Name = name,
            Title = Title(course),
            Subtitle = $"{story.SubtitleOf(explained.Facts)} · replication {course.Replication}",
            Panels = panels,
        };
    }

    // Where one stretch is nearly all of it, what comes before or after it has a panel of its own.
    private static (SimTime From, SimTime To)? Zoom(Course course)
    {
        var longest = course.Segments.MaxBy(s => (s.To - s.From).Nanoseconds);
        var (before, after) = (longest.From - course.From, course.To - longest.To);
        var rest = before > after ? before : after;
        if (course.Segments.Length < 3 || rest.Nanoseconds == 0 || rest / course.Request.Latency > 0.2) return null;
        return before > after ? (course.From, longest.From) : (longest.To, course.To);
    }

    private static Panel Panel(Course course, SimTime from, SimTime to, string heading, float top, float bottom)
    {
        var (length, unit, factor) = Unit(to - from);
        var own = course.Segments.Where(s => s.From < to && s.To > from).ToImmutableArray();
        var x = new AxisSpec(0, length, Ticks(length), Grid: true);
        var plot = PlotStyle.Panel(x, new AxisSpec(0, 1, [], Grid: false), LeftMargin, RightMargin, 62, 66);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            new Drawing(ink, frame, course, own, from, to, factor).Draw();
            ink.Text(unit, (frame.Left + frame.Right) / 2, frame.Bottom + 46, 18, Palette.Muted,
                anchor: Anchor.Centre);
        }));
        return new Panel(heading, plot, top, bottom);
    }

    private static string ZoomHeading(Course course, SimTime from, SimTime to)
    {
        var which = from == course.From ? "first" : "last";
        return $"Its {which} {Human.Seconds((to - from).TotalSeconds)}, enlarged";
    }

    private static string Title(Course course)
    {
        var request = course.Request;
        var told = course.Segments.Select(s => s.Part).Distinct().Select(p => (Part: p, Seconds: Total(course.Segments, p))).OrderByDescending(p => p.Seconds).Take(3)
            .Where(p => p.Seconds >= 0.01 * request.Latency.TotalSeconds)
            .Select(p => $"{Human.Seconds(p.Seconds)} {TimePartName.Of(p.Part)}");
        return $"The slowest took {Human.Seconds(request.Latency.TotalSeconds)}: {string.Join(", ", told)}";
    }

    private static string Heading(Course course)
    {
        var pods = course.Segments.Select(s => s.Pod).Where(p => p.Length > 0).Distinct().ToList();
        var refills = course.Host?.Refills.Length is > 0 and <= MostRefills ? " · ▼ refill of the quota" : "";
        var where = pods.Count switch { 0 => "", 1 => $", served in {pods[0]}", _ => $", served in {pods.Count} pods" };
        return $"{course.Request.Request.Client} #{course.Request.Request.Number}, "
            + $"arrived at {Pods.PodWords.Time(course.From.TotalSeconds)}{where}{refills}";
    }

    private static (double Length, string Unit, double Factor) Unit(Duration latency) =>
        latency.TotalSeconds >= 2
            ? (latency.TotalSeconds, "seconds", 1)
            : (latency.TotalMilliseconds, "milliseconds", 1e3);

    private static List<(double, string)> Ticks(double length)
    {
        var step = LatencyScale.NiceStep(length, 10);
        return
        [
            .. Enumerable.Range(0, (int)(length / step) + 1)
                .Select(i => (i * step, (i * step).ToString("0.###", CultureInfo.InvariantCulture))),
        ];
    }

    private static double Total(IEnumerable<TraceSegment> segments, TimePart part) =>
        segments.Where(s => s.Part == part).Sum(s => (s.To - s.From).TotalSeconds);

    private sealed class Drawing(
        Ink ink, Frame frame, Course course, ImmutableArray<TraceSegment> segments, SimTime from, SimTime to,
        double factor)
    {
        private const float Gap = 16;

        private readonly ImmutableArray<TimePart> _parts = [.. segments.Select(s => s.Part).Distinct()];

        private float Unit => Math.Min(180, (frame.Bottom - frame.Top - Gap) / (_parts.Length + 1.2f));

        public void Draw()
        {
            var whole = Unit * 1.2f;
            Label("all of it", Human.Seconds((to - from).TotalSeconds), frame.Top + (whole / 2));
            foreach (var segment in segments) Paint(segment, frame.Top + 3, frame.Top + whole - 3);
            var y = frame.Top + whole + Gap;
            foreach (var part in _parts)
            {
                Lane(part, y);
                y += Unit;
            }

            Attempts(y);
            Refills();
        }

        private void Lane(TimePart part, float y)
        {
            ink.Fill(frame.Left, y + 2, frame.Right, y + Unit - 2, Palette.Lane);
            var own = segments.Where(s => s.Part == part).ToList();
            foreach (var segment in own) Paint(segment, y + 4, y + Unit - 4);
            foreach (var segment in own) Words(segment, y + (Unit / 2));
            var total = own.Sum(s => (Earlier(s.To) - Later(s.From)).TotalSeconds);
            var share = Human.Percent(total / (to - from).TotalSeconds);
            var pieces = own.Count > 1 ? $" · {own.Count} ×" : "";
            Label(TimePartName.Of(part), $"{Human.Seconds(total)} · {share}{pieces}", y + (Unit / 2));
        }

        private void Label(string name, string total, float y)
        {
            ink.Text(name, frame.Left - 14, y, 18, Palette.Ink, bold: true, Anchor.Right);
            ink.Text(total, frame.Right + 14, y, 18, Palette.Ink);
        }

        private void Paint(TraceSegment segment, float top, float bottom)
        {
            var left = X(segment.From);
            PartInk.Paint(ink, segment.Part, left, top, Math.Max(X(segment.To), left + ThinnestMark), bottom);
        }

        // Where there is room: what it waited for.
        private void Words(TraceSegment segment, float y)
        {
            var (left, right) = (X(segment.From), X(segment.To));
            var text = segment.Where.Length > 0 ? segment.Where : segment.Step;
            if (text.Length == 0 || right - left < 60 || Ink.Cut(text, 16, right - left - 20) is not { } words) return;
            ink.Plate(words, (left + right) / 2, y, 16, Palette.Ink, Anchor.Centre);
        }

        private void Attempts(float bottom)
        {
            if (course.Segments.Max(s => s.Attempt) == 1) return;
            var free = float.MinValue;
            foreach (var attempt in segments.Where(s => s.Part != TimePart.Backoff).GroupBy(s => s.Attempt))
            {
                var x = X(attempt.First().From);
                ink.Line(x, frame.Top - 14, x, bottom, Palette.Ink, 1.5f);
                var label = $"attempt {attempt.Key}";
                if (x < free) continue;
                ink.Text(label, x + 6, frame.Top - 12, 16, Palette.Ink);
                free = x + Ink.Width(label, 16) + 12;
            }
        }

        private void Refills()
        {
            if (course.Segments.Max(s => s.Attempt) > 1) return; // Their place is the attempts'.
            var refills = (course.Host?.Refills ?? []).Where(r => r >= from && r <= to).ToList();
            if (refills.Count is 0 or > MostRefills) return;
            var half = refills.Count > 40 ? 3 : 6;
            foreach (var x in refills.Select(X))
                ink.Polygon([new(x - half, frame.Top - 13), new(x + half, frame.Top - 13), new(x, frame.Top - 2)],
                    Palette.Ink);
        }

        private SimTime Later(SimTime at) => at < from ? from : at;

        private SimTime Earlier(SimTime at) => at > to ? to : at;

        private float X(SimTime at) => frame.X((Earlier(Later(at)) - from).TotalSeconds * factor);
    }
}
