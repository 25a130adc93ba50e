using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Reports.Pods;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>What pods that come and go, and the scenario's own events, have to do with a latency.</summary>
internal static class PodCauses
{
    // Of its periods.
    private const double MuchThrottled = 0.05;

    // As slow as the percentile, or nearly so.
    private const double Slow = 0.9;

    public static IEnumerable<Cause> Of(Explained explained)
    {
        var asked = explained.What.Asked;
        if (During(explained) is { } during) yield return during;
        if (explained.Summary.Pods is not { } pods) yield break;
        var own = pods.Services.FirstOrDefault(s => s.Service == explained.Service);
        if (own is null || own.Unhealthy.Value + own.Restarts.Value + own.Killed.Value == 0) yield break;
        var carried = asked.ShareOf(TimePart.EarlierAttempts) + asked.ShareInAll(TimePart.Queued)
            + asked.ShareInAll(TimePart.Lost) + asked.ShareInAll(TimePart.PoolWait) + asked.ShareInAll(TimePart.Connect);
        if (carried < CauseChain.Worth) yield break;
        yield return new Cause(
            $"containers of {explained.Service} were restarted {Human.Short(own.Restarts.Value)} times a run, and probes "
            + $"gave up {Human.Short(own.Unhealthy.Value)} times; of {Human.Short(own.Count.Mean.Value)} pods "
            + $"{Human.Short(own.Ready.Mean.Value)} were ready on average, {Human.Short(own.Ready.Min.Value)} at the "
            + "worst moment: the ready ones have the load of all, and what a restart cuts off is lost.");
        if (own.Unhealthy.Value > 0)
            foreach (var probe in Probes(explained)) yield return probe;
    }

    // A probe that goes through an endpoint waits for whatever its requests wait for.
    private static IEnumerable<Cause> Probes(Explained explained)
    {
        var life = explained.Scenario.Services[explained.Service].Lifecycle;
        var seen = new HashSet<string>();
        foreach (var (kind, probe) in life.Probes)
        {
            if (probe.Endpoint is not { } endpoint || !seen.Add(endpoint)) continue;
            var metric = MetricName.Of(explained.Service, endpoint, "latency");
            if (Explanation.Of(explained.Facts, metric, explained.What.Rank) is not { } what) continue;
            var of = explained with { What = what };
            yield return new Cause(CauseChain.Shares(of, $"the {kind.ToString().ToLowerInvariant()} probe's own request to {endpoint} takes")
                .TrimEnd('.') + $"; a probe waits {probe.TimeoutSeconds} s for it.");
            var service = explained.Summary.Services.First(s => s.Service == explained.Service);
            var waits = what.Asked.ShareOf(TimePart.Queued) + what.Asked.ShareOf(TimePart.Throttled);
            if (waits < CauseChain.Worth || service.ThrottledRatio.Value < MuchThrottled) continue;
            foreach (var cause in CpuCauses.Quota(explained)) yield return cause;
        }
    }

    private static Cause? During(Explained explained)
    {
        if (explained.Course is not { } course) return null;
        var marks = explained.Facts.Events
            .Where(e => e.At < course.To && e.Until > course.From && e.Until > e.At).ToList();
        if (marks.Count == 0) return null;
        var mark = marks[0];
        var share = ShareDuring(explained, mark);
        return new Cause(
            $"the slowest request was there during the event {mark.Name}: {mark.Words} "
            + $"({PodWords.Time(mark.At.TotalSeconds)} to {PodWords.Time(mark.Until.TotalSeconds)}); of all that took "
            + $"{Human.Seconds(Slow * explained.What.Latency.Value)} and more, {Human.Percent(share)} arrived during "
            + $"it, {Human.Percent(1 - share)} before or after.",
            Remedy.Set($"with 1 ms of {mark.Name} instead of {Human.Exact(mark.Until - mark.At)}",
                $"events.{mark.Name}.slowDown.for", "1ms"));
    }

    // By the intervals of their arrival, and to the accuracy of an interval's histogram.
    private static double ShareDuring(Explained explained, EventMark mark)
    {
        var bound = Duration.FromSeconds(Slow * explained.What.Latency.Value);
        var (during, all) = (0L, 0L);
        foreach (var latency in explained.Facts.Replications.Select(r => r.Latencies[explained.What.Metric]))
        {
            foreach (var (i, histogram) in latency.Series.Index())
            {
                if (histogram is null) continue;
                var slow = histogram.Count - histogram.CountUpTo(bound);
                var at = SimTime.Zero + (latency.Interval * i);
                all += slow;
                if (at < mark.Until && at + latency.Interval > mark.At) during += slow;
            }
        }

        return all > 0 ? during / (double)all : 0;
    }
}
