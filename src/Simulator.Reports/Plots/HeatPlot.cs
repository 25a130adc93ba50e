using System.Collections.Immutable;
using Simulator.Reports.Sweeps;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Heat maps side by side: a figure at each pair of values, darker is more, and a line between what holds and the rest.
/// </summary>
internal static class HeatPlot
{
    public const int MostPanels = 12;

    private const float Top = 128;
    private const float Gap = 28;
    private const float HeadingRoom = 40;
    private const float LabelRoom = 30;
    private const float NameRoom = 30;
    private const float LabelSize = 17;

    /// <summary>Null without a panel.</summary>
    public static Figure? Of(HeatChart chart)
    {
        if (chart.Panels.IsEmpty) return null;
        var plot = PlotStyle.Panel(
            new AxisSpec(0, 1, [], Grid: false), new AxisSpec(0, 1, [], Grid: false), 0, 0, top: 0, bottom: 0);
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Add.Plottable(new Sketch((ink, _) => Draw(ink, chart)));
        return new Figure
        {
            Name = chart.Name,
            Title = chart.Title,
            Subtitle = chart.Subtitle,
            Key = Key(chart),
            Panels = [new Panel("", plot, Top, Figure.Bottom)],
        };
    }

    private static void Draw(Ink ink, HeatChart chart)
    {
        var count = chart.Panels.Length;
        var columns = count <= 3 ? count : (int)Math.Ceiling(count / (double)Math.Ceiling(count / 4.0));
        var rows = (count + columns - 1) / columns;
        var left = PlotStyle.Margin + NameRoom
            + Math.Min(220, chart.Across.Ticks.Max(t => Ink.Width(t.Text, LabelSize))) + 12;
        var width = (Figure.Width - PlotStyle.Margin - left - (Gap * (columns - 1))) / columns;
        var bottom = Figure.Bottom - LabelRoom - NameRoom;
        var height = (bottom - Top + LabelRoom) / rows - LabelRoom;
        var shared = Shared(chart);
        foreach (var (i, panel) in chart.Panels.Index())
        {
            var (column, row) = (i % columns, i / columns);
            var (x, y) = (left + (column * (width + Gap)), Top + (row * (height + LabelRoom)));
            var box = new SKRect(x, y + HeadingRoom, x + width, y + height);
            var size = Ink.Fitting(panel.Heading, 19, width, bold: true);
            ink.Text(panel.Heading, x, y + 20, size, Palette.Ink, bold: true);
            Cells(ink, panel, box, shared ?? new HeatColours(Values(panel.Cells), panel.Unit));
            Frontier(ink, panel.Cells, box);
            if (column == 0) LabelsAcross(ink, chart.Across, box);
            // Below each column's last panel.
            if (i + columns >= count) LabelsAlong(ink, chart.Along, box);
        }

        ink.Text(Named(chart.Along), (left + Figure.Width - PlotStyle.Margin) / 2, Figure.Bottom - 14, 18,
            Palette.Muted, anchor: Anchor.Centre);
        ink.Upwards(Named(chart.Across), PlotStyle.Margin + 4, (Top + HeadingRoom + bottom) / 2, 18, Palette.Muted);
    }

    private static HeatColours? Shared(HeatChart chart) => chart.OneScale
        ? new HeatColours(chart.Panels.SelectMany(p => Values(p.Cells)), chart.Panels[0].Unit)
        : null;

    private static string Named(SweepAxis axis) => string.Join(", ", axis.Paths);

    private static IEnumerable<double> Values(HeatCell[,] cells) => cells.Cast<HeatCell>().Select(c => c.Value);

    private static void Cells(Ink ink, HeatPanel panel, SKRect box, HeatColours colours)
    {
        var (columns, rows) = (panel.Cells.GetLength(0), panel.Cells.GetLength(1));
        var (width, height) = (box.Width / columns, box.Height / rows);
        var texts = panel.Cells.Cast<HeatCell>().Select(c => Text(c, panel.Unit)).ToList();
        var size = Math.Min(Math.Min(24, height * 0.42f), texts.Min(t => Ink.Fitting(t, 24, width - 8)));
        var isTold = texts.TrueForAll(t => Ink.Width(t, size) < width - 4);
        for (var x = 0; x < columns; x++)
        {
            for (var y = 0; y < rows; y++)
            {
                var (cell, at) = (panel.Cells[x, y], Cell(box, columns, rows, x, y));
                var colour = colours.Of(cell.Value);
                ink.Fill(at.Left, at.Top, at.Right, at.Bottom, colour);
                if (isTold)
                    ink.Text(Text(cell, panel.Unit), at.MidX, at.MidY, size, HeatColours.InkOn(colour),
                        anchor: Anchor.Centre);
                if (cell.Outcome is not null && width >= 40 && height >= (isTold ? 52 : 26))
                    KneePlot.Mark(ink, at.Right - 16, isTold ? at.Top + 16 : at.MidY, cell.Outcome);
            }
        }
    }

    private static string Text(HeatCell cell, MetricUnit unit) =>
        Human.Of(new Measured(cell.Value, double.NaN), unit).Replace(" cores", "", StringComparison.Ordinal);

    private static SKRect Cell(SKRect box, int columns, int rows, int x, int y) => new(
        box.Left + (x * box.Width / columns), box.Bottom - ((y + 1) * box.Height / rows),
        box.Left + ((x + 1) * box.Width / columns), box.Bottom - (y * box.Height / rows));

    // Between a cell that holds and a neighbour that does not.
    private static void Frontier(Ink ink, HeatCell[,] cells, SKRect box)
    {
        var (columns, rows) = (cells.GetLength(0), cells.GetLength(1));
        bool Holds(int x, int y) => cells[x, y].Outcome == VerdictOutcome.Pass;
        for (var x = 0; x < columns; x++)
        {
            for (var y = 0; y < rows; y++)
            {
                var at = Cell(box, columns, rows, x, y);
                if (x + 1 < columns && Holds(x, y) != Holds(x + 1, y))
                    ink.Line(at.Right, at.Top - 2, at.Right, at.Bottom + 2, Palette.Ink, 5);
                if (y + 1 < rows && Holds(x, y) != Holds(x, y + 1))
                    ink.Line(at.Left - 2, at.Top, at.Right + 2, at.Top, Palette.Ink, 5);
            }
        }
    }

    private static void LabelsAcross(Ink ink, SweepAxis axis, SKRect box)
    {
        var height = box.Height / axis.Ticks.Length;
        var every = Math.Max(1, (int)Math.Ceiling(22 / height));
        for (var i = 0; i < axis.Ticks.Length; i += every)
        {
            var text = Ink.Cut(axis.Ticks[i].Text, LabelSize, 220) ?? "";
            ink.Text(text, box.Left - 10, box.Bottom - ((i + 0.5f) * height), LabelSize, Palette.Ink,
                anchor: Anchor.Right);
        }
    }

    private static void LabelsAlong(Ink ink, SweepAxis axis, SKRect box)
    {
        var width = box.Width / axis.Ticks.Length;
        var widest = axis.Ticks.Max(t => Ink.Width(t.Text, LabelSize)) + 12;
        var every = Math.Max(1, (int)Math.Ceiling(Math.Min(widest, 200) / width));
        for (var i = 0; i < axis.Ticks.Length; i += every)
        {
            var text = Ink.Cut(axis.Ticks[i].Text, LabelSize, Math.Max(width * every, 60)) ?? "";
            ink.Text(text, box.Left + ((i + 0.5f) * width), box.Bottom + 17, LabelSize, Palette.Ink,
                anchor: Anchor.Centre);
        }
    }

    private static ImmutableArray<KeyEntry> Key(HeatChart chart)
    {
        var outcomes = chart.Panels.SelectMany(p => p.Cells.Cast<HeatCell>()).Select(c => c.Outcome).ToHashSet();
        var key = ImmutableArray.CreateBuilder<KeyEntry>();
        if (Shared(chart) is { } colours) key.Add(colours.Key);
        foreach (var (outcome, label) in new[]
        {
            (VerdictOutcome.Pass, "holds"), (VerdictOutcome.Fail, "fails"), (VerdictOutcome.Inconclusive, "undecided"),
        })
        {
            if (outcomes.Contains(outcome))
                key.Add(new KeyEntry(label, (ink, box) => KneePlot.Mark(ink, box.MidX, box.MidY, outcome)));
        }

        if (outcomes.Contains(VerdictOutcome.Pass) && outcomes.Count > 1)
            key.Add(new KeyEntry("between what holds and the rest", (ink, box) =>
                ink.Line(box.Left, box.MidY, box.Right, box.MidY, Palette.Ink, 5)));
        return key.ToImmutable();
    }
}
