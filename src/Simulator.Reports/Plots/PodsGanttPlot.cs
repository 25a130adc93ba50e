using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>The lives of one service's pods in the first replication: a bar each, from creation to end.</summary>
internal static class PodsGanttPlot
{
    private const int MostPods = 40;
    private const float LeftMargin = 230;
    private const float RightMargin = 180;
    private const float Top = 136;
    private const float TallestRow = 60;

    // The heading, then the names of events; the bars need the whole panel.
    private const float TopRoom = 64;
    private const float AxisRoom = 62;

    private const double LeastSeconds = 20;

    public static Figure? Of(Story story, VariantResult variant, string name)
    {
        var services = Services(variant);
        if (services.Count == 0) return null;
        var all = services.SelectMany(s => s).ToList();
        var pods = Chosen(all);
        var time = TimeOf(pods, variant.Events, story.Run.Duration.TotalSeconds);
        var row = Math.Min(TallestRow, (Figure.Bottom - Top - TopRoom - AxisRoom) / pods.Count);
        var bottom = Top + TopRoom + AxisRoom + (row * pods.Count);
        var plot = PlotStyle.Panel(
            time, new AxisSpec(0, 1, [], Grid: false), LeftMargin, RightMargin, top: TopRoom, bottom: AxisRoom);
        plot.Add.Plottable(new Sketch((ink, frame) => Draw(ink, frame, variant.Events, pods, story.Run.Duration)));
        var kinds = pods.SelectMany(p => p.Events).Select(e => e.Kind).ToHashSet();
        var states = pods.SelectMany(Lasting).ToHashSet();
        var who = services.Count == 1 ? services.First().Key : $"{services.Count} services";
        return new Figure
        {
            Name = name,
            Title = Title(who, all),
            Subtitle = story.SubtitleOf(variant),
            Panels = [new Panel(Heading(variant, who, services.Count, all.Count - pods.Count), plot, Top, bottom)],
            Key =
            [
                .. PodInk.States.Where(states.Contains).Select(PodInk.Key),
                .. PodInk.Events.Where(kinds.Contains).Select(PodInk.Key),
            ],
        };
    }

    // The one whose containers were killed, given up or crashed most often, then the one with most changes; and as
    // many of the next as there is room for.
    private static List<IGrouping<string, PodLife>> Services(VariantResult variant)
    {
        var room = MostPods;
        return
        [
            .. variant.Replications[0].Pods.GroupBy(p => p.Service).Where(g => g.Any(p => p.HasStory))
                .OrderByDescending(g => g.Sum(Trouble)).ThenByDescending(g => g.Count(p => p.HasStory))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .TakeWhile((g, i) => (room -= g.Count()) >= 0 || i == 0),
        ];
    }

    private static int Trouble(PodLife pod) => pod.Events.Count(
        e => e.Kind is PodEventKind.SigKill or PodEventKind.Unhealthy or PodEventKind.Crashed or PodEventKind.BackOff);

    private static IEnumerable<PodState> Lasting(PodLife pod)
    {
        var states = pod.States().ToList();
        return states.Where((s, i) => i + 1 == states.Count || states[i + 1].From > s.From).Select(s => s.State);
    }

    /// <summary>Those to which something happens first, in the order of their creation.</summary>
    internal static List<PodLife> Chosen(List<PodLife> pods) =>
    [
        .. pods.Index().OrderBy(p => FirstOf(p.Item)).Take(MostPods).OrderBy(p => p.Index).Select(p => p.Item),
    ];

    private static SimTime FirstOf(PodLife pod) =>
        pod.Events.Select(e => e.At).Where(at => at > SimTime.Zero).DefaultIfEmpty(SimTime.Never).Min();

    // As much of the run as something happens in, and what the scenario did before it.
    private static AxisSpec TimeOf(List<PodLife> pods, ImmutableArray<EventMark> events, double duration)
    {
        var times = pods.SelectMany(p => p.Events).Select(e => e.At.TotalSeconds).Where(t => t > 0).ToList();
        var (from, to) = (times.Min(), times.Max());
        var cause = events.Select(e => e.At.TotalSeconds).Where(t => t <= from).DefaultIfEmpty(from).Max();
        if (from - cause <= to - from) from = cause;
        var room = Math.Max(LeastSeconds - (to - from), 0.12 * (to - from)) / 2;
        return TimeAxis.Of(Math.Max(0, from - room), Math.Min(duration, to + room));
    }

    private static string Title(string who, List<PodLife> pods)
    {
        var gaveUp = pods.Sum(p => p.Count(PodEventKind.Unhealthy, SimTime.Zero));
        if (gaveUp > 0)
        {
            var whose = pods.Count(p => p.Count(PodEventKind.Unhealthy, SimTime.Zero) > 0);
            return $"Probes give up {gaveUp} {(gaveUp == 1 ? "time" : "times")}, on "
                + $"{PodWords.Count(whose, "pod")} of {who}";
        }

        var stops = pods.SelectMany(ContainerStop.Of).ToList();
        var crashes = pods.Sum(p => p.Count(PodEventKind.Crashed, SimTime.Zero));
        if (stops.Count == 0)
            return crashes > 0
                ? $"{PodWords.Count(crashes, "container")} of {who} crash{(crashes == 1 ? "es" : "")}"
                : $"{who}: {PodWords.Count(pods.Count, "pod")}";
        var (killed, other) = (stops.Where(s => s.Killed).ToList(), stops.Where(s => !s.Killed).ToList());
        if (killed.Count > 0)
        {
            var undrained = killed.Count(s => !s.Drained);
            var how = undrained > killed.Count / 2 ? "as if SIGTERM had not come" : "draining";
            var go = killed.Count == 1 ? "goes" : "go";
            return $"{PodWords.Count(killed.Count, "pod")} of {who} {go} on {how}, until "
                + $"SIGKILL after {Median(killed, s => s.Ended - s.Asked)}";
        }

        var abrupt = other.Where(s => !s.Drained).ToList();
        return abrupt.Count > other.Count / 2
            ? $"{who}: SIGTERM ends {PodWords.Count(abrupt.Count, "pod")} within "
                + $"{Median(abrupt, s => s.Ended - s.SigTerm)}, without draining"
            : $"{who}: {PodWords.Count(other.Count - abrupt.Count, "pod")} drain and end "
                + $"{Median([.. other.Where(s => s.Drained)], s => s.Ended - s.SigTerm)} after SIGTERM";
    }

    private static string Median(List<ContainerStop> stops, Func<ContainerStop, Duration> of) =>
        PodWords.Time(stops.Select(s => of(s).TotalSeconds).Order().ElementAt(stops.Count / 2));

    private static string Heading(VariantResult variant, string who, int shown, int left)
    {
        var all = variant.ChangingServices.Length;
        return $"{who}: a bar for each pod"
            + (variant.Replications.Length > 1 ? ", first replication" : "")
            + (left > 0 ? $"; {left} more, to which something happens later or never, are left out" : "")
            + (all > shown ? $"; {PodWords.Count(all - shown, "more service")} in pod-events.csv" : "");
    }

    private static void Draw(
        Ink ink, Frame frame, ImmutableArray<EventMark> events, List<PodLife> pods, Duration duration)
    {
        EventMarks.Bands(ink, frame, events);
        EventMarks.Lines(ink, frame, events, named: false);
        var row = (frame.Bottom - frame.Top) / pods.Count;
        var size = Math.Clamp(row * 0.62f, 11, 17);
        var isAlone = pods.TrueForAll(p => p.Service == pods[0].Service);
        foreach (var (i, pod) in pods.Index())
        {
            var y = frame.Top + (i * row);
            Bar(ink, frame, pod, y + (row * 0.12f), y + (row * 0.88f), duration);
            var isFirst = i == 0 || pods[i - 1].Service != pod.Service;
            if (!isAlone && isFirst) Name(ink, frame, pod.Service, y + (row / 2), 17);
            if (isAlone) Name(ink, frame, pod.Name, y + (row / 2), size);
            if (isFirst || pods[i - 1].Generation != pod.Generation)
                ink.Text($"generation {pod.Generation}", frame.Right + 16, y + (row / 2), 17, Palette.Muted);
        }

        foreach (var (i, pod) in pods.Index())
            Marks(ink, frame, pod, frame.Top + ((i + 0.5f) * row), Math.Clamp(row * 0.24f, 4, 8));
        EventMarks.Above(ink, frame, events);
        ink.Text("simulated time since the start of the run", (frame.Left + frame.Right) / 2, frame.Bottom + 48, 18,
            Palette.Muted, anchor: Anchor.Centre);
    }

    private static void Name(Ink ink, Frame frame, string name, float y, float size) => ink.Text(
        Ink.Cut(name, size, LeftMargin - 50) ?? "", frame.Left - 12, y, size, Palette.Ink, anchor: Anchor.Right);

    private static void Bar(Ink ink, Frame frame, PodLife pod, float top, float bottom, Duration duration)
    {
        var states = pod.States().ToList();
        foreach (var (i, (from, state)) in states.Index())
        {
            if (state == PodState.Gone) continue;
            var to = i + 1 < states.Count ? states[i + 1].From.TotalSeconds : duration.TotalSeconds;
            var left = Math.Max(frame.Left, frame.X(from.TotalSeconds));
            var right = Math.Min(frame.Right, frame.X(to));
            if (right > left) PodInk.Paint(ink, state, left, top, right, bottom);
        }
    }

    private static void Marks(Ink ink, Frame frame, PodLife pod, float y, float size)
    {
        foreach (var kind in PodInk.Events)
        {
            foreach (var happening in pod.Events.Where(e => e.Kind == kind))
            {
                var x = frame.X(happening.At.TotalSeconds);
                if (x < frame.Left || x > frame.Right) continue;
                // SIGTERM follows at once: one above the other.
                var at = kind == PodEventKind.Unhealthy ? y - (1.6f * size) : y;
                PodInk.Mark(ink, kind, x, at, size);
            }
        }
    }
}
