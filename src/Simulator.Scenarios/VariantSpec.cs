using System.Collections.Immutable;

namespace Simulator.Scenarios;

/// <summary>The scenario with some values changed; the reader resolves each into a scenario of its own.</summary>
public sealed record VariantSpec
{
    public string? Title { get; init; }

    /// <summary>Paths in the order of the file, each with the value as YAML text.</summary>
    public NameMap<string> Set { get; init; } = NameMap.Empty<string>();

    public ImmutableArray<string> Unset { get; init; } = [];

    /// <summary>In this variant, a metric named here has these thresholds instead of the scenario's.</summary>
    public NameMap<ImmutableArray<ThresholdSpec>> Thresholds { get; init; } =
        NameMap.Empty<ImmutableArray<ThresholdSpec>>();
}
