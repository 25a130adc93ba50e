using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>What a request does, step after step, and where its times are recorded.</summary>
/// <param name="name">Its own, in its service.</param>
/// <param name="steps">In their order.</param>
/// <param name="latency">From arrival at the service to the answer.</param>
/// <param name="breakdown">Where that time went.</param>
public sealed class Endpoint(
    string name, ImmutableArray<Step> steps, LatencyRecorder latency, BreakdownRecorder breakdown)
{
    public string Name => name;

    public ImmutableArray<Step> Steps => steps;

    /// <summary>What a request queues for first; -1: nothing.</summary>
    public int FirstCpuStep { get; } = IndexOfFirst(steps);

    /// <summary>The request is done.</summary>
    internal void Record(Request request, Duration took)
    {
        latency.Record(request.Intended, took);
        Record(request, took, request.Time);
    }

    /// <summary>The run ended before the request.</summary>
    internal void RecordUnfinished(Request request, Duration soFar)
    {
        latency.RecordUnfinished(request.Intended, soFar);
        Record(request, soFar, request.Time.CutShortAt(soFar));
    }

    // Probes and timers are not looked at by themselves.
    private void Record(Request request, Duration latency, in TimeAccount time) => breakdown.Record(
        request.Intended, latency, time, request.Client.Recorder is null ? null : request.Client.Options.Name,
        request.Number, request.Attempt);

    private static int IndexOfFirst(ImmutableArray<Step> steps)
    {
        for (var i = 0; i < steps.Length; i++)
            if (steps[i].Kind == StepKind.Cpu) return i;
        return -1;
    }
}
