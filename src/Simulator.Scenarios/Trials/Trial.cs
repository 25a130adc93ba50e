using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Trials;

/// <summary>One setting of a scenario, tried: its figures, and how many replications they took.</summary>
public sealed record Trial
{
    public required RunVariant Variant { get; init; }

    public required int Replications { get; init; }

    /// <summary>Thresholds' figures first; see <see cref="AskedMetrics"/>.</summary>
    public required ImmutableArray<TrialMetric> Metrics { get; init; }

    /// <summary>Each threshold's, in the order of the file.</summary>
    public required ImmutableArray<Verdict> Verdicts { get; init; }

    /// <summary>The precision asked for was reached; true where none was.</summary>
    public required bool IsPrecise { get; init; }
}

/// <summary>A figure of a trial.</summary>
/// <param name="Name">As in a threshold, without the bound.</param>
/// <param name="Unit">Of all its numbers.</param>
/// <param name="Value">Of all replications together.</param>
/// <param name="Each">Of each replication: under the same seed the n-th ones of two trials met the same chances.</param>
public sealed record TrialMetric(string Name, MetricUnit Unit, Measured Value, ImmutableArray<double> Each);
