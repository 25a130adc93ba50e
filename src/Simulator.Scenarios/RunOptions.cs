using Simulator.Kernel;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios;

/// <summary>How to run, as opposed to what: none of it changes a number in the result.</summary>
public sealed record RunOptions
{
    /// <summary>Replications at a time; null: as many as there are CPUs.</summary>
    public int? Threads { get; init; }

    /// <summary>Every request of each variant's first replication becomes a row of the result.</summary>
    public bool KeepRequests { get; init; }

    /// <summary>A second run of each variant's first replication, for one second of one pod in detail.</summary>
    public bool CloseUps { get; init; } = true;

    /// <summary>
    /// Called after each piece of work with how many are done, of how many; never by two threads at once.
    /// </summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Sees the events of the first variant's first replication.</summary>
    public EventTrace? Trace { get; init; }
}

/// <summary>A variant as the reader resolved it; the first of a run is the baseline.</summary>
/// <param name="Name"><see cref="Results.VariantResult.Baseline"/>, or the variant's.</param>
/// <param name="Title">For people.</param>
/// <param name="Sha256">Of the effective scenario.</param>
/// <param name="Scenario">The effective scenario, its thresholds those of the variant.</param>
public sealed record RunVariant(string Name, string Title, string Sha256, Scenario Scenario)
{
    public static RunVariant Of(EffectiveScenario effective) =>
        new(effective.Name, effective.Title, effective.Sha256, effective.Scenario);
}
