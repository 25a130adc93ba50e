using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>One sentence on what became of a variant's pods, from the events of its first replication.</summary>
public static class PodReason
{
    /// <summary>Null where nothing happened to any pod after warm-up.</summary>
    public static string? Of(VariantResult variant, Duration warmup, Duration duration)
    {
        ArgumentNullException.ThrowIfNull(variant);
        var changing = variant.ChangingServices;
        var pods = variant.Replications[0].Pods.Where(p => changing.Contains(p.Service)).ToList();
        var from = SimTime.Zero + warmup;
        if (!pods.Any(p => p.Events.Any(e => e.At > SimTime.Zero && e.At >= from))) return null;
        var stops = pods.SelectMany(ContainerStop.Of).Where(s => s.Ended >= from).ToList();
        IEnumerable<string?> clauses =
        [
            Most(pods, from, SimTime.Zero + duration),
            Ignored([.. stops.Where(s => s.Killed && !s.Drained)]),
            Late([.. stops.Where(s => s.Killed && s.Drained)]),
            CutShort([.. stops.Where(s => !s.Killed && !s.Drained)]),
            Drained([.. stops.Where(s => !s.Killed && s.Drained)]),
            Unhealthy(pods, from), Crashed(pods, from), Homeless(pods, from, SimTime.Zero + duration),
        ];
        return string.Join("; ", clauses.OfType<string>()) + ".";
    }

    private static string Most(List<PodLife> pods, SimTime from, SimTime to)
    {
        var levels = new PodLevels(pods);
        var most = levels.Max(from, to, c => c.Total);
        var steps = levels.Steps.ToList();
        var (at, counts) = steps[steps.FindLastIndex(s => s.At <= from)..].First(s => s.Counts.Total == most);
        if (at < from) at = from;
        (int Count, PodState State)[] parts =
        [
            (counts.Ready, PodState.Ready), (counts.NotReady, PodState.NotReady), (counts.BackOff, PodState.BackOff),
            (counts.Pending, PodState.Pending), (counts.Terminating, PodState.Terminating),
        ];
        var states = parts.Where(p => p.Count > 0).Select(p => $"{p.Count} {PodWords.Of(p.State)}").ToList();
        var services = pods.Select(p => p.Service).Distinct().ToList();
        var of = services.Count == 1 ? "" : $" of {services.Count} services";
        return $"at most {PodWords.Count(most, "pod")}{of} at once (at {PodWords.Time(at.TotalSeconds)}: "
            + $"{string.Join(", ", states)})";
    }

    private static string? Ignored(List<ContainerStop> stops) => stops.Count == 0 ? null
        : $"{Containers(stops)} took no notice of SIGTERM, served on and {Were(stops)} killed after "
            + Median(stops, s => s.Ended - s.Asked);

    private static string? Late(List<ContainerStop> stops) => stops.Count == 0 ? null
        : $"{Containers(stops)} {Were(stops)} still draining when SIGKILL came after "
            + Median(stops, s => s.Ended - s.Asked);

    private static string? CutShort(List<ContainerStop> stops) => stops.Count == 0 ? null
        : $"{Containers(stops)} ended {Median(stops, s => s.Ended - s.SigTerm)} after SIGTERM without draining: what "
            + $"{(stops.Count == 1 ? "it" : "they")} had in hand was lost";

    private static string? Drained(List<ContainerStop> stops) => stops.Count == 0 ? null
        : $"{Containers(stops)} drained and ended {Median(stops, s => s.Ended - s.SigTerm)} after SIGTERM";

    private static string? Unhealthy(List<PodLife> pods, SimTime from)
    {
        var count = pods.Sum(p => p.Count(PodEventKind.Unhealthy, from));
        if (count == 0) return null;
        var restarts = pods.Sum(p => p.Restarts().Count(at => at >= from));
        var away = pods.SelectMany(Away).Where(a => a.From >= from).Select(a => (a.To - a.From).TotalSeconds).ToList();
        var back = away.Count == 0 ? "none of them was ready again"
            : $"{PodWords.Time(TimeOf(away))} until one was ready again";
        return $"probes gave up {count} {(count == 1 ? "time" : "times")}, which made "
            + $"{PodWords.Count(restarts, "restart")}; {back}";
    }

    private static string? Crashed(List<PodLife> pods, SimTime from)
    {
        var crashed = pods.Sum(p => p.Count(PodEventKind.Crashed, from));
        var backOffs = pods.Sum(p => p.Count(PodEventKind.BackOff, from));
        if (crashed + backOffs == 0) return null;
        var waits = $"{(backOffs == 1 ? "one" : backOffs.ToString())} waited in CrashLoopBackOff";
        return crashed == 0 ? $"of the restarts {waits}"
            : $"{PodWords.Count(crashed, "container")} crashed" + (backOffs > 0 ? $", {waits}" : "");
    }

    private static string? Homeless(List<PodLife> pods, SimTime from, SimTime to)
    {
        var levels = new PodLevels(pods);
        var pending = levels.Max(from, to, c => c.Pending);
        return pending == 0 ? null : $"up to {PodWords.Count(pending, "pod")} had no node";
    }

    // From a probe's verdict to the next time that the pod is ready.
    private static IEnumerable<(SimTime From, SimTime To)> Away(PodLife pod)
    {
        SimTime? since = null;
        foreach (var (at, kind) in pod.Events)
        {
            if (kind == PodEventKind.Unhealthy) since ??= at;
            if (kind != PodEventKind.Ready || since is not { } from) continue;
            yield return (from, at);
            since = null;
        }
    }

    private static string Containers(List<ContainerStop> stops)
    {
        var services = stops.Select(s => s.Pod.Service).Distinct().ToList();
        return $"{PodWords.Count(stops.Count, "container")} of {PodWords.Services(services)}";
    }

    private static string Were(List<ContainerStop> stops) => stops.Count == 1 ? "was" : "were";

    private static string Median(List<ContainerStop> stops, Func<ContainerStop, Duration> of) =>
        PodWords.Time(TimeOf([.. stops.Select(s => of(s).TotalSeconds)]));

    private static double TimeOf(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);
}
