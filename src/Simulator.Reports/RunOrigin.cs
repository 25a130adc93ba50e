using System.Collections.Immutable;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;

namespace Simulator.Reports;

/// <summary>What a run was made from: for those who want to check it, or to do it again.</summary>
public sealed record RunOrigin
{
    /// <summary>The command line that gives the same bytes; without what no number depends on.</summary>
    public required string Command { get; init; }

    /// <summary>In the order of the run's.</summary>
    public required ImmutableArray<VariantOrigin> Variants { get; init; }

    /// <summary>What the models lack, that which concerns this scenario first.</summary>
    public required ImmutableArray<string> NotModelled { get; init; }

    /// <param name="command">The command line that gives the same bytes.</param>
    /// <param name="scenarios">As they are run; at least one.</param>
    public static RunOrigin Of(string command, ImmutableArray<EffectiveScenario> scenarios) => new()
    {
        Command = command,
        Variants = [.. scenarios.Select(VariantOrigin.Of)],
        NotModelled = Scenarios.NotModelled.For(scenarios[0].Scenario),
    };
}

/// <summary>One variant's values and thresholds, and where they were written.</summary>
/// <param name="Parameters">In the order of the effective scenario.</param>
/// <param name="Thresholds">In the order of the verdicts.</param>
public sealed record VariantOrigin(
    ImmutableArray<ScenarioParameter> Parameters, ImmutableArray<ThresholdOrigin> Thresholds)
{
    internal static VariantOrigin Of(EffectiveScenario scenario) => new(
        scenario.Parameters,
        [
            .. scenario.Scenario.Thresholds.Values.SelectMany(t => t)
                .Zip(scenario.ThresholdPositions, (t, at) => new ThresholdOrigin(t.Metric.Kind, at)),
        ]);
}

/// <summary>What a threshold is about, and where it was written.</summary>
public sealed record ThresholdOrigin(MetricKind Kind, SourcePosition Position);
