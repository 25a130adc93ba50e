using Simulator.Kernel;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Pods by state over the first replication, stacked; above the line are those that nobody counts any more.
/// </summary>
internal static class PodsPlot
{
    private const float LeftMargin = 110;
    private const float RightMargin = 200;
    private const float Top = 130;
    private const int MostPanels = 3;

    public static Figure? Of(Story story, VariantResult variant, string name)
    {
        var changing = variant.ChangingServices;
        if (changing.Length == 0) return null;
        var pods = variant.Replications[0].Pods;
        List<(string Name, PodLevels Levels)> panels = changing.Length <= MostPanels
            ? [.. changing.Select(s => (s, new PodLevels(pods.Where(p => p.Service == s))))]
            : [($"{changing.Length} services together", new PodLevels(pods.Where(p => changing.Contains(p.Service))))];
        var height = (Figure.Bottom - Top - 26) / panels.Count;
        var states = PodInk.States.Where(s => panels.Any(p => p.Levels.Steps.Any(x => Of(x.Counts, s) > 0)));
        return new Figure
        {
            Name = name,
            Title = Title(panels, story.Run),
            Subtitle = story.SubtitleOf(variant),
            Key = [.. states.Select(PodInk.Key)],
            Panels =
            [
                .. panels.Select((p, i) => One(
                    story.Run, variant, p.Name, p.Levels, Top + (i * height), Top + ((i + 1) * height),
                    isFirst: i == 0, isLast: i == panels.Count - 1)),
            ],
        };
    }

    private static int Of(PodCounts counts, PodState state) => state switch
    {
        PodState.Ready => counts.Ready,
        PodState.NotReady => counts.NotReady,
        PodState.BackOff => counts.BackOff,
        PodState.Pending => counts.Pending,
        PodState.Terminating => counts.Terminating,
        _ => 0,
    };

    // The instant with most pods; where there were never more than at first, the one with fewest ready.
    private static string Title(List<(string Name, PodLevels Levels)> panels, RunResult run)
    {
        var from = SimTime.Zero + run.Warmup;
        var steps = panels.SelectMany(p => p.Levels.Steps.Select(s => (p.Name, s.At, s.Counts))).ToList();
        var after = steps.Where(s => s.At >= from).ToList();
        if (after.Count == 0) after = steps;
        var most = after.MaxBy(s => s.Counts.Total);
        var atFirst = panels.First(p => p.Name == most.Name).Levels.Steps.Last(s => s.At <= from).Counts.Total;
        if (most.Counts.Total > atFirst)
            return $"{most.Name}: up to {most.Counts.Total} pods at once, "
                + $"{most.Counts.Ready} of them ready and {most.Counts.Terminating} on their way out";
        var least = after.MinBy(s => s.Counts.Ready);
        return $"{least.Name}: {least.Counts.Ready} of {least.Counts.Total} pods ready at "
            + PodWords.Time(least.At.TotalSeconds);
    }

    private static Panel One(
        RunResult run, VariantResult variant, string name, PodLevels levels, float top, float bottom, bool isFirst,
        bool isLast)
    {
        var end = run.Duration.TotalSeconds;
        var highest = Math.Max(1, levels.Steps.Max(s => s.Counts.Total));
        var step = Math.Max(1, LatencyScale.NiceStep(highest, 5));
        var ticks = Enumerable.Range(0, (int)(highest * 1.25 / step) + 1).Select(i => (i * step, $"{i * step:0}"));
        var plot = PlotStyle.Panel(
            TimeAxis.Of(0, end), new AxisSpec(0, highest * 1.25, [.. ticks]), LeftMargin, RightMargin,
            bottom: isLast ? 62 : 36);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            EventMarks.Bands(ink, frame, variant.Events);
            Stack(ink, frame, [.. levels.Steps], end);
            EventMarks.Lines(ink, frame, variant.Events, isFirst);
            if (!isLast) return;
            ink.Text("simulated time since the start of the run", (frame.Left + frame.Right) / 2, frame.Bottom + 48,
                18, Palette.Muted, anchor: Anchor.Centre);
        }));
        var which = variant.Replications.Length > 1 ? ", first replication" : "";
        var heading = $"{name}: pods by state{which}; below the line: status.replicas";
        return new Panel(heading, plot, top, isLast ? Figure.Bottom : bottom);
    }

    private static void Stack(Ink ink, Frame frame, List<(SimTime At, PodCounts Counts)> steps, double end)
    {
        var below = new int[steps.Count];
        foreach (var state in PodInk.States)
        {
            var above = steps.Select((s, i) => below[i] + Of(s.Counts, state)).ToArray();
            SKPoint[] area = [.. Stairs(frame, steps, above, end), .. Stairs(frame, steps, below, end).Reverse()];
            ink.Polygon(area, PodInk.Fill(state));
            if (state is PodState.Terminating or PodState.BackOff) Hatch(ink, frame, steps, below, above, end, state);
            if (state == PodState.Pending)
                ink.Polyline([.. Stairs(frame, steps, above, end)], Palette.Ink, 2.5f);
            below = above;
        }

        var y = frame.Y(steps[^1].Counts.Replicas);
        ink.Line(frame.Right + 4, y, frame.Right + 20, y, Palette.Ink, 1.5f);
        ink.Text($"{steps[^1].Counts.Replicas} replicas", frame.Right + 26, y, 18, Palette.Ink, bold: true);
    }

    private static void Hatch(
        Ink ink, Frame frame, List<(SimTime At, PodCounts Counts)> steps, int[] below, int[] above, double end,
        PodState state)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (above[i] == below[i]) continue;
            var to = i + 1 < steps.Count ? steps[i + 1].At.TotalSeconds : end;
            ink.Hatch(frame.X(steps[i].At.TotalSeconds), frame.Y(above[i]), frame.X(to), frame.Y(below[i]),
                state == PodState.Terminating ? Palette.Throttled : SKColors.White, joins: true);
        }
    }

    private static IEnumerable<SKPoint> Stairs(
        Frame frame, List<(SimTime At, PodCounts Counts)> steps, int[] heights, double end)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            yield return frame.At(steps[i].At.TotalSeconds, heights[i]);
            yield return frame.At(i + 1 < steps.Count ? steps[i + 1].At.TotalSeconds : end, heights[i]);
        }
    }
}
