using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>What lookups did in one replication: seen from the pods, and from each server.</summary>
public sealed record DnsResult
{
    /// <summary>By service; only those that look names up. After warm-up.</summary>
    public required ImmutableSortedDictionary<string, DnsLookupsResult> Services { get; init; }

    /// <summary>CoreDNS replicas, node caches, then the upstream resolver by network interface.</summary>
    public required ImmutableArray<DnsServerResult> Servers { get; init; }
}

/// <summary>The lookups of one service's pods.</summary>
public sealed record DnsLookupsResult
{
    /// <summary>Asked of the stub resolver; those answered by the runtime's cache are not among them.</summary>
    public required long Lookups { get; init; }

    /// <summary>By <see cref="Models.Dns.LookupResult"/> in lower case: found, not_found, no_data, ….</summary>
    public required ImmutableSortedDictionary<string, long> Outcomes { get; init; }

    /// <summary>Answered by the runtime's cache (Java).</summary>
    public required long FromCache { get; init; }

    /// <summary>Calls that needed no lookup, as their connection was open already.</summary>
    public required long Reused { get; init; }

    /// <summary>Sent by the lookups, retries included.</summary>
    public required long Queries { get; init; }

    /// <summary>
    /// Of them, one per family for the name that was the answer (or the last one tried): the rest is needless.
    /// </summary>
    public required long Needed { get; init; }

    /// <summary>Lookups that waited for a timeout at least once.</summary>
    public required long TimedOut { get; init; }

    /// <summary>What of the pods' resolv.conf counts for nothing, or otherwise than it looks.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Queries by what was behind the name, and the reply.</summary>
    public required ImmutableArray<DnsQueryCount> ByName { get; init; }
}

/// <summary>Queries of one kind.</summary>
/// <param name="Suffix">The search domain tried, or "as is".</param>
/// <param name="Reply">ANSWER, NODATA, NXDOMAIN, SERVFAIL, REFUSED, TC or LOST.</param>
/// <param name="Count">How many.</param>
public sealed record DnsQueryCount(string Suffix, string Reply, long Count)
{
    /// <summary>The suffix of a name that went out as it was given.</summary>
    public const string AsIs = "as is";
}

/// <summary>Where a query can arrive.</summary>
public enum DnsHop
{
    CoreDns,
    NodeLocal,

    /// <summary>The resolver outside, through one network interface.</summary>
    Upstream,
}

/// <summary>One server's own account: totals after warm-up, and the course of the whole run.</summary>
public sealed record DnsServerResult
{
    /// <summary>Such as coredns-0, node-local/worker-3, upstream/worker-3.</summary>
    public required string Name { get; init; }

    public required DnsHop Hop { get; init; }

    /// <summary>Answered A queries: coredns_dns_requests_total by type.</summary>
    public required long RequestsA { get; init; }

    public required long RequestsAaaa { get; init; }

    /// <summary>By rcode in capitals: coredns_dns_responses_total.</summary>
    public required ImmutableSortedDictionary<string, long> Responses { get; init; }

    public long CacheHitsSuccess { get; init; }

    public long CacheHitsDenial { get; init; }

    public long CacheMisses { get; init; }

    /// <summary>At the end of the run.</summary>
    public long CacheEntriesSuccess { get; init; }

    public long CacheEntriesDenial { get; init; }

    /// <summary>Sent on to another server.</summary>
    public long Forwarded { get; init; }

    /// <summary>coredns_forward_max_concurrent_rejects_total.</summary>
    public long Rejected { get; init; }

    public long AutopathSuccess { get; init; }

    /// <summary>Packets over the limit of the interface, dropped without a word.</summary>
    public long Dropped { get; init; }

    /// <summary>coredns_dns_request_duration_seconds: from arrival to the answer.</summary>
    public required LatencyHistogram Duration { get; init; }

    /// <summary>Packets per second that are let through; null: no limit.</summary>
    public double? LimitPerSecond { get; init; }

    public required Duration Interval { get; init; }

    /// <summary>Queries that arrived, per interval from the start of the run, dropped ones included.</summary>
    public required ImmutableArray<long> Queries { get; init; }

    /// <summary>Dropped, per interval.</summary>
    public required ImmutableArray<long> Drops { get; init; }
}
