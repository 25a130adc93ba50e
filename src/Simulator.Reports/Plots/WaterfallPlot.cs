using Simulator.Reports.Compare;
using Simulator.Scenarios.Attribution;

namespace Simulator.Reports.Plots;

/// <summary>From one value to the other in steps, one a setting; what each does alone is marked beside its share.</summary>
internal static class WaterfallPlot
{
    private const float LeftMargin = 470;
    private const float RightMargin = 250;
    private const float Top = 112;
    private const int MostSteps = 12;

    public static Figure Of(AttributionResult result, string first, string second, string subtitle)
    {
        var steps = result.Settings.OrderByDescending(s => Math.Abs(s.Share.Value)).ToList();
        var shown = steps.Take(MostSteps).ToList();
        var left = steps.Skip(MostSteps).Sum(s => s.Share.Value);
        var (lowest, highest) = Reach(result, shown);
        var step = LatencyScale.NiceStep(highest - lowest, 6);
        var first0 = (int)Math.Ceiling(lowest / step);
        var ticks = Enumerable.Range(first0, (int)Math.Floor(highest / step) - first0 + 1)
            .Select(i => (i * step, i == 0 ? "0" : Tick(i * step, result)));
        var right = highest + (0.02 * (highest - lowest));
        var plot = PlotStyle.Panel(new AxisSpec(lowest, right, [.. ticks]), new AxisSpec(0, 1, [], Grid: false),
            LeftMargin, RightMargin, top: 34, bottom: 64);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            var rows = shown.Count + 2 + (left != 0 ? 1 : 0);
            var height = (frame.Bottom - frame.Top) / rows;
            var row = new Rows(ink, frame, height, result);
            row.Whole(0, first, result.Before.Value);
            var at = result.Before.Value;
            foreach (var (i, s) in shown.Index())
            {
                row.Step(i + 1, s.Setting.Path, AttributionWords.Change(s), at, s.Share.Value, s.Alone.Value);
                at += s.Share.Value;
            }

            if (left != 0) row.Step(rows - 2, $"{steps.Count - MostSteps} more settings", "", at, left, double.NaN);
            row.Whole(rows - 1, second, result.After.Value);
            ink.Text(result.Metric, (frame.Left + frame.Right) / 2, frame.Bottom + 50, 18, Palette.Muted,
                anchor: Anchor.Centre);
        }));
        return new Figure
        {
            Name = "attribution",
            Title = AttributionWords.Headline(result, first, second),
            Subtitle = subtitle,
            Panels = [new Panel(Heading(result), plot, Top, Figure.Bottom)],
            Key =
            [
                new("less", (ink, box) => ink.Fill(box.Left, box.Top, box.Right, box.Bottom, Palette.Good)),
                new("more", (ink, box) => Rows.More(ink, box.Left, box.Top, box.Right, box.Bottom)),
                new("changed alone", (ink, box) => Rows.Mark(ink, box.MidX, box.MidY)),
            ],
        };
    }

    private static string Heading(AttributionResult result) =>
        double.IsNaN(result.Interaction.Value) ? "One setting differs"
            : $"Each setting's share (Shapley). {AttributionWords.Sums(result)}";

    private static string Tick(double value, AttributionResult result) =>
        (value < 0 ? "−" : "") + Human.Of(new(Math.Abs(value), double.NaN), result.Unit);

    // On the way from one to the other a metric may be said to be less than nothing.
    private static (double Lowest, double Highest) Reach(AttributionResult result, List<AttributedSetting> shown)
    {
        var (lowest, highest) = (0.0, Math.Max(result.Before.Value, result.After.Value));
        var at = result.Before.Value;
        foreach (var s in shown)
        {
            highest = Math.Max(highest, Math.Max(at + s.Alone.Value, at + s.Share.Value));
            lowest = Math.Min(lowest, Math.Min(at + s.Alone.Value, at + s.Share.Value));
            at += s.Share.Value;
        }

        return double.IsFinite(lowest) && double.IsFinite(highest) && highest > lowest ? (lowest, highest) : (0, 1);
    }

    /// <summary>Rows from the top; each ends where the next begins.</summary>
    private sealed class Rows(Ink ink, Frame frame, float height, AttributionResult result)
    {
        private readonly float _size = Math.Clamp(height * 0.26f, 14, 24);

        public static void More(Ink ink, float left, float top, float right, float bottom)
        {
            ink.Fill(left, top, right, bottom, Palette.ThrottledTint);
            ink.Hatch(left, top, right, bottom, Palette.Throttled);
        }

        public static void Mark(Ink ink, float x, float y) => ink.Polygon(
            [new(x, y - 9), new(x + 7, y), new(x, y + 9), new(x - 7, y)], Palette.Ink);

        public void Whole(int row, string name, double value)
        {
            var (top, bottom) = Of(row);
            ink.Fill(frame.X(0), top, frame.X(value), bottom, Palette.Running);
            Label(row, name, "");
            ink.Text(AttributionWords.Value(value, result), frame.X(value) + 14, (top + bottom) / 2, _size, Palette.Ink,
                bold: true);
        }

        public void Step(int row, string path, string change, double from, double share, double alone)
        {
            var (top, bottom) = Of(row);
            var (left, right) = (frame.X(Math.Min(from, from + share)), frame.X(Math.Max(from, from + share)));
            if (share <= 0) ink.Fill(left, top, Math.Max(right, left + 2), bottom, Palette.Good);
            else More(ink, left, top, Math.Max(right, left + 2), bottom);
            ink.Line(frame.X(from), top - (height - (bottom - top)), frame.X(from), bottom, Palette.Muted);
            var edge = right;
            if (double.IsFinite(alone))
            {
                Mark(ink, frame.X(from + alone), (top + bottom) / 2);
                edge = Math.Max(right, frame.X(from + alone) + 8);
            }

            var text = AttributionWords.Signed(new(share, double.NaN), result);
            ink.Text($"{text}  {AttributionWords.Share(share, result)}", edge + 14, (top + bottom) / 2, _size,
                Palette.Ink, bold: true);
            Label(row, path, change);
        }

        private (float Top, float Bottom) Of(int row)
        {
            var top = frame.Top + (row * height);
            return (top + (height * 0.16f), top + (height * 0.84f));
        }

        private void Label(int row, string name, string below)
        {
            var (top, bottom) = Of(row);
            var middle = (top + bottom) / 2;
            var room = LeftMargin - PlotStyle.Margin - 20;
            var shift = below.Length > 0 ? _size * 0.62f : 0;
            var size = Ink.Fitting(name, _size, room, bold: true);
            ink.Text(Ink.Cut(name, size, room, bold: true) ?? "", frame.Left - 16, middle - shift, size, Palette.Ink,
                bold: true, anchor: Anchor.Right);
            if (below.Length == 0) return;
            size = Ink.Fitting(below, _size * 0.85f, room);
            ink.Text(Ink.Cut(below, size, room) ?? "", frame.Left - 16, middle + shift, size, Palette.Muted,
                anchor: Anchor.Right);
        }
    }
}
