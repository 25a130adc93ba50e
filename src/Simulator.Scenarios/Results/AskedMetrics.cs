using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>Which figures a comparison or a sweep tells: those of thresholds, then those everyone looks at.</summary>
public static class AskedMetrics
{
    /// <summary>Thresholds in their order, each figure once; then latencies, errors and CPU of all.</summary>
    /// <param name="scenario">Whose thresholds are asked for first.</param>
    /// <param name="facts">A replication of it: it knows the clients and services.</param>
    public static ImmutableArray<ThresholdSpec> Of(Scenario scenario, ReplicationResult facts)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return [.. OfThresholds(scenario).Concat(Usual(facts)).DistinctBy(Name)];
    }

    /// <summary>In the order of the file.</summary>
    public static IEnumerable<ThresholdSpec> OfThresholds(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Thresholds.Values.SelectMany(t => t);
    }

    /// <summary>As in a threshold, without the bound: <c>users.latency p99</c>.</summary>
    public static string Name(ThresholdSpec what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return what.Aggregator switch
        {
            Aggregator.Value => what.Metric.Text,
            Aggregator.Percentile => FormattableString.Invariant($"{what.Metric.Text} p{what.Percentile}"),
            var other => $"{what.Metric.Text} {other.ToString().ToLowerInvariant()}",
        };
    }

    /// <summary>What every engineer looks at, asked for or not.</summary>
    public static IEnumerable<ThresholdSpec> Usual(ReplicationResult facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var client in facts.Clients.Keys)
        {
            var latency = new MetricPath(MetricName.Of(client, "latency"), MetricKind.ClientLatency, client);
            yield return Figure(latency, MetricUnit.Seconds, Aggregator.Percentile, 50);
            yield return Figure(latency, MetricUnit.Seconds, Aggregator.Percentile, 99);
            yield return Figure(Of(client, "error_ratio", MetricKind.ClientErrorRatio), MetricUnit.Ratio);
            yield return Figure(Of(client, "throughput", MetricKind.ClientThroughput), MetricUnit.PerSecond);
        }

        foreach (var service in facts.Services.Keys)
        {
            yield return Figure(Of(service, "cpu.usage", MetricKind.CpuUsage), MetricUnit.Cores);
            yield return Figure(Of(service, "cpu.throttled_ratio", MetricKind.ThrottledRatio), MetricUnit.Ratio);
        }

        static MetricPath Of(string owner, string metric, MetricKind kind) =>
            new(MetricName.Of([owner, .. metric.Split('.')]), kind, owner);
    }

    /// <summary>Two scenarios need not have the same services.</summary>
    public static bool Has(ReplicationResult facts, MetricPath metric)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(metric);
        if (metric.Pool is { } pool)
            return facts.Databases?.Pools.Any(p => p.Service == metric.Owner && p.Pool == pool) == true;
        if (metric.Hop is { } hop) return facts.Dns?.Servers.Any(s => s.Hop == hop) == true;
        if (facts.Latencies.ContainsKey(metric.Text) || facts.Clients.ContainsKey(metric.Owner)) return true;
        if (facts.Databases?.Servers.FirstOrDefault(s => s.Name == metric.Owner) is { } server)
            return server.PgBouncer is not null || !metric.Text.Contains(".pgbouncer.", StringComparison.Ordinal);
        return facts.Services.ContainsKey(metric.Owner)
            && (facts.Dns?.Services.ContainsKey(metric.Owner) == true
                || !metric.Text.StartsWith(metric.Owner + ".dns.", StringComparison.Ordinal));
    }

    private static ThresholdSpec Figure(
        MetricPath metric, MetricUnit unit, Aggregator aggregator = Aggregator.Value, double percentile = 0) => new()
    {
        Metric = metric,
        Expr = "",
        Aggregator = aggregator,
        Percentile = percentile,
        Comparison = Comparison.Less,
        Bound = 0,
        Unit = unit,
    };
}
