using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>What the summary says of pods and of recovery, as rows beside those of clients and services.</summary>
internal static class PodRows
{
    public static IEnumerable<SummaryRows.Row> Of(VariantSummary variant) =>
        (variant.Pods?.Services ?? []).SelectMany(Service).Concat(variant.Recoveries.SelectMany(Recovery));

    public static IEnumerable<SummaryRows.Row> Service(ServicePodsSummary pods)
    {
        string Pods(string metric) => MetricName.Of(pods.Service, "pods", metric);
        return
        [
            .. Level(Pods("count"), pods.Count), .. Level(Pods("ready"), pods.Ready),
            .. Level(Pods("terminating"), pods.Terminating), new(Pods("restarts"), "value", pods.Restarts, "1"),
            new(Pods("killed"), "value", pods.Killed, "1"), new(Pods("unhealthy"), "value", pods.Unhealthy, "1"),
        ];
    }

    /// <summary>No time where a replication is not back by the end; the share says how many are.</summary>
    public static IEnumerable<SummaryRows.Row> Recovery(RecoverySummary recovery)
    {
        var metric = MetricName.Of(recovery.Client, "recovery_time");
        yield return new(metric, "value", recovery.Time, "s");
        yield return new(metric, "recovered", new Measured(recovery.Recovered, double.NaN), "ratio");
    }

    private static SummaryRows.Row[] Level(string metric, PodLevelSummary level) =>
    [
        new(metric, "min", level.Min, "1"), new(metric, "mean", level.Mean, "1"), new(metric, "max", level.Max, "1"),
    ];
}
