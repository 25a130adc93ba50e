using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>One metric of several variants that met the same chances, and how each differs from the first.</summary>
public sealed record ComparedMetric
{
    /// <summary>As in a threshold, without the bound: <c>users.latency p99</c>.</summary>
    public required string Name { get; init; }

    public required MetricUnit Unit { get; init; }

    /// <summary>A threshold of the scenario is about it.</summary>
    public required bool IsOfThreshold { get; init; }

    /// <summary>Null: nobody said which way is the good one.</summary>
    public bool? LessIsBetter { get; init; }

    /// <summary>Of the first variant.</summary>
    public required Measured Base { get; init; }

    /// <summary>The other variants, in their order.</summary>
    public required ImmutableArray<ComparedValue> Others { get; init; }
}

/// <summary>A metric of one variant beside the first one's.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Value">Pooled over replications, with the interval of its own spread.</param>
/// <param name="Difference">
/// To the first variant: the mean of the replications' own differences, and their 95 % Student-t interval. What chance
/// does to both variants alike is not in it.
/// </param>
public sealed record ComparedValue(string Variant, Measured Value, Measured Difference)
{
    /// <summary>The interval does not span zero; null where one replication says nothing about it.</summary>
    public bool? IsDistinguishable => double.IsNaN(Difference.HalfWidth) ? null
        : Math.Abs(Difference.Value) > Difference.HalfWidth;
}
