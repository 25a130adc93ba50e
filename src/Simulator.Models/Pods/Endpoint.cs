using System.Collections.Immutable;
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
            if (steps[i].Kind == StepKind.Cpu) return i;
        return -1;
    }
}
