using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Language;

/// <summary>The metrics that exist: how they are named, in what unit, and what can be asked of them.</summary>
internal static class Metrics
{
    private static readonly ImmutableArray<string> LatencyAggregators =
        ["p<number>", "avg", "min", "max", "count", "rate"];

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> Cpu =
    [
        ("throttled_ratio", MetricKind.ThrottledRatio), ("throttled_ratio_5m", MetricKind.ThrottledRatio5m),
        ("throttled_time", MetricKind.ThrottledTime), ("usage", MetricKind.CpuUsage),
        ("dashboard", MetricKind.CpuDashboard),
    ];

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> Client =
    [
        ("latency", MetricKind.ClientLatency), ("error_ratio", MetricKind.ClientErrorRatio),
        ("throughput", MetricKind.ClientThroughput), ("retries", MetricKind.ClientRetries),
        ("amplification", MetricKind.ClientAmplification), ("recovery_time", MetricKind.ClientRecoveryTime),
    ];

    private const string Errors = "errors";

    /// <summary>Null with the reason when the scenario has no such metric.</summary>
    public static MetricPath? Resolve(string text, MapNode root, out string reason)
    {
        if (PathPattern.TryParse(text, out _, out reason) is not { } pattern) return null;
        var names = pattern.Segments.Select(s => s.Name).ToList();
        var canonical = MetricName.Of([.. names]);
        if (names[0] == Names.OfLookups) return DnsMetrics.OfHop(canonical, names, root, out reason);
        ImmutableArray<string> servers = [.. DnsMetrics.Workloads(root), .. DatabaseMetrics.Workloads(root)];
        var isServer = servers.Contains(names[0]);
        var isService = isServer || References.Services(root).Contains(names[0]);
        var isClient = References.Clients(root).Contains(names[0]);
        reason = "";
        if (!isService && !isClient)
        {
            var owners = References.Services(root).Concat(References.Clients(root)).Concat(servers)
                .Append(Names.OfLookups);
            reason = $"there is no service, client or database {Quote.Of(names[0])}."
                + Suggestion.For(names[0], owners);
            return null;
        }

        if (isClient && !isService) return OfClient(canonical, names, root, out reason);
        if (names is [_, "throughput"]) return new MetricPath(canonical, MetricKind.ServiceThroughput, names[0]);
        if (names.Count > 1 && names[1] == Names.OfLookups && !isServer)
            return DnsMetrics.OfService(canonical, names, root, out reason);
        if (names.Count > 1 && names[1] == Names.OfPools && !isServer)
            return DatabaseMetrics.OfPool(canonical, names, root, out reason);
        if (names is [_, PodMetrics.OfPods, _] && !isServer && !IsEndpointLatency(root, names))
            return PodMetrics.Of(canonical, names, out reason);
        if (names is [_, "cpu", var cpu] && !IsEndpointLatency(root, names))
        {
            foreach (var (name, kind) in Cpu)
                if (name == cpu) return new MetricPath(canonical, kind, names[0]);
            reason = $"there is no CPU metric {Quote.Of(cpu)}.{Suggestion.For(cpu, Cpu.Select(c => c.Name))}";
            return null;
        }

        if (!isServer) return OfEndpoint(canonical, names, root, out reason);
        if (References.Databases(root).Contains(names[0]))
            return DatabaseMetrics.OfDatabase(canonical, names, root, out reason);
        reason = $"{Quote.Clean(names[0])} has the metrics {Quote.Clean(names[0])}.throughput and "
            + $"{Quote.Clean(names[0])}.cpu.…; the others are in "
            + (names[0] is Names.CoreDns or Names.NodeLocalDns ? "dns.coredns.… and dns.nodelocal.…"
                : "<database>.pgbouncer.…");
        return null;
    }

    public static MetricUnit UnitOf(MetricKind kind) => kind switch
    {
        MetricKind.EndpointLatency or MetricKind.StepLatency or MetricKind.StepTask or MetricKind.ClientLatency
            or MetricKind.DnsLatency or MetricKind.PoolWait or MetricKind.PgBouncerMaxWait
            or MetricKind.ClientRecoveryTime => MetricUnit.Seconds,
        MetricKind.ClientThroughput or MetricKind.ServiceThroughput or MetricKind.DnsThroughput
            or MetricKind.HopRate or MetricKind.HopPeak or MetricKind.ClientRetries => MetricUnit.PerSecond,
        MetricKind.DnsQueriesPerLookup or MetricKind.DnsAmplification or MetricKind.DnsQueriesPerDay
            or MetricKind.DnsNeedlessPerDay or MetricKind.ClientAmplification => MetricUnit.Count,
        MetricKind.PodsCount or MetricKind.PodsReady or MetricKind.PodsTerminating or MetricKind.PodsRestarts
            or MetricKind.PodsKilled or MetricKind.PodsUnhealthy => MetricUnit.Count,
        MetricKind.CpuUsage => MetricUnit.Cores,
        _ => DatabaseMetrics.IsLevel(kind) || DatabaseMetrics.IsCount(kind) ? MetricUnit.Count : MetricUnit.Ratio,
    };

    public static ImmutableArray<string> AggregatorsOf(MetricKind kind) => kind switch
    {
        MetricKind.CpuDashboard => ["value", "avg", "max"],
        MetricKind.PodsCount or MetricKind.PodsReady => ["max", "avg", "min"],
        MetricKind.PodsTerminating => ["max", "avg"],
        MetricKind.ClientRecoveryTime => ["value"],
        MetricKind.PgBouncerMaxWait => ["max"],
        _ when DatabaseMetrics.IsLevel(kind) => ["avg", "max"],
        _ when DatabaseMetrics.IsCount(kind) => ["count"],
        _ => UnitOf(kind) == MetricUnit.Seconds ? LatencyAggregators : ["value"],
    };

    private static bool IsEndpointLatency(MapNode root, List<string> names) =>
        names[2] == "latency" && References.Endpoints(root, names[0]).Contains(names[1]);

    private static MetricPath? OfClient(string text, List<string> names, MapNode root, out string reason)
    {
        if (names is [_, Errors, var outcome]) return OfErrors(text, names[0], outcome, out reason);
        var metric = names.Count == 2 ? names[1] : string.Join('.', names.Skip(1));
        reason = "";
        foreach (var (name, kind) in Client)
            if (name == metric) return OfKnown(text, kind, names[0], root, out reason);
        var known = Client.Select(c => c.Name).Append($"{Errors}.<outcome>");
        reason = $"a client has no metric {Quote.Of(metric)}.{Suggestion.For(metric, known)}";
        return null;
    }

    private static MetricPath? OfErrors(string text, string client, string outcome, out string reason)
    {
        reason = "";
        var known = OutcomeName.Errors.Select(OutcomeName.Of).ToList();
        if (known.Contains(outcome)) return new MetricPath(text, MetricKind.ClientErrors, client, Outcome: outcome);
        reason = $"no call ends with {Quote.Of(outcome)}.{Suggestion.For(outcome, known)}";
        return null;
    }

    private static MetricPath? OfKnown(
        string text, MetricKind kind, string client, MapNode root, out string reason)
    {
        reason = kind == MetricKind.ClientRecoveryTime && !References.Under(root, "events").Any()
            ? "there is nothing to recover from: the scenario has no events"
            : "";
        return reason.Length == 0 ? new MetricPath(text, kind, client) : null;
    }

    private static MetricPath? OfEndpoint(string text, List<string> names, MapNode root, out string reason)
    {
        var service = names[0];
        var endpoints = References.Endpoints(root, service).ToList();
        reason = "";
        if (names.Count is < 3 or > 4)
        {
            reason = $"a metric of a service is {service}.throughput, {service}.cpu.…, {service}.dns.…, "
                + $"{service}.pools.…, {service}.pods.…, "
                + $"{service}.<endpoint>.latency or {service}.<endpoint>.<step>.latency";
            return null;
        }

        if (!endpoints.Contains(names[1]))
        {
            var hint = Suggestion.For(names[1], [.. endpoints, "cpu", PodMetrics.OfPods, Names.OfLookups, Names.OfPools]);
            reason = $"the service {service} has no endpoint {Quote.Of(names[1])}.{hint}";
            return null;
        }

        if (names.Count == 3)
        {
            if (names[2] == "latency") return new MetricPath(text, MetricKind.EndpointLatency, service, names[1]);
            if (names[2] == "queued_ratio")
                return new MetricPath(text, MetricKind.EndpointQueuedRatio, service, names[1]);
            var hint = Suggestion.For(names[2], ["latency", "queued_ratio"]);
            reason = $"an endpoint has no metric {Quote.Of(names[2])}.{hint}";
            return null;
        }

        var steps = References.Steps(root, service, names[1]).ToList();
        if (!steps.Contains(names[2]))
        {
            reason = steps.Count == 0
                ? $"the endpoint {names[1]} has no step with a name: write {{name: {Quote.Clean(names[2])}, …}}"
                : $"the endpoint {names[1]} has no step {Quote.Of(names[2])}.{Suggestion.For(names[2], steps)}";
            return null;
        }

        if (names[3] == "latency") return new MetricPath(text, MetricKind.StepLatency, service, names[1], names[2]);
        if (names[3] == "task") return new MetricPath(text, MetricKind.StepTask, service, names[1], names[2]);
        reason = $"a step has no metric {Quote.Of(names[3])}.{Suggestion.For(names[3], ["latency", "task"])}";
        return null;
    }
}
