using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>What a request does, step after step, and where its times are recorded.</summary>
public sealed class Endpoint(string name, ImmutableArray<Step> steps, LatencyRecorder latency)
{
    public string Name => name;

    public ImmutableArray<Step> Steps => steps;

    /// <summary>From arrival at the service to the answer.</summary>
    public LatencyRecorder Latency => latency;

    /// <summary>What a request queues for first; -1: nothing.</summary>
    public int FirstCpuStep { get; } = IndexOfFirst(steps);

    private static int IndexOfFirst(ImmutableArray<Step> steps)
    {
        for (var i = 0; i < steps.Length; i++)
            if (steps[i].BurnsCpu) return i;
        return -1;
    }
}

/// <summary>CPU work, or time that passes without any.</summary>
public sealed record Step
{
    public required bool BurnsCpu { get; init; }

    /// <summary>CPU time of all its tasks together, or the time that passes.</summary>
    public required Distribution Length { get; init; }

    public int Parallelism { get; init; } = 1;

    /// <summary>From the step's start to the end of its last task; null where nobody asked.</summary>
    public LatencyRecorder? Latency { get; init; }

    /// <summary>One task, from its pick-up by a thread to its end; null where nobody asked.</summary>
    public LatencyRecorder? Tasks { get; init; }
}
