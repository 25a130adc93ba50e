using System.Collections.Immutable;
using Simulator.Models.Recording;
using Simulator.Reports.Explain;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Stacked bars by percentile: where the time went, in seconds above and as shares below.</summary>
internal static class BreakdownPlot
{
    private const float LeftMargin = 96;
    private const float Split = 500;
    private const double BarWidth = 0.76;
    private const double Gap = 0.6;

    /// <summary>A share lower than this has no room for its number.</summary>
    private const double Told = 0.07;

    private sealed record Bar(string Label, ExplainedRank Rank, double At, bool IsAsked);

    private sealed record Group(string Name, ImmutableArray<Bar> Bars);

    public static Figure Of(ImmutableArray<Explained> all, string name)
    {
        var (groups, width) = Groups(all);
        var parts = Enum.GetValues<TimePart>().Where(p => all.Any(e => e.Parts.Contains(p))).ToImmutableArray();
        var highest = groups.SelectMany(g => g.Bars).Max(b => b.Rank.Account.Latency.Value);
        var axis = new LatencyScale(highest, highest).Axis();
        var x = new AxisSpec(0, width, [], Grid: false);
        var seconds = PlotStyle.Panel(
            x, axis with { Max = highest * 1.16 }, LeftMargin, PlotStyle.Margin, top: 40, bottom: 10);
        seconds.Add.Plottable(new Sketch((ink, frame) => Draw(ink, frame, groups, parts, shares: false)));
        double[] marks = [0, 0.25, 0.5, 0.75, 1];
        var shares = PlotStyle.Panel(
            x, new AxisSpec(0, 1, [.. marks.Select(m => (m, Human.Percent(m)))]), LeftMargin, PlotStyle.Margin,
            top: 46, bottom: groups.Length > 1 ? 64 : 40);
        shares.Add.Plottable(new Sketch((ink, frame) => Draw(ink, frame, groups, parts, shares: true)));
        var first = all[0];
        return new Figure
        {
            Name = name,
            Title = Title(first),
            Subtitle = new Story(first.Run, new Summary { Variants = [.. all.Select(e => e.Summary)] }).Subtitle,
            Panels =
            [
                new Panel($"{first.What.Metric}: means near each percentile, in seconds", seconds, 134, Split),
                new Panel("The same as shares of the latency", shares, Split, Figure.Bottom),
            ],
            Key =
            [
                .. parts.Select(p => new KeyEntry(
                    TimePartName.Of(p),
                    (ink, box) => PartInk.Paint(ink, p, box.Left, box.Top, box.Right, box.Bottom))),
            ],
        };
    }

    private static string Title(Explained first)
    {
        var latency = $"{first.RankName} is {Human.Seconds(first.What.Latency.Value)}";
        if (first.Largest.IsEmpty) return latency;
        var parts = first.Largest.Where(p => first.What.Asked.ShareOf(p) >= CauseChain.Worth).Take(3)
            .Select(p => $"{Human.Percent(first.What.Asked.ShareOf(p))} {TimePartName.Of(p)}");
        return $"{latency}: {string.Join(", ", parts)}";
    }

    private static (ImmutableArray<Group> Groups, double Width) Groups(ImmutableArray<Explained> all)
    {
        var groups = ImmutableArray.CreateBuilder<Group>();
        var at = 0.0;
        foreach (var one in all)
        {
            at += groups.Count > 0 ? Gap : 0;
            var bars = one.What.Ranks.Select((r, i) => new Bar(
                one.What.Worst is not null && i == one.What.Ranks.Length - 1 ? "max" : SummaryRows.RankName(r.Rank),
                r, at + i + 0.5, r.Rank == one.What.Rank)).ToImmutableArray();
            groups.Add(new Group(one.Variant.Name, bars));
            at += bars.Length;
        }

        return (groups.ToImmutable(), at);
    }

    private static void Draw(
        Ink ink, Frame frame, ImmutableArray<Group> groups, ImmutableArray<TimePart> parts, bool shares)
    {
        foreach (var group in groups)
        {
            foreach (var bar in group.Bars) Draw(ink, frame, bar, parts, shares);
            if (!shares || groups.Length == 1) continue;
            ink.Text(group.Name, frame.X((group.Bars[0].At + group.Bars[^1].At) / 2), frame.Bottom + 46, 18,
                Palette.Ink, bold: true, Anchor.Centre);
        }
    }

    private static void Draw(Ink ink, Frame frame, Bar bar, ImmutableArray<TimePart> parts, bool shares)
    {
        var (left, right) = (frame.X(bar.At - (BarWidth / 2)), frame.X(bar.At + (BarWidth / 2)));
        var latency = bar.Rank.Account.Latency.Value;
        var scale = shares ? 1 / Math.Max(latency, 1e-12) : 1;
        var below = 0.0;
        foreach (var part in parts)
        {
            if (bar.Rank[part] <= 0) continue;
            var (bottom, top) = (frame.Y(below * scale), frame.Y((below + bar.Rank[part]) * scale));
            below += bar.Rank[part];
            PartInk.Paint(ink, part, left, top, right, bottom);
            ink.Line(left, top, right, top, SKColors.White);
            var label = $"{TimePartName.Of(part)} {Human.Percent(bar.Rank.ShareOf(part))}";
            if (!shares || bar.Rank.ShareOf(part) < Told) continue;
            if (Ink.Width(label, 16) > right - left - 10) label = Human.Percent(bar.Rank.ShareOf(part));
            if (Ink.Width(label, 16) > right - left - 10) continue;
            ink.Plate(label, (left + right) / 2, (top + bottom) / 2, 16, Palette.Ink, Anchor.Centre, bold: bar.IsAsked);
        }

        var middle = (left + right) / 2;
        if (shares) ink.Text(bar.Label, middle, frame.Bottom + 20, 18, Palette.Ink, bar.IsAsked, Anchor.Centre);
        else if (Ink.Width(Human.Seconds(latency), 18) < right - left + 20)
            ink.Text(Human.Seconds(latency), middle, frame.Y(latency) - 14, 18, Palette.Ink, bar.IsAsked, Anchor.Centre);
    }
}
