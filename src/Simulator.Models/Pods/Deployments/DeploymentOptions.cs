using Simulator.Kernel;

namespace Simulator.Models.Pods.Deployments;

/// <summary>A Deployment's spec.</summary>
public sealed record DeploymentOptions
{
    public required string Name { get; init; }

    public required int Replicas { get; init; }

    public DeploymentStrategy Strategy { get; init; } = new();

    /// <summary>minReadySeconds: so long a pod must have been ready to count as available.</summary>
    public Duration MinReady { get; init; }

    /// <summary>Requested CPU of a pod, in millicores.</summary>
    public long Millicores { get; init; }
}
