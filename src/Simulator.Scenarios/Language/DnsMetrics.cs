using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Language;

/// <summary>The metrics of lookups: of a service's pods, and of the name servers.</summary>
internal static class DnsMetrics
{
    private static readonly ImmutableArray<(string Name, MetricKind Kind)> OfLookups =
    [
        ("latency", MetricKind.DnsLatency), ("queries_per_lookup", MetricKind.DnsQueriesPerLookup),
        ("amplification", MetricKind.DnsAmplification), ("queries_per_day", MetricKind.DnsQueriesPerDay),
        ("needless_per_day", MetricKind.DnsNeedlessPerDay), ("failure_ratio", MetricKind.DnsFailureRatio),
        ("timeout_ratio", MetricKind.DnsTimeoutRatio), ("nxdomain_ratio", MetricKind.DnsNxDomainRatio),
        ("throughput", MetricKind.DnsThroughput),
    ];

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> OfHops =
    [
        ("rate", MetricKind.HopRate), ("peak", MetricKind.HopPeak), ("nxdomain_ratio", MetricKind.HopNxDomainRatio),
        ("cache_hit_ratio", MetricKind.HopCacheHitRatio), ("rejected_ratio", MetricKind.HopRejectedRatio),
        ("dropped_ratio", MetricKind.HopDroppedRatio),
    ];

    private static readonly ImmutableArray<(string Name, DnsHop Hop)> Hops =
        [("coredns", DnsHop.CoreDns), ("nodelocal", DnsHop.NodeLocal), ("upstream", DnsHop.Upstream)];

    /// <summary>The name servers that have a CPU account as services have.</summary>
    public static IEnumerable<string> Workloads(MapNode root)
    {
        if (!HasLookups(root)) yield break;
        yield return Names.CoreDns;
        if (HasNodeLocal(root)) yield return Names.NodeLocalDns;
    }

    private static bool HasLookups(MapNode root) =>
        References.Services(root).Any(s => References.HasLookups(root, s));

    private static bool HasNodeLocal(MapNode root) => References.HasMap(root, "dns", "nodeLocal");

    /// <param name="text">The canonical path.</param>
    /// <param name="names">Its parts, <c>service.dns.…</c>.</param>
    /// <param name="root">The scenario.</param>
    /// <param name="reason">Why there is no such metric, when the result is null.</param>
    public static MetricPath? OfService(string text, List<string> names, MapNode root, out string reason)
    {
        var service = names[0];
        if (!References.HasLookups(root, service))
        {
            reason = $"the service {Quote.Clean(service)} looks no names up: it has no dns and no call step";
            return null;
        }

        return Kind(OfLookups, names, "a service's lookups have", out reason) is { } kind
            ? new MetricPath(text, kind, service)
            : null;
    }

    /// <param name="text">The canonical path.</param>
    /// <param name="names">Its parts, <c>dns.hop.…</c>.</param>
    /// <param name="root">The scenario.</param>
    /// <param name="reason">Why there is no such metric, when the result is null.</param>
    public static MetricPath? OfHop(string text, List<string> names, MapNode root, out string reason)
    {
        var known = Hops.Select(h => h.Name);
        var name = names.Count > 1 ? names[1] : "";
        var hop = Hops.FirstOrDefault(h => h.Name == name);
        reason = hop.Name is null
            ? $"a metric of name servers is dns.<hop>.<figure>; there is no hop {Quote.Of(name)}."
                + Suggestion.For(name, known)
            : hop.Hop == DnsHop.NodeLocal && !HasNodeLocal(root)
                ? "there is no cache on the nodes: deploy it with dns.nodeLocal, which may be {}"
                : HasLookups(root)
                    ? ""
                    : "nobody looks a name up: no service has a dns or a call step";
        if (reason.Length > 0) return null;
        return Kind(OfHops, names, "name servers have", out reason) is { } kind
            ? new MetricPath(text, kind, Names.OfLookups, Hop: hop.Hop)
            : null;
    }

    private static MetricKind? Kind(
        ImmutableArray<(string Name, MetricKind Kind)> known, List<string> names, string owner, out string reason)
    {
        var metric = string.Join('.', names.Skip(2));
        reason = "";
        foreach (var (name, kind) in known)
            if (name == metric) return kind;
        reason = $"{owner} no metric {Quote.Of(metric)}.{Suggestion.For(metric, known.Select(k => k.Name))}";
        return null;
    }
}
