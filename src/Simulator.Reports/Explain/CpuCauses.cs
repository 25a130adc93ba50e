using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>Why requests wait for threads, for quota and for CPUs.</summary>
internal static class CpuCauses
{
    private const string Throttled = "throttled";
    private const string Running = "on a CPU";
    private const string Asleep = "asleep";

    // Of the time in which threads had work; from here on quota is one of those that hold them.
    private const double MuchQuota = 0.25;

    /// <summary>What the threads did while the slowest request had none: that holds them.</summary>
    public static IEnumerable<Cause> Queued(Explained explained)
    {
        if (HostOf(explained) is not { } host || WhileQueued(host) is not { Count: > 0 } most) yield break;
        var told = most.Where(s => s.Share >= 0.02).Select(s => $"{Human.Percent(s.Share)} {s.State}");
        var threads = host.Threads == 1 ? "the one thread" : $"the {host.Threads} threads";
        var isQuota = QuotaHoldsTheThreads(explained);
        var awake = most.FirstOrDefault(s => s.State != Asleep).State;
        var holder = most[0].State == Asleep && awake is not null
            ? $"most slept, and the one it waited for was not among them; of those awake, {Holder(awake)}"
            : Holder(most[0].State);
        yield return new Cause(
            $"requests queue because others have the threads: while the slowest one queued "
            + $"({Human.Seconds(host.Queue.Length.TotalSeconds)}), {threads} of {host.Pod} spent their time "
            + $"{string.Join(", ", told)}: {holder}.",
            isQuota ? null : MorePods(explained));
        var isLarge = explained.What.Asked.ShareInAll(TimePart.Throttled) >= CauseChain.Worth;
        if (!isQuota || isLarge) yield break;
        foreach (var cause in Quota(explained)) yield return cause;
    }

    /// <summary>
    /// While the slowest request queued, threads that had work waited for quota for a good part of the time.
    /// </summary>
    public static bool QuotaHoldsTheThreads(Explained explained) =>
        explained.What.Asked.ShareInAll(TimePart.Queued) >= CauseChain.Worth && HostOf(explained) is { } host
        && WhileQueued(host) is { Count: > 0 } states
        && states.Single(s => s.State == Throttled).Share
            >= MuchQuota * states.Where(s => s.State != Asleep).Sum(s => s.Share);

    /// <summary>The quota's arithmetic, and whether an average shows it.</summary>
    public static IEnumerable<Cause> Quota(Explained explained)
    {
        var service = ServiceOf(explained);
        if (service?.LimitCores is not { } limit || HostOf(explained) is not { } host || host.Quota.Nanoseconds == 0)
            yield break;
        var atOnce = Math.Max(1, host.RunningAtOnce);
        var seconds = host.Quota.TotalSeconds / atOnce;
        var text = $"{explained.Service} was throttled in {Human.Percent(service.ThrottledRatio.Value)} of its periods "
            + $"(cpu.stat): a limit of {Human.Limit(limit)} is {Human.Exact(host.Quota)} of CPU time in each "
            + $"{Human.Exact(host.Period)}";
        if (seconds < host.Period.TotalSeconds)
            text += atOnce < 1.5 ? ", and the thread that has burnt it stands still until the refill"
                : $", and {Human.Short(atOnce)} threads at once, as there were, burn it in {Human.Seconds(seconds)} and "
                    + "stand still until the refill";
        var remedy = Remedy.Unset(
            $"without the CPU limit of {explained.Service}",
            $"services.{explained.Service}.resources.limits.cpu");
        yield return new Cause(text + ".", remedy);
        if (Burst(explained, service, host) is { } burst) yield return new Cause(burst);
    }

    public static IEnumerable<Cause> Runnable(Explained explained)
    {
        if (HostOf(explained) is not { } host) yield break;
        var own = host.Stay.Running.TotalSeconds / host.Stay.Length.TotalSeconds;
        var who = own >= 0.8 * host.NodeCpus
            ? $"its own threads kept {Human.Short(own)} of the node's {Human.Cpus(host.NodeCpus)} busy"
            : $"its own threads kept only {Human.Short(own)} of the node's {Human.Cpus(host.NodeCpus)} busy: "
                + "neighbours had the rest, or it waited beside idle CPUs for the scheduler to move it";
        yield return new Cause(
            "threads were runnable and another one had the CPU: while the slowest request was in "
            + $"{host.Pod}, {who}.");
    }

    public static IEnumerable<Cause> OwnWork(Explained explained)
    {
        yield return new Cause(
            $"{Human.Seconds(explained.What.Asked[TimePart.Running])} are the request's own work on a CPU: it waits "
            + "for nobody there.");
    }

    private static string Holder(string state) => state switch
    {
        Throttled => "those ahead wait for quota",
        Running => "there is more work than these threads do in that time",
        Asleep => "a call that blocks held them",
        _ => "those ahead wait for a CPU",
    };

    // An average says nothing of the time in which the slowest request was there.
    private static string? Burst(Explained explained, ServiceSummary service, CourseHost host)
    {
        var there = host.Stay.Running / host.Stay.Length / (host.Quota / host.Period);
        var mean = service.UsageCores.Value / (host.Quota / host.Period);
        var seen = $"while the slowest request was there ({Human.Seconds(host.Stay.Length.TotalSeconds)}), {host.Pod} "
            + $"used {Human.Percent(there)} of its limit; over the whole run {explained.Service} used "
            + Human.Percent(mean);
        if (there < 0.7) return null;
        return mean < 0.6 * there ? $"{seen}: the work comes in bursts, which an average hides."
            : mean > 0.95 ? $"{seen}: the load itself needs all there is."
            : $"{seen}.";
    }

    private static Remedy MorePods(Explained explained)
    {
        var now = explained.Scenario.Services[explained.Service].Replicas;
        return Remedy.Set(
            $"with {2 * now} instead of {now} {(now == 1 ? "pod" : "pods")} of {explained.Service}",
            $"services.{explained.Service}.replicas", $"{2 * now}");
    }

    // Shares of the threads' time, the largest first.
    private static List<(string State, double Share)> WhileQueued(CourseHost host)
    {
        if (host.Queue.Length.Nanoseconds == 0) return [];
        var all = host.Threads * host.Queue.Length.TotalSeconds;
        List<(string State, double Share)> states =
        [
            (Throttled, host.Queue.Throttled.TotalSeconds / all),
            (Running, host.Queue.Running.TotalSeconds / all),
            ("runnable, without a CPU", host.Queue.Runnable.TotalSeconds / all),
        ];
        states.Add((Asleep, 1 - states.Sum(s => s.Share)));
        return [.. states.OrderByDescending(s => s.Share)];
    }

    private static CourseHost? HostOf(Explained explained) => explained.Course?.Host;

    private static ServiceSummary? ServiceOf(Explained explained) =>
        explained.Summary.Services.FirstOrDefault(s => s.Service == explained.Service);
}
