using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Scenarios.Results;

/// <summary>The course of one request, stretch after stretch, and what its pod did meanwhile.</summary>
public sealed record Course
{
    public required int Replication { get; init; }

    public required WorstRequest Request { get; init; }

    /// <summary>In order and without gaps: they add up to the latency.</summary>
    public required ImmutableArray<TraceSegment> Segments { get; init; }

    /// <summary>The pod it waited in longest, as it was meanwhile; null: no pod had it.</summary>
    public CourseHost? Host { get; init; }

    public SimTime From => Request.At;

    public SimTime To => Request.At + Request.Latency;
}

/// <summary>A container while it had a request; times of threads are summed over them.</summary>
public sealed record CourseHost
{
    public required string Pod { get; init; }

    public required int Threads { get; init; }

    public required int NodeCpus { get; init; }

    /// <summary>Zero without a limit, as <see cref="Period"/>.</summary>
    public required Duration Quota { get; init; }

    public required Duration Period { get; init; }

    /// <summary>While the request was there.</summary>
    public required ImmutableArray<SimTime> Refills { get; init; }

    /// <summary>From its coming to its end for whoever waited.</summary>
    public required HostTime Stay { get; init; }

    /// <summary>Threads on CPUs while any of them was, in the mean; zero where none ever was.</summary>
    public required double RunningAtOnce { get; init; }

    /// <summary>Of that, while it had no thread.</summary>
    public required HostTime Queue { get; init; }
}

/// <summary>What the threads of a container did in a time.</summary>
/// <param name="Length">Of that time.</param>
/// <param name="Running">On CPUs, all threads together.</param>
/// <param name="Runnable">Waiting for a CPU.</param>
/// <param name="Throttled">Waiting for quota.</param>
public readonly record struct HostTime(Duration Length, Duration Running, Duration Runnable, Duration Throttled);
