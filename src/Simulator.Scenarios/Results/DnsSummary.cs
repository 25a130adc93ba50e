using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>What a reader is told of the names of one variant.</summary>
public sealed record DnsSummary
{
    public required ImmutableArray<DnsLookupsSummary> Services { get; init; }

    /// <summary>Hops that exist, in the order in which a query meets them.</summary>
    public required ImmutableArray<DnsHopSummary> Hops { get; init; }
}

/// <summary>The lookups of one service.</summary>
public sealed record DnsLookupsSummary
{
    public required string Service { get; init; }

    /// <summary>Per second.</summary>
    public required Measured Throughput { get; init; }

    public required Measured QueriesPerLookup { get; init; }

    /// <summary>Queries for each one that was needed.</summary>
    public required Measured Amplification { get; init; }

    public required Measured QueriesPerDay { get; init; }

    public required Measured NeedlessPerDay { get; init; }

    /// <summary>Share of lookups without an address.</summary>
    public required Measured FailureRatio { get; init; }

    /// <summary>Share of lookups that waited for a timeout.</summary>
    public required Measured TimeoutRatio { get; init; }

    /// <summary>Share of queries answered NXDOMAIN.</summary>
    public required Measured NxDomainRatio { get; init; }

    /// <summary>Queries by suffix and reply, summed over replications, most first.</summary>
    public required ImmutableArray<DnsQueryCount> ByName { get; init; }
}

/// <summary>All servers of one kind together.</summary>
public sealed record DnsHopSummary
{
    public required DnsHop Hop { get; init; }

    public required int Servers { get; init; }

    /// <summary>Queries per second, all servers.</summary>
    public required Measured Rate { get; init; }

    /// <summary>The highest interval of one server, per second.</summary>
    public required Measured Peak { get; init; }

    /// <summary>Share of responses.</summary>
    public required Measured NxDomainRatio { get; init; }

    /// <summary>Share of answers that came from the cache.</summary>
    public required Measured CacheHitRatio { get; init; }

    /// <summary>Share of queries answered REFUSED because too many were being forwarded.</summary>
    public required Measured RejectedRatio { get; init; }

    /// <summary>Share of packets over the limit.</summary>
    public required Measured DroppedRatio { get; init; }

    /// <summary>Of one server; null: none.</summary>
    public double? LimitPerSecond { get; init; }
}
