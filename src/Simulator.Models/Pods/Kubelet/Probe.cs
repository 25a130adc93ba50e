using Simulator.Kernel;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>What a probe decides.</summary>
public enum ProbeKind
{
    /// <summary>Until it succeeds, the other two wait; when it fails, the container is restarted.</summary>
    Startup,

    /// <summary>Whether the pod is in the service's endpoints.</summary>
    Readiness,

    /// <summary>Whether the container is restarted.</summary>
    Liveness,
}

/// <summary>A probe of a pod's spec; names and defaults of Kubernetes.</summary>
public sealed record Probe
{
    public required ProbeKind Kind { get; init; }

    /// <summary>Who handles its request, in the pod like any other; null: it only connects (tcpSocket).</summary>
    public RequestHandler? Handler { get; init; }

    public Duration InitialDelay { get; init; }

    public Duration Period { get; init; } = Duration.FromSeconds(10);

    public Duration Timeout { get; init; } = Duration.FromSeconds(1);

    public int SuccessThreshold { get; init; } = 1;

    public int FailureThreshold { get; init; } = 3;

    /// <summary>In place of the pod's, for a container that this probe has killed; null: the pod's.</summary>
    public Duration? Grace { get; init; }
}
