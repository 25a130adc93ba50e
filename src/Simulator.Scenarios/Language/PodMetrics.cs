using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>The metrics of a service's pods as things that come and go.</summary>
internal static class PodMetrics
{
    /// <summary>What they have in common.</summary>
    public const string OfPods = "pods";

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> Known =
    [
        ("count", MetricKind.PodsCount), ("ready", MetricKind.PodsReady), ("terminating", MetricKind.PodsTerminating),
        ("restarts", MetricKind.PodsRestarts), ("killed", MetricKind.PodsKilled),
        ("unhealthy", MetricKind.PodsUnhealthy),
    ];

    /// <param name="text">The canonical path.</param>
    /// <param name="names">Its parts, <c>service.pods.figure</c>.</param>
    /// <param name="reason">Why there is no such metric, when the result is null.</param>
    public static MetricPath? Of(string text, List<string> names, out string reason)
    {
        reason = "";
        foreach (var (name, kind) in Known)
            if (name == names[2]) return new MetricPath(text, kind, names[0]);
        reason = $"a service's pods have no metric {Quote.Of(names[2])}."
            + Suggestion.For(names[2], Known.Select(k => k.Name));
        return null;
    }
}
