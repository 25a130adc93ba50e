using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>What became of a scenario file: all its mistakes, or the scenario and its variants ready to run.</summary>
public sealed record ReadResult
{
    /// <summary>Empty exactly when the scenario is valid.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The file as it stands, overlays and overrides included; null after a mistake.</summary>
    public EffectiveScenario? Baseline { get; init; }

    /// <summary>In the order of the file; empty after a mistake.</summary>
    public ImmutableArray<EffectiveScenario> Variants { get; init; } = [];

    /// <summary>The variant that was asked for, or the baseline; null after a mistake.</summary>
    public EffectiveScenario? Selected { get; init; }

    public bool IsValid => Diagnostics.IsEmpty;

    public Scenario? Scenario => Selected?.Scenario;
}
