using Simulator.Kernel;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>What happens to a pod, in the order of a life.</summary>
public enum PodEventKind
{
    /// <summary>The Deployment has made it; no node yet.</summary>
    Created,
    Scheduled,
    ContainerStarted,

    /// <summary>The program is up and takes connections.</summary>
    Listening,
    Ready,
    NotReady,

    /// <summary>A liveness or startup probe has failed as often as it may: the container is to be restarted.</summary>
    Unhealthy,

    /// <summary>The pod is deleted: grace runs, and the endpoints are told.</summary>
    Deleted,
    SigTerm,

    /// <summary>The service takes no more connections, and finishes what it has.</summary>
    Draining,

    /// <summary>The grace was over first.</summary>
    SigKill,

    /// <summary>It crashed, or was killed from outside.</summary>
    Crashed,

    /// <summary>The container has ended, whatever the reason.</summary>
    ContainerEnded,

    /// <summary>CrashLoopBackOff: it waits to be started again.</summary>
    BackOff,
    NodeLost,

    /// <summary>Nothing is left of it.</summary>
    Gone,
}

/// <summary>Something that happened to a pod.</summary>
/// <param name="At">When.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Generation">Of its template.</param>
/// <param name="Kind">What.</param>
public readonly record struct PodEvent(SimTime At, string Pod, int Generation, PodEventKind Kind);
