using System.Collections.Immutable;
using System.Globalization;
using Simulator.Kernel;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>One second of one pod: what each CPU and thread did, and the quota pool under them.</summary>
internal static class TimelinePlot
{
    private const float LeftMargin = 124;
    private const float RightMargin = 232;
    private const float LanesTop = 118;
    private const float Heading = 34;
    private const float PoolHeight = 230;
    private const int MostLanes = 24;

    public static Figure? Of(Story story, VariantResult variant, string name)
    {
        if (variant.CloseUp is not { } closeUp) return null;
        var facts = new TimelineFacts(closeUp);
        var cpus = facts.Cpus.Take(MostLanes / 2).ToArray();
        var threads = facts.Threads
            .OrderByDescending(t => Worked(closeUp, t)).ThenBy(t => t).Take(MostLanes - cpus.Length).Order().ToArray();
        var milliseconds = (closeUp.To - closeUp.From).TotalMilliseconds;
        var limited = closeUp.Pool.Length > 0;
        var unit = Lanes.UnitFor(cpus.Length, threads.Length,
            Figure.Height - (limited ? PoolHeight : 100) - LanesTop - Heading);
        var end = LanesTop + Heading + Lanes.HeightOf(cpus.Length, threads.Length, unit);
        var split = limited ? end + 24 : end + 78;

        var time = new AxisSpec(0, milliseconds, limited ? [] : Ticks(milliseconds), Grid: false);
        var rows = new AxisSpec(0, 1, [], Grid: false);
        var lanes = PlotStyle.Panel(time, rows, LeftMargin, RightMargin, Heading, bottom: limited ? 8 : 66);
        lanes.Add.Plottable(new Sketch((ink, frame) =>
        {
            new Lanes(ink, frame, closeUp, cpus, threads, unit).Draw();
            if (!limited) TimeLabel(ink, frame);
        }));
        lanes.Axes.Bottom.FrameLineStyle.Width = limited ? 0 : 1;
        var panels = new List<Panel> { new(LanesHeading(closeUp, facts, cpus, threads), lanes, LanesTop, split) };
        if (limited) panels.Add(Pool(closeUp, milliseconds, split));
        return new Figure
        {
            Name = name,
            Title = Title(closeUp, facts),
            Subtitle = story.SubtitleOf(variant) + $" · {closeUp.Pod} from t = {closeUp.From.TotalSeconds:0.###} s",
            Panels = [.. panels],
            Key = Key(closeUp),
        };
    }

    private static double Worked(CloseUp closeUp, int thread) =>
        TimelineFacts.Total(closeUp, thread, LaneState.Running)
            + TimelineFacts.Total(closeUp, thread, LaneState.Throttled);

    private static string Title(CloseUp closeUp, TimelineFacts facts)
    {
        var threads = facts.Threads.Length == 1 ? "The thread runs" : $"{facts.Threads.Length} threads run";
        if (facts.Stalls.Length > 0)
        {
            var run = Human.Short(TimelineFacts.Median(facts.Runs));
            var stand = facts.Threads.Length == 1 ? "stands" : "stand";
            var stall = Human.Short(TimelineFacts.Median(facts.Stalls));
            return $"{threads} for {run} ms, then {stand} still for {stall} ms";
        }

        var ran = facts.Threads.Sum(t => TimelineFacts.Total(closeUp, t, LaneState.Running));
        var used = ran / (closeUp.To - closeUp.From).TotalMilliseconds;
        return $"{threads} without ever being throttled: {Human.Cpus(used)} busy in this second";
    }

    private static string LanesHeading(CloseUp closeUp, TimelineFacts facts, int[] cpus, int[] threads)
    {
        var heading = closeUp.LimitCores is { } limit
            ? $"{Human.Cpus(closeUp.NodeCpus)}, {Threads(closeUp)}, limit {Human.Limit(limit)} CPU: "
                + $"{Human.Exact(closeUp.Quota)} of CPU time every {Human.Exact(closeUp.Period)}"
            : $"{Human.Cpus(closeUp.NodeCpus)}, {Threads(closeUp)}, no CPU limit";
        var hidden = facts.Cpus.Length - cpus.Length + facts.Threads.Length - threads.Length;
        return hidden > 0 ? $"{heading} ({hidden} more lanes not shown)" : heading;
    }

    private static string Threads(CloseUp closeUp) => closeUp.Threads == 1 ? "1 thread" : $"{closeUp.Threads} threads";

    private static List<(double, string)> Ticks(double milliseconds)
    {
        var step = LatencyScale.NiceStep(milliseconds, 10);
        return
        [
            .. Enumerable.Range(0, (int)(milliseconds / step) + 1)
                .Select(i => (i * step, (i * step).ToString("0.##", CultureInfo.InvariantCulture))),
        ];
    }

    private static Panel Pool(CloseUp closeUp, double milliseconds, float top)
    {
        var highest = Math.Max(closeUp.Quota.TotalMilliseconds, closeUp.Pool.Max(p => p.Nanoseconds) / 1e6);
        var step = LatencyScale.NiceStep(highest, 3);
        var levels = Enumerable.Range(0, (int)(highest / step) + 1)
            .Select(i => (i * step, (i * step).ToString("0.###", CultureInfo.InvariantCulture) + " ms"));
        var plot = PlotStyle.Panel(
            new AxisSpec(0, milliseconds, Ticks(milliseconds), Grid: false),
            new AxisSpec(0, highest * 1.12, [.. levels]), LeftMargin, RightMargin, top: 40, bottom: 62);
        plot.Add.Plottable(new Sketch((ink, frame) => DrawPool(ink, frame, closeUp, milliseconds)));
        var heading = closeUp.PodRefills.Length == 0
            ? "Quota left in the container's pool; ▼ refill"
            : "Quota left in the container's pool; ▼ its refill, ▽ that of its pod: a thread needs both";
        return new Panel(heading, plot, top, Figure.Bottom);
    }

    private static void DrawPool(Ink ink, Frame frame, CloseUp closeUp, double milliseconds)
    {
        double Ms(SimTime at) => Math.Clamp((at - closeUp.From).TotalMilliseconds, 0, milliseconds);
        var outline = new List<SKPoint>();
        for (var i = 0; i < closeUp.Pool.Length; i++)
        {
            var level = closeUp.Pool[i].Nanoseconds / 1e6;
            var until = i + 1 < closeUp.Pool.Length ? Ms(closeUp.Pool[i + 1].At) : milliseconds;
            outline.Add(frame.At(Ms(closeUp.Pool[i].At), level));
            outline.Add(frame.At(until, level));
        }

        SKPoint[] area = [new(outline[0].X, frame.Bottom), .. outline, new(outline[^1].X, frame.Bottom)];
        ink.Polygon(area, Palette.Pool.WithAlpha(90));
        ink.Polyline([.. outline], Palette.Running, 2);
        var half = closeUp.Refills.Length > 40 ? 3 : 7;
        SKPoint[] Mark(SimTime refill) => frame.X(Ms(refill)) is var x
            ? [new(x - half, frame.Top - 13), new(x + half, frame.Top - 13), new(x, frame.Top - 1)] : [];
        foreach (var refill in closeUp.Refills) ink.Polygon(Mark(refill), Palette.Ink);
        foreach (var refill in closeUp.PodRefills)
        {
            ink.Polygon(Mark(refill), SKColors.White);
            ink.Polyline([.. Mark(refill), Mark(refill)[0]], Palette.Ink, 1.5f);
        }

        var quota = frame.Y(closeUp.Quota.TotalMilliseconds);
        ink.Line(frame.Left, quota, frame.Right, quota, Palette.Muted);
        ink.Text($"quota {Human.Exact(closeUp.Quota)}", frame.Right + 16, quota, 18, Palette.Ink, bold: true);
        ink.Text($"every {Human.Exact(closeUp.Period)}", frame.Right + 16, quota + 24, 18, Palette.Muted);
        TimeLabel(ink, frame);
    }

    private static void TimeLabel(Ink ink, Frame frame) => ink.Text("milliseconds of the second that is shown",
        (frame.Left + frame.Right) / 2, frame.Bottom + 48, 18, Palette.Muted, anchor: Anchor.Centre);

    private static ImmutableArray<KeyEntry> Key(CloseUp closeUp)
    {
        var states = closeUp.Lanes.Select(s => s.State).Distinct().Order();
        return
        [
            .. states.Select(state => new KeyEntry(
                state switch
                {
                    LaneState.Running => "running",
                    LaneState.Waiting => "waiting for a CPU",
                    _ => "throttled",
                },
                (ink, box) => Lanes.Paint(ink, state, box.Left, box.Top, box.Right, box.Bottom))),
        ];
    }
}
