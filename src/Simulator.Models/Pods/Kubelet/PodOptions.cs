using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>A pod's spec as far as the kubelet reads it.</summary>
public sealed record PodOptions
{
    public ShutdownPlan Shutdown { get; init; } = ShutdownPlan.Graceful;

    /// <summary>terminationGracePeriodSeconds, from the deletion on, preStop included.</summary>
    public Duration Grace { get; init; } = Duration.FromSeconds(30);

    /// <summary>lifecycle.preStop.sleep.</summary>
    public Duration PreStop { get; init; }

    /// <summary>What a container does before it listens; only cpu and wait steps.</summary>
    public ImmutableArray<Step> Startup { get; init; } = [];

    /// <summary>At most one of each kind.</summary>
    public ImmutableArray<Probe> Probes { get; init; } = [];

    /// <summary>What each of its containers does by itself.</summary>
    public ImmutableArray<TimerOptions> Timers { get; init; } = [];
}
