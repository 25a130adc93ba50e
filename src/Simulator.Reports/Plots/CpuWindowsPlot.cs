using System.Collections.Immutable;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// The same pod's CPU use averaged over 1 ms, 100 ms, 1 s and 1 min: why the dashboard showed nothing.
/// </summary>
internal static class CpuWindowsPlot
{
    private const float LeftMargin = 110;
    private const float RightMargin = 300;
    private const float Top = 112;
    private const float AxisHeight = 46;

    private static readonly (int Ms, string Name)[] Windows =
        [(1, "1 ms"), (100, "100 ms"), (1000, "1 s"), (60_000, "1 min, as a dashboard shows it")];

    // Cores: mean CPUs in use in each window from From (seconds).
    private sealed record Use(string Heading, double[] Cores, double Peak, double From, double To, double Window);

    public static Figure? Of(Story story, VariantResult variant, string name)
    {
        if (variant.CloseUp is not { UsageNsPerMs.Length: > 0 } closeUp) return null;
        var uses = Windows.Select(w => Over(closeUp, w.Ms, w.Name)).ToList();
        uses[0] = Zoom(closeUp, uses[0]);

        // The first and the last panel have a time axis of their own.
        var height = (Figure.Bottom - Top - (2 * AxisHeight)) / uses.Count;
        var panels = new List<Panel>();
        var top = Top;
        foreach (var (i, use) in uses.Index())
        {
            var hasAxis = i == 0 || i == uses.Count - 1;
            var bottom = top + height + (hasAxis ? AxisHeight : 0);
            panels.Add(One(closeUp, use, hasAxis, zoomed: i > 0 ? uses[0] : null, top, bottom));
            top = bottom;
        }

        return new Figure
        {
            Name = name,
            Title = Title(closeUp, uses[0].Peak, uses[^1].Peak),
            Subtitle = story.SubtitleOf(variant) + $" · {closeUp.Pod}",
            Panels = [.. panels],
            Key = Key(closeUp),
        };
    }

    private static string Title(CloseUp closeUp, double peak, double minute)
    {
        var seen = closeUp.LimitCores is { } limit
            ? Human.Share(minute / limit, "its limit")
            : Human.Share(minute / closeUp.NodeCpus, "the node");
        return $"The dashboard says {seen}; in its busiest millisecond the pod used {Human.Cpus(peak)}";
    }

    private static ImmutableArray<KeyEntry> Key(CloseUp closeUp)
    {
        var zoom = new KeyEntry("the second on top", (ink, box) =>
            ink.Fill(box.Left + 6, box.Top, box.Right - 6, box.Bottom, Palette.Waiting.WithAlpha(150)));
        if (closeUp.LimitCores is not { } limit) return [zoom];
        return
        [
            new KeyEntry($"limit {Human.Limit(limit)} CPU", (ink, box) =>
                ink.Line(box.Left, box.MidY, box.Right, box.MidY, Palette.Throttled, 3)),
            zoom,
        ];
    }

    // A last window that is not full is averaged over what there is of it.
    private static Use Over(CloseUp closeUp, int windowMs, string name)
    {
        var ns = closeUp.UsageNsPerMs;
        var means = new double[(ns.Length + windowMs - 1) / windowMs];
        for (var i = 0; i < ns.Length; i++) means[i / windowMs] += ns[i];
        for (var w = 0; w < means.Length; w++) means[w] /= 1e6 * Math.Min(windowMs, ns.Length - (w * windowMs));
        var from = closeUp.UsageFrom.TotalSeconds;
        return new Use($"CPUs in use, averaged over {name}", means, means.Max(), from, from + (ns.Length / 1e3),
            windowMs / 1e3);
    }

    // A minute of milliseconds is a smear on 1,200 pixels: the second of the timeline stands for it.
    private static Use Zoom(CloseUp closeUp, Use all)
    {
        var first = (int)Math.Clamp((closeUp.From - closeUp.UsageFrom).TotalMilliseconds, 0, all.Cores.Length - 1);
        var count = Math.Min((int)(closeUp.To - closeUp.From).TotalMilliseconds, all.Cores.Length - first);
        var from = all.From + (first * all.Window);
        return all with
        {
            Heading = all.Heading + ", in one second of the minute below",
            Cores = all.Cores[first..(first + count)],
            From = from,
            To = from + (count * all.Window),
        };
    }

    private static Panel One(CloseUp closeUp, Use use, bool hasAxis, Use? zoomed, float top, float bottom)
    {
        var highest = Math.Max(use.Cores.Max(), closeUp.LimitCores ?? 0) * 1.15;
        var step = LatencyScale.NiceStep(highest, 4);
        var levels = Enumerable.Range(0, (int)(highest / step) + 1).Select(i => (i * step, $"{i * step:0.###}"));
        var time = TimeAxis.Of(use.From, use.To, 12);
        var plot = PlotStyle.Panel(
            hasAxis ? time : time with { Ticks = [.. time.Ticks.Select(t => (t.At, ""))] },
            new AxisSpec(0, highest, [.. levels]), LeftMargin, RightMargin, top: 40, bottom: hasAxis ? AxisHeight : 10);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            if (zoomed is not null)
                ink.Fill(frame.X(zoomed.From), frame.Top, frame.X(zoomed.To), frame.Bottom,
                    Palette.Waiting.WithAlpha(150));
            DrawUse(ink, frame, use);
            DrawNumbers(ink, frame, closeUp, use);
        }));
        return new Panel(use.Heading, plot, top, bottom);
    }

    private static void DrawUse(Ink ink, Frame frame, Use use)
    {
        var outline = new List<SKPoint> { frame.At(use.From, 0) };
        for (var i = 0; i < use.Cores.Length; i++)
        {
            // Equal neighbours share one step, or a minute of nothing would be thousands of points.
            if (i > 0 && use.Cores[i] == use.Cores[i - 1]) outline.RemoveAt(outline.Count - 1);
            else outline.Add(frame.At(use.From + (i * use.Window), use.Cores[i]));
            outline.Add(frame.At(Math.Min(use.To, use.From + ((i + 1) * use.Window)), use.Cores[i]));
        }

        outline.Add(frame.At(use.To, 0));
        ink.Polygon([.. outline], Palette.Running.WithAlpha(70));
        ink.Polyline([.. outline], Palette.Running, 2);
    }

    private static void DrawNumbers(Ink ink, Frame frame, CloseUp closeUp, Use use)
    {
        var x = frame.Right + 20;
        var middle = (frame.Top + frame.Bottom) / 2;
        ink.Text((use.Cores.Length > 1 ? "peak " : "") + Human.Cpus(use.Peak), x, middle - 14, 22, Palette.Running,
            bold: true);
        if (closeUp.LimitCores is not { } limit)
        {
            ink.Text(Human.Share(use.Peak / closeUp.NodeCpus, "the node"), x, middle + 16, 19, Palette.Ink);
            return;
        }

        ink.Line(frame.Left, frame.Y(limit), frame.Right, frame.Y(limit), Palette.Throttled, 2.5f);
        ink.Text(Human.Share(use.Peak / limit, "the limit"), x, middle + 16, 19, Palette.Ink);
    }
}
