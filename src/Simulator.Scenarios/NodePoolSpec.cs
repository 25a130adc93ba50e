using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios;

/// <summary>Some nodes that are alike.</summary>
public sealed record NodePoolSpec
{
    public int Count { get; init; } = 1;

    public required int Cpus { get; init; }

    public AllocatableSpec Allocatable { get; init; } = new();

    public KernelOptions Kernel { get; init; } = new();

    public KubeletSpec Kubelet { get; init; } = new();
}

/// <summary>What the pods of a node may request together.</summary>
public sealed record AllocatableSpec
{
    /// <summary>Null: all CPUs of the node.</summary>
    public CpuQuantity? Cpu { get; init; }

    /// <summary>Null: without bound. Carried, not modelled.</summary>
    public Bytes? Memory { get; init; }
}

/// <summary>The kubelet's settings that decide how limits become quotas, under Kubernetes' own names.</summary>
public sealed record KubeletSpec
{
    /// <summary>False: limits are not enforced.</summary>
    public bool CpuCFSQuota { get; init; } = true;

    /// <summary>1 ms to 1 s. Default: KubeletConfiguration.cpuCFSQuotaPeriod.</summary>
    public Duration CpuCFSQuotaPeriod { get; init; } = CfsQuota.DefaultPeriod;
}
