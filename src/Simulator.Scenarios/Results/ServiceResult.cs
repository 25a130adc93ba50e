using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>
/// The CPU account of a service's pods, by interval from the start of the run, as cAdvisor would export it.
/// </summary>
public sealed record ServiceResult
{
    public required Duration Interval { get; init; }

    /// <summary>The container's CPU limit in cores; null without one.</summary>
    public double? LimitCores { get; init; }

    /// <summary>CPUs of the node a pod runs on.</summary>
    public required int NodeCpus { get; init; }

    public required ImmutableArray<PodResult> Pods { get; init; }

    /// <summary>Requests that ended, per interval, all pods.</summary>
    public required ImmutableArray<long> Completed { get; init; }
}

/// <summary>One pod's container counters: what each interval added (container_cpu_*).</summary>
public sealed record PodResult
{
    public required string Name { get; init; }

    public required ImmutableArray<CpuInterval> Cpu { get; init; }

    /// <summary>The interval of the run with which they begin: a pod may be made, and end, during it.</summary>
    public int First { get; init; }

    /// <summary>Of an interval of the run; nothing where the pod was not there.</summary>
    public CpuInterval At(int interval) =>
        interval >= First && interval < First + Cpu.Length ? Cpu[interval - First] : default;
}

/// <summary>Differences of cpu.stat over one interval; times in nanoseconds.</summary>
public readonly record struct CpuInterval(
    long UsageNs, long NrPeriods, long NrThrottled, long ThrottledNs, long NrBursts, long BurstNs);
