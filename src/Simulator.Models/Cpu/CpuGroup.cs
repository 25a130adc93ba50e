using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>A cgroup of the cpu controller: a weight, perhaps a quota, groups below it and threads in it.</summary>
public sealed class CpuGroup
{
    private readonly List<CpuGroup> _children = [];
    private readonly CfsBandwidth? _bandwidth;
    private int _threads;

    internal CpuGroup(CpuNode node, string name, CpuGroup? parent, CfsQuota? quota, int weight, Duration phase)
    {
        Node = node;
        Name = name;
        Parent = parent;
        Weight = weight;
        Quota = quota;
        _bandwidth = quota is null ? null : new CfsBandwidth(node.Simulation, node, this, quota, phase);
        Queues = new CfsRunQueue[node.Cpus.Length];
        for (var i = 0; i < Queues.Length; i++)
            Queues[i] = new CfsRunQueue(node.Simulation, node.Cpus[i], this, parent?.Queues[i], _bandwidth);
        parent?._children.Add(this);
    }

    public CpuNode Node { get; }

    public string Name { get; }

    /// <summary>The group above; null at the top.</summary>
    public CpuGroup? Parent { get; }

    /// <summary>cpu.shares: 1024 is one requested core.</summary>
    public int Weight { get; }

    /// <summary>Null: no limit at this level.</summary>
    public CfsQuota? Quota { get; }

    /// <summary>Set to see what the group's threads and its pool do.</summary>
    public CpuTrace? Trace { get; set; }

    /// <summary>What is in the global pool now, zero without a quota.</summary>
    public Duration PoolRuntime => new(_bandwidth?.Runtime ?? 0);

    internal IReadOnlyList<CpuGroup> Children => _children;

    internal CfsRunQueue[] Queues { get; }

    /// <summary>Charged so far by all CPUs.</summary>
    internal long UsageNs { get; set; }

    /// <summary>Threads of this group and below that could run, on all CPUs.</summary>
    internal int NrThreads { get; set; }

    /// <summary>cpu.stat now. Usage is exact: what a running thread has not been charged for yet is in it.</summary>
    public CfsCounters Read()
    {
        var usage = UsageNs;
        foreach (var queue in Queues) usage += queue.UnchargedHere;
        var b = _bandwidth;
        return b is null
            ? new CfsCounters(usage, 0, 0, 0, 0, 0)
            : new CfsCounters(usage, b.NrPeriods, b.NrThrottled, b.ThrottledTime, b.NrBursts, b.BurstTime);
    }

    internal int NextThreadIndex() => _threads++;
}
