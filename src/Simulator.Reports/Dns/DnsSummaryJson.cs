using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>A variant's part of summary.json that is about names.</summary>
internal sealed record JsonDns(IReadOnlyList<JsonDnsService> Services, IReadOnlyList<JsonDnsHop> Hops)
{
    public static JsonDns? Of(DnsSummary? dns, Func<SummaryRows.Row, JsonMetric> metric) => dns is null ? null : new(
        [.. dns.Services.Select(s => new JsonDnsService(
            s.Service, [.. DnsRows.Lookups(s).Select(metric)],
            [.. s.ByName.Select(q => new JsonDnsQueries(q.Suffix, q.Reply, q.Count))]))],
        [.. dns.Hops.Select(h => new JsonDnsHop(
            DnsWords.Key(h.Hop), h.Servers, h.LimitPerSecond, [.. DnsRows.Hop(h).Select(metric)]))]);
}

internal sealed record JsonDnsService(
    string Service, IReadOnlyList<JsonMetric> Metrics, IReadOnlyList<JsonDnsQueries> Queries);

/// <summary>Queries of all replications.</summary>
internal sealed record JsonDnsQueries(string Suffix, string Reply, long Count);

internal sealed record JsonDnsHop(
    string Hop, int Servers, double? LimitPerSecond, IReadOnlyList<JsonMetric> Metrics);
