using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Scenarios.Results;

/// <summary>Everything one `run` measured: the facts, before any statistic.</summary>
public sealed record RunResult
{
    public required string Scenario { get; init; }

    public required string Title { get; init; }

    public string? Question { get; init; }

    public string? Expectation { get; init; }

    public required ulong Seed { get; init; }

    public required string Version { get; init; }

    /// <summary>The simulated time of one replication, warm-up included.</summary>
    public required Duration Duration { get; init; }

    public required Duration Warmup { get; init; }

    /// <summary>Baseline first, then the variants in the file's order.</summary>
    public required ImmutableArray<VariantResult> Variants { get; init; }
}

/// <summary>One variant of the scenario: its replications, and a close look at one second of the first.</summary>
public sealed record VariantResult
{
    /// <summary>The name of the file as it stands.</summary>
    public const string Baseline = "baseline";

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Of the effective scenario, so that an artifact names what made it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the scenario makes happen, in the order of time.</summary>
    public ImmutableArray<EventMark> Events { get; init; } = [];

    /// <summary>Ordered by replication number.</summary>
    public required ImmutableArray<ReplicationResult> Replications { get; init; }

    /// <summary>Null where no service has CPU work.</summary>
    public CloseUp? CloseUp { get; init; }

    /// <summary>Services to whose pods something happens, by name.</summary>
    public ImmutableArray<string> ChangingServices =>
    [
        .. Replications.SelectMany(r => r.Pods).Where(p => p.HasStory).Select(p => p.Service).Distinct()
            .Order(StringComparer.Ordinal),
    ];
}

/// <summary>What one replication measured, keyed by metric path.</summary>
public sealed record ReplicationResult
{
    public required int Replication { get; init; }

    public required long Events { get; init; }

    /// <summary>
    /// Latencies by metric path without aggregator: <c>pdf.render.latency</c>, <c>users.latency</c>, ….
    /// </summary>
    public required ImmutableSortedDictionary<string, LatencyResult> Latencies { get; init; }

    /// <summary>Where the time of an endpoint's requests, and of a client's calls, went; by their latency's metric path.</summary>
    public ImmutableSortedDictionary<string, TimeBreakdown> Breakdowns { get; init; } =
        ImmutableSortedDictionary<string, TimeBreakdown>.Empty;

    /// <summary>Requests by client and outcome.</summary>
    public required ImmutableSortedDictionary<string, ClientResult> Clients { get; init; }

    public required ImmutableSortedDictionary<string, ServiceResult> Services { get; init; }

    /// <summary>Null where nobody looks a name up.</summary>
    public DnsResult? Dns { get; init; }

    /// <summary>In the order of their creation; empty where no pod ever changes.</summary>
    public ImmutableArray<PodLife> Pods { get; init; } = [];

    /// <summary>Null where there is no database.</summary>
    public DatabasesResult? Databases { get; init; }

    /// <summary>Every request in order of arrival, warm-up included; empty unless asked for.</summary>
    public ImmutableArray<RequestRow> Requests { get; init; } = [];
}
