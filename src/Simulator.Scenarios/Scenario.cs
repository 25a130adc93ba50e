using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios;

/// <summary>A scenario as a run needs it: every default filled in, every reference checked.</summary>
public sealed record Scenario
{
    /// <summary>The only version there is.</summary>
    public const string Version1 = "sim/v1";

    public const string KindName = "Scenario";

    public string ApiVersion { get; init; } = Version1;

    public string Kind { get; init; } = KindName;

    public required MetadataSpec Metadata { get; init; }

    public required RunSpec Run { get; init; }

    public required NameMap<NodePoolSpec> Nodes { get; init; }

    public required NameMap<ServiceSpec> Services { get; init; }

    public NameMap<ClientSpec> Clients { get; init; } = NameMap.Empty<ClientSpec>();

    /// <summary>By metric path, in the order of the file.</summary>
    public NameMap<ImmutableArray<ThresholdSpec>> Thresholds { get; init; } =
        NameMap.Empty<ImmutableArray<ThresholdSpec>>();

    public NameMap<VariantSpec> Variants { get; init; } = NameMap.Empty<VariantSpec>();
}

/// <summary>What a reader of the results is told about the scenario.</summary>
public sealed record MetadataSpec
{
    public required string Name { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Question { get; init; }

    public string? Expectation { get; init; }

    public NameMap<string> Labels { get; init; } = NameMap.Empty<string>();
}

/// <summary>How long a scenario is run, and how often.</summary>
public sealed record RunSpec
{
    /// <summary>Of one replication, warm-up included.</summary>
    public required Duration Duration { get; init; }

    public Duration Warmup { get; init; } = Duration.Zero;

    public int Replications { get; init; } = 10;

    public ulong Seed { get; init; } = 42;
}
