using System.Collections.Immutable;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>When a client tries again, and how often.</summary>
public sealed record RetryOptions
{
    /// <summary>Outcomes that another attempt might mend.</summary>
    public static ImmutableArray<Outcome> Transient { get; } =
    [
        Outcome.Timeout, Outcome.ConnectionReset, Outcome.ConnectionRefused, Outcome.Rejected, Outcome.DatabaseError,
        Outcome.PoolTimeout, Outcome.Shed,
    ];

    /// <summary>Attempts after the first; 0: none.</summary>
    public required int Max { get; init; }

    /// <summary>Null: at once.</summary>
    public BackoffOptions? Backoff { get; init; }

    /// <summary>Null: as many as <see cref="Max"/> allows.</summary>
    public RetryBudgetOptions? Budget { get; init; }

    /// <summary>
    /// No retry while failed attempts are more than this share of the client's calls, both since the start: the circuit
    /// breaker for retries of mbrooker/simulator_example (retry_strategy.py). Null: never mind.
    /// </summary>
    public double? MaxFailureRatio { get; init; }

    public ImmutableArray<Outcome> On { get; init; } = Transient;
}
