namespace Simulator.Scenarios.Trials;

/// <summary>How many replications a trial gets, and how they are run.</summary>
public sealed record TrialOptions
{
    /// <summary>
    /// A trial goes on until the 95 % interval of each threshold's figure (of each figure without thresholds) has a
    /// half-width of at most this share of its value; null: run.replications, no more.
    /// </summary>
    public double? Precision { get; init; }

    /// <summary>
    /// A trial goes on until each threshold whose miss is an error is seen to hold or to fail; see
    /// <see cref="EarlyStop"/>.
    /// </summary>
    public bool UntilDecided { get; init; }

    /// <summary>Where it ends all the same; at least run.replications.</summary>
    public int MaxReplications { get; init; } = 100;

    /// <summary>Replications at a time; null: as many as there are CPUs. No number depends on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Told after each replication how many have been run; never by two threads at once.</summary>
    public Action<int>? Progress { get; init; }
}
