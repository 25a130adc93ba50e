using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Attribution;

/// <summary>A difference between two scenarios, split among the settings in which they differ.</summary>
public sealed record AttributionResult
{
    /// <summary>As in a threshold, without the bound.</summary>
    public required string Metric { get; init; }

    public required MetricUnit Unit { get; init; }

    public required Measured Before { get; init; }

    public required Measured After { get; init; }

    /// <summary>The second less the first: the sum of all shares.</summary>
    public required Measured Difference { get; init; }

    /// <summary>In the order of the scenario.</summary>
    public required ImmutableArray<AttributedSetting> Settings { get; init; }

    /// <summary>
    /// The difference less what each setting does alone: what only several together do, or undo. NaN with one setting.
    /// </summary>
    public required Measured Interaction { get; init; }

    /// <summary>The two settings that do most together beyond what each does alone; null with one, or none.</summary>
    public StrongestPair? Pair { get; init; }

    /// <summary>All orders of the changes count; otherwise some were drawn.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Mixtures of the two scenarios that were run, these two included.</summary>
    public required int Mixtures { get; init; }

    public required int Replications { get; init; }
}

/// <summary>What one setting does to the metric.</summary>
/// <param name="Setting">In both scenarios.</param>
/// <param name="Share">Its Shapley value.</param>
/// <param name="Alone">Changed first, all others as before.</param>
/// <param name="Last">Changed last, all others as after.</param>
public sealed record AttributedSetting(SettingDifference Setting, Measured Share, Measured Alone, Measured Last);

/// <summary>Two settings that do not add up.</summary>
/// <param name="First">Index of a setting.</param>
/// <param name="Second">Index of another.</param>
/// <param name="Beyond">What both do, less what each does alone.</param>
public sealed record StrongestPair(int First, int Second, Measured Beyond);
