using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;

namespace Simulator.Scenarios.Results;

/// <summary>The life of one pod in one replication: what happened to it, in order.</summary>
public sealed record PodLife
{
    public required string Name { get; init; }

    public required string Service { get; init; }

    /// <summary>Of its service's template, from 1: each rollout makes the next.</summary>
    public required int Generation { get; init; }

    /// <summary>A pod that was there when the run began has no <see cref="PodEventKind.Created"/> of its own time:
    /// its first events are at zero.</summary>
    public required ImmutableArray<PodHappening> Events { get; init; }

    /// <summary>In the order of their creation.</summary>
    public static ImmutableArray<PodLife> Of(PodLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return
        [
            .. log.Entries.GroupBy(e => (e.Service, e.Event.Pod)).Select(pod => new PodLife
            {
                Name = pod.Key.Pod,
                Service = pod.Key.Service,
                Generation = pod.First().Event.Generation,
                Events = [.. pod.Select(e => new PodHappening(e.Event.At, e.Event.Kind))],
            }),
        ];
    }

    /// <summary>Its states from its creation on, each until the next, the last until the end of the run.</summary>
    public IEnumerable<(SimTime From, PodState State)> States()
    {
        PodState? state = null;
        foreach (var (at, kind) in Events)
        {
            var next = After(state, kind);
            if (next == state) continue;
            state = next;
            yield return (at, next);
        }
    }

    /// <summary>Something happened to it after the run's first instant.</summary>
    public bool HasStory => Events.Any(e => e.At > SimTime.Zero);

    /// <summary>How often a thing happened to it in the time that counts.</summary>
    public int Count(PodEventKind kind, SimTime from) => Events.Count(e => e.Kind == kind && e.At >= from);

    /// <summary>When a container was started after another one had ended.</summary>
    public IEnumerable<SimTime> Restarts()
    {
        var hasEnded = false;
        foreach (var (at, kind) in Events)
        {
            if (kind == PodEventKind.ContainerEnded) hasEnded = true;
            if (hasEnded && kind == PodEventKind.ContainerStarted) yield return at;
        }
    }

    private static PodState After(PodState? state, PodEventKind kind) => (state, kind) switch
    {
        (_, PodEventKind.Gone) => PodState.Gone,
        (PodState.Terminating, _) => PodState.Terminating,
        (_, PodEventKind.Deleted) => PodState.Terminating,
        (_, PodEventKind.Created) => PodState.Pending,
        (_, PodEventKind.Ready) => PodState.Ready,
        (_, PodEventKind.BackOff) => PodState.BackOff,
        (PodState.Ready, PodEventKind.NotReady or PodEventKind.ContainerEnded) => PodState.NotReady,
        (PodState.Pending, PodEventKind.Scheduled) => PodState.NotReady,
        (PodState.BackOff, PodEventKind.ContainerStarted) => PodState.NotReady,
        _ => state ?? PodState.Pending,
    };
}

/// <summary>Something that happened to a pod.</summary>
public readonly record struct PodHappening(SimTime At, PodEventKind Kind);

/// <summary>What a pod is, as kubectl get pods would have it.</summary>
public enum PodState
{
    /// <summary>Wanted, and no node has room for it.</summary>
    Pending,

    /// <summary>Its container starts, or runs and is not ready.</summary>
    NotReady,
    Ready,

    /// <summary>CrashLoopBackOff.</summary>
    BackOff,

    /// <summary>Deleted, and not yet ended: nobody counts it any more.</summary>
    Terminating,
    Gone,
}
