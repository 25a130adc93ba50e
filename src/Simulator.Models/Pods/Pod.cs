using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Pods;

/// <summary>One pod: a name, a cgroup on a node, and the containers that run in it, one after the other.</summary>
public sealed class Pod
{
    private readonly Func<Pod, Container> _create;
    private readonly List<CpuGroup> _groups = [];

    /// <param name="name">As its cgroup and the results call it.</param>
    /// <param name="generation">Of its service's template, from 1: a rollout makes the next.</param>
    /// <param name="create">Makes the container anew at every start.</param>
    public Pod(string name, int generation, Func<Pod, Container> create) =>
        (Name, Generation, _create) = (name, generation, create);

    public string Name { get; }

    public int Generation { get; }

    /// <summary>The one that runs, or ran last; null before the first start.</summary>
    public Container? Container { get; private set; }

    /// <summary>Starts so far.</summary>
    public int Starts { get; private set; }

    /// <summary>Admitted and not yet done.</summary>
    public int Requests => Container?.Requests ?? 0;

    /// <summary>The next container; the one before it is dead.</summary>
    public Container StartContainer()
    {
        if (Container is { IsDead: false }) throw new SimulationException($"{Name} has a container that runs.");
        Container = _create(this);
        Starts++;
        _groups.Add(Container.Group);
        return Container;
    }

    /// <summary>cpu.stat of its containers, ended ones included.</summary>
    public CfsCounters ReadCpu()
    {
        var sum = default(CfsCounters);
        foreach (var group in _groups) sum += group.Read();
        return sum;
    }
}
