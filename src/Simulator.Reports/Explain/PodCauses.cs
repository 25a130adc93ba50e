using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Reports.Pods;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>What pods that come and go, and the scenario's own events, have to do with a latency.</summary>
internal static class PodCauses
{
    public static IEnumerable<Cause> Of(Explained explained, ExplainedRank asked)
    {
        if (During(explained) is { } during) yield return during;
        if (explained.Summary.Pods is not { } pods) yield break;
        var own = pods.Services.FirstOrDefault(s => s.Service == explained.Service);
        if (own is null || own.Unhealthy.Value + own.Restarts.Value + own.Killed.Value == 0) yield break;
        var carried = asked.ShareOf(TimePart.Queued) + asked.ShareOf(TimePart.EarlierAttempts)
            + asked.ShareOf(TimePart.Lost) + asked.ShareOf(TimePart.PoolWait) + asked.ShareOf(TimePart.Connect);
        if (carried < CauseChain.Worth) yield break;
        yield return new Cause(
            $"pods of {explained.Service} were restarted {Human.Short(own.Restarts.Value)} times a run, "
            + $"{Human.Short(own.Unhealthy.Value)} times because a probe gave up; of "
            + $"{Human.Short(own.Count.Mean.Value)} pods {Human.Short(own.Ready.Mean.Value)} were ready on average, at "
            + $"least {Human.Short(own.Ready.Min.Value)}: the others had their share of the load.");
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
        }
    }

    private static Cause? During(Explained explained)
    {
        if (explained.Course is not { } course) return null;
        var marks = explained.Facts.Events
            .Where(e => e.At < course.To && e.Until > course.From && e.Until > e.At).ToList();
        if (marks.Count == 0) return null;
        var mark = marks[0];
        return new Cause(
            $"the slowest request was there while something was done to it on purpose: {mark.Words} "
            + $"({PodWords.Time(mark.At.TotalSeconds)} to {PodWords.Time(mark.Until.TotalSeconds)}).",
            new Remedy($"without the event {mark.Name}", $"events.{mark.Name}", null));
    }
}
