using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>What a reader is told of pods that come and go, of the measured time; means over replications.</summary>
public sealed record PodsSummary
{
    /// <summary>Those to whose pods something happens in some replication.</summary>
    public required ImmutableArray<ServicePodsSummary> Services { get; init; }

    /// <summary>All pods of these services together.</summary>
    public required ServicePodsSummary All { get; init; }
}

/// <summary>The pods of one service.</summary>
public sealed record ServicePodsSummary
{
    public required string Service { get; init; }

    /// <summary>Pods that exist, those on their way out included.</summary>
    public required PodLevelSummary Count { get; init; }

    public required PodLevelSummary Ready { get; init; }

    public required PodLevelSummary Terminating { get; init; }

    /// <summary>Starts of a container after another one of its pod.</summary>
    public required Measured Restarts { get; init; }

    /// <summary>Containers that SIGKILL ended as their grace was over.</summary>
    public required Measured Killed { get; init; }

    /// <summary>Times a liveness or startup probe gave a container up.</summary>
    public required Measured Unhealthy { get; init; }
}

/// <summary>A number of pods over the measured time.</summary>
/// <param name="Min">Least at one instant.</param>
/// <param name="Mean">Average over time.</param>
/// <param name="Max">Most at one instant.</param>
public sealed record PodLevelSummary(Measured Min, Measured Mean, Measured Max);
