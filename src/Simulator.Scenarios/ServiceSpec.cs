using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios;

/// <summary>A workload: its pods, what they may use, and what a request to it costs.</summary>
public sealed record ServiceSpec
{
    /// <summary>The node pool its pods run on.</summary>
    public required string Node { get; init; }

    public int Replicas { get; init; } = 1;

    public ResourcesSpec Resources { get; init; } = new();

    /// <summary>cfs_burst_us of the container, at most its quota; the kubelet cannot set it (kubernetes#104516).</summary>
    public Duration CpuBurst { get; init; } = Duration.Zero;

    /// <summary>Offset of the period grid of every group of the service; null: random for each group.</summary>
    public Duration? Phase { get; init; }

    public RoutingPolicy Routing { get; init; } = RoutingPolicy.Random;

    public required RuntimeSpec Runtime { get; init; }

    public QueueSpec Queue { get; init; } = new();

    public required NameMap<EndpointSpec> Endpoints { get; init; }
}

/// <summary>How requests choose among a service's pods. Default: random, as kube-proxy's iptables mode does.</summary>
public enum RoutingPolicy
{
    Random,
    RoundRobin,
    LeastRequests,
}

/// <summary>Requests and limits of the container, as in a pod's spec.</summary>
public sealed record ResourcesSpec
{
    public ResourceListSpec Requests { get; init; } = new();

    public ResourceListSpec Limits { get; init; } = new();
}

/// <summary>Amounts by resource; null where none is given. Memory is carried, not modelled.</summary>
public sealed record ResourceListSpec
{
    public CpuQuantity? Cpu { get; init; }

    public Bytes? Memory { get; init; }
}

/// <summary>The requests that wait for a thread of one pod.</summary>
public sealed record QueueSpec
{
    /// <summary>Requests beyond it are rejected; null: without bound.</summary>
    public int? Capacity { get; init; }
}

/// <summary>What a request to this endpoint does, step after step.</summary>
public sealed record EndpointSpec
{
    /// <summary>At least one.</summary>
    public required ImmutableArray<StepSpec> Steps { get; init; }
}

/// <summary>One step of a request.</summary>
public abstract record StepSpec
{
    private protected StepSpec()
    {
    }

    /// <summary>Unique in its endpoint; the step's metrics are named by it.</summary>
    public string? Name { get; init; }
}

/// <summary>Burns CPU time, and with it quota.</summary>
public sealed record CpuStepSpec : StepSpec
{
    /// <summary>The step's whole CPU time, split evenly over <see cref="Parallelism"/> threads.</summary>
    public required DistributionSpec<Duration> Cpu { get; init; }

    public int Parallelism { get; init; } = 1;
}

/// <summary>Waits without burning CPU.</summary>
public sealed record WaitStepSpec : StepSpec
{
    public required DistributionSpec<Duration> Wait { get; init; }
}
