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
        var parts = course.Segments.Select(s => s.Part).Distinct().ToImmutableArray();
        var (milliseconds, unit, factor) = Unit(course.Request.Latency);
        var x = new AxisSpec(0, milliseconds, Ticks(milliseconds), Grid: true);
        var plot = PlotStyle.Panel(x, new AxisSpec(0, 1, [], Grid: false), LeftMargin, RightMargin, 58, 66);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            new Drawing(ink, frame, course, parts, factor).Draw();
            ink.Text($"{unit} from its arrival to its end for whoever waited", (frame.Left + frame.Right) / 2,
                frame.Bottom + 48, 18, Palette.Muted, anchor: Anchor.Centre);
        }));
        var story = new Story(explained.Run, new Summary { Variants = [explained.Summary] });
        return new Figure
        {
            Name = name,
            Title = Title(course, parts),
            Subtitle = $"{story.SubtitleOf(explained.Facts)} · replication {course.Replication}",
            Panels = [new Panel(Heading(course), plot, Top, Figure.Bottom)],
        };
    }

    private static string Title(Course course, ImmutableArray<TimePart> parts)
    {
        var request = course.Request;
        var told = parts.Select(p => (Part: p, Seconds: Total(course, p))).OrderByDescending(p => p.Seconds).Take(3)
            .Where(p => p.Seconds >= 0.01 * request.Latency.TotalSeconds)
            .Select(p => $"{Human.Seconds(p.Seconds)} {TimePartName.Of(p.Part)}");
        return $"The slowest took {Human.Seconds(request.Latency.TotalSeconds)}: {string.Join(", ", told)}";
    }

    private static string Heading(Course course)
    {
        var pods = course.Segments.Select(s => s.Pod).Where(p => p.Length > 0).Distinct().ToList();
        var refills = course.Host?.Refills.Length is > 0 and <= MostRefills ? " · ▼ refill of the quota" : "";
        var where = pods.Count switch { 0 => "", 1 => $" in {pods[0]}", _ => $" in {pods.Count} pods" };
        return $"{course.Request.Request.Client} #{course.Request.Request.Number}, "
            + $"arrived at {Pods.PodWords.Time(course.From.TotalSeconds)}{where}{refills}";
    }

    private static (double Length, string Unit, double Factor) Unit(Duration latency) =>
        latency.TotalSeconds >= 2 ? (latency.TotalSeconds, "seconds", 1) : (latency.TotalMilliseconds, "milliseconds", 1e3);

    private static List<(double, string)> Ticks(double length)
    {
        var step = LatencyScale.NiceStep(length, 10);
        return
        [
            .. Enumerable.Range(0, (int)(length / step) + 1)
                .Select(i => (i * step, (i * step).ToString("0.###", CultureInfo.InvariantCulture))),
        ];
    }

    private static double Total(Course course, TimePart part) =>
        course.Segments.Where(s => s.Part == part).Sum(s => (s.To - s.From).TotalSeconds);

    private sealed class Drawing(
        Ink ink, Frame frame, Course course, ImmutableArray<TimePart> parts, double factor)
    {
        private const float Gap = 20;

        private readonly float _lane = Math.Min(84, (frame.Bottom - frame.Top - Gap) / (parts.Length + 1.2f));

        public void Draw()
        {
            var whole = _lane * 1.2f;
            Label("all of it", Human.Seconds(course.Request.Latency.TotalSeconds), frame.Top + (whole / 2));
            foreach (var segment in course.Segments) Paint(segment, frame.Top + 4, frame.Top + whole - 4);
            var y = frame.Top + whole + Gap;
            foreach (var part in parts)
            {
                Lane(part, y);
                y += _lane;
            }

            Attempts(y);
            Refills();
        }

        private void Lane(TimePart part, float y)
        {
            ink.Fill(frame.Left, y + 2, frame.Right, y + _lane - 2, Palette.Lane);
            var own = course.Segments.Where(s => s.Part == part).ToList();
            foreach (var segment in own) Paint(segment, y + 6, y + _lane - 6);
            foreach (var segment in own) Words(segment, y + (_lane / 2));
            var total = Total(course, part);
            var share = Human.Percent(total / course.Request.Latency.TotalSeconds);
            var pieces = own.Count > 1 ? $" · {own.Count} ×" : "";
            Label(TimePartName.Of(part), $"{Human.Seconds(total)} · {share}{pieces}", y + (_lane / 2));
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
            var text = segment.Where.Length > 0 ? segment.Where : segment.Pod;
            if (text.Length == 0 || Ink.Width(text, 16) + 20 > right - left) return;
            ink.Plate(text, (left + right) / 2, y, 16, Palette.Ink, Anchor.Centre);
        }

        private void Attempts(float bottom)
        {
            foreach (var attempt in course.Segments.Where(s => s.Part != TimePart.Backoff).GroupBy(s => s.Attempt))
            {
                if (attempt.Key == 1 && course.Segments.Max(s => s.Attempt) == 1) return;
                var x = X(attempt.First().From);
                ink.Line(x, frame.Top - 12, x, bottom, Palette.Ink, 1.5f);
                ink.Text($"attempt {attempt.Key}", x + 6, frame.Top - 12, 16, Palette.Ink);
            }
        }

        private void Refills()
        {
            var refills = course.Host?.Refills ?? [];
            if (refills.Length is 0 or > MostRefills) return;
            var half = refills.Length > 40 ? 3 : 6;
            foreach (var refill in refills.Where(r => r >= course.From && r <= course.To))
            {
                var x = X(refill);
                ink.Polygon([new(x - half, frame.Top - 13), new(x + half, frame.Top - 13), new(x, frame.Top - 2)],
                    Palette.Ink);
            }
        }

        private float X(SimTime at) => frame.X((at - course.From).TotalSeconds * factor);
    }
}
