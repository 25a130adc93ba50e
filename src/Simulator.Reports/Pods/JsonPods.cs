using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>The pods of one service in summary.json.</summary>
internal sealed record JsonPods(string Service, IReadOnlyList<JsonMetric> Metrics)
{
    /// <summary>Null where no pod ever changes.</summary>
    public static IReadOnlyList<JsonPods>? Of(PodsSummary? pods, Func<SummaryRows.Row, JsonMetric> metric) =>
        pods is null ? null
            : [.. pods.Services.Select(s => new JsonPods(s.Service, [.. PodRows.Service(s).Select(metric)]))];

    /// <summary>Null where nothing is made happen.</summary>
    public static IReadOnlyList<JsonMetric>? Recovery(
        VariantSummary variant, Func<SummaryRows.Row, JsonMetric> metric) =>
        variant.Recoveries.IsEmpty ? null : [.. variant.Recoveries.SelectMany(PodRows.Recovery).Select(metric)];
}
