using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>
/// One pod of the first replication under the microscope: one second of scheduling, and a minute of CPU use.
/// </summary>
public sealed record CloseUp
{
    public required string Service { get; init; }

    public required string Pod { get; init; }

    public required int NodeCpus { get; init; }

    public required int Threads { get; init; }

    public double? LimitCores { get; init; }

    public Duration Period { get; init; }

    public Duration Quota { get; init; }

    /// <summary>Start of the second that the timeline shows.</summary>
    public required SimTime From { get; init; }

    public required SimTime To { get; init; }

    /// <summary>In order of thread, then of time; nothing recorded means asleep.</summary>
    public required ImmutableArray<LaneSegment> Lanes { get; init; }

    /// <summary>The container's global pool after each change, in nanoseconds; empty without a limit.</summary>
    public required ImmutableArray<PoolLevel> Pool { get; init; }

    /// <summary>The container's refills in the window.</summary>
    public required ImmutableArray<SimTime> Refills { get; init; }

    /// <summary>
    /// Refills of the pod's group above the container: a thread runs again only when both have quota.
    /// </summary>
    public ImmutableArray<SimTime> PodRefills { get; init; } = [];

    /// <summary>Start of <see cref="UsageNsPerMs"/>.</summary>
    public required SimTime UsageFrom { get; init; }

    /// <summary>
    /// CPU time of the container in each millisecond from <see cref="UsageFrom"/>, for at least a minute where the run
    /// is that long.
    /// </summary>
    public required ImmutableArray<int> UsageNsPerMs { get; init; }
}

/// <summary>What a thread did between two instants.</summary>
public enum LaneState
{
    /// <summary>On a CPU.</summary>
    Running,

    /// <summary>Runnable, another thread has the CPU.</summary>
    Waiting,

    /// <summary>Runnable, the group has no quota on this CPU.</summary>
    Throttled,
}

/// <summary>A stretch of one thread in one state on one CPU.</summary>
public readonly record struct LaneSegment(int Thread, int Cpu, LaneState State, SimTime From, SimTime To);

/// <summary>The global pool from this instant on.</summary>
public readonly record struct PoolLevel(SimTime At, long Nanoseconds);
