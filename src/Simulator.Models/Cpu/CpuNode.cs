using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>A machine: its CPUs and its kernel's scheduler.</summary>
public sealed class CpuNode
{
    private readonly CpuGroup _root;
    private readonly long _scale;
    private int _created;

    public CpuNode(Simulation sim, int cpus, KernelOptions kernel)
    {
        Simulation = sim;
        Kernel = kernel;
        Cpus = new Cpu[cpus];
        for (var i = 0; i < cpus; i++) Cpus[i] = new Cpu(sim, this, i);
        _root = new CpuGroup(this, "/", null, null, 1024, Duration.Zero);
        foreach (var cpu in Cpus) cpu.Root = _root.Queues[cpu.Index];

        // get_update_sysctl_factor: granularities grow with the logarithm of the CPUs, up to eight of them.
        _scale = 1 + (long)Math.Log2(Math.Min(cpus, 8));
    }

    public KernelOptions Kernel { get; }

    public int CpuCount => Cpus.Length;

    internal Simulation Simulation { get; }

    internal Cpu[] Cpus { get; }

    /// <summary>sysctl_sched_base_slice: 0.7 ms by factor.</summary>
    internal long BaseSlice => 700_000 * _scale;

    /// <summary>
    /// sysctl_sched_latency, min_granularity and wakeup_granularity of CFS: 6, 0.75 and 1 ms by factor.
    /// </summary>
    internal long SchedLatency => 6_000_000 * _scale;

    internal long MinGranularity => 750_000 * _scale;

    internal long WakeupGranularity => 1_000_000 * _scale;

    /// <summary>Creates a cgroup below <paramref name="parent"/>, or below the root.</summary>
    /// <param name="name">For traces and messages.</param>
    /// <param name="quota">Null: no limit at this level.</param>
    /// <param name="weight">cpu.shares; 1024 is one requested core.</param>
    /// <param name="phase">Refills come at phase + k · period.</param>
    /// <param name="parent">The pod of a container; null for a pod.</param>
    public CpuGroup CreateGroup(string name, CfsQuota? quota, int weight, Duration phase, CpuGroup? parent = null) =>
        new(this, name, parent ?? _root, quota, weight, phase);

    /// <summary>Creates a sleeping thread; <paramref name="cpu"/> pins it.</summary>
    public CpuThread CreateThread(CpuGroup group, ICpuWorker worker, int? cpu = null)
    {
        var home = Cpus[cpu ?? _created++ % Cpus.Length];
        return new CpuThread(Simulation, group, worker, group.NextThreadIndex(), home, cpu is not null);
    }

    /// <summary>Hypervisor steal: whatever runs on the CPU stands still for a time and is not charged for it.</summary>
    public void Steal(int cpu, Duration time) => Cpus[cpu].Steal(time);

    internal void Wake(CpuThread thread, CpuThread? waker)
    {
        if (thread.IsDelayed)
        {
            thread.Cpu.WakeDelayed(thread);
            return;
        }

        var cpu = SelectCpu(thread, waker);
        thread.Queue = thread.Group.Queues[cpu.Index];
        thread.SetState(RunState.Runnable);
        cpu.Enqueue(thread);
        cpu.CheckPreempt(thread);
    }

    internal void RunDueTicks()
    {
        foreach (var cpu in Cpus) cpu.RunDueTick();
    }

    /// <summary>The idle CPU that may help a busy one, if there is one.</summary>
    internal Cpu? FindIdle(int except)
    {
        for (var i = 1; i < Cpus.Length; i++)
        {
            var cpu = Cpus[(except + i) % Cpus.Length];
            if (cpu.IsIdle) return cpu;
        }

        return null;
    }

    /// <summary>Moves one waiting thread to <paramref name="destination"/>, from the CPU with most to do.</summary>
    internal bool Pull(Cpu destination, int lead, bool alsoCacheHot)
    {
        Cpu? busiest = null;
        var most = Math.Max(2, destination.CountRunnable() + lead);
        foreach (var cpu in Cpus)
        {
            if (ReferenceEquals(cpu, destination)) continue;
            var runnable = cpu.CountRunnable();
            if (runnable < most || (busiest is not null && runnable == most)) continue;
            busiest = cpu;
            most = runnable;
        }

        if (busiest?.Root.FindMovable(destination, alsoCacheHot) is not { } thread) return false;
        Cpu.Dequeue(thread, sleeps: false);
        thread.Queue = thread.Group.Queues[destination.Index];
        destination.Enqueue(thread);
        return true;
    }

    /// <summary>
    /// select_task_rq_fair: the CPU it last ran on if that is idle, else an idle one beside the waker's (wake_affine),
    /// else the waker's. Where CPUs are packed idle ones are not looked for.
    /// </summary>
    private Cpu SelectCpu(CpuThread thread, CpuThread? waker)
    {
        var previous = thread.Cpu;
        if (thread.IsPinned) return previous;
        if (Kernel.PacksVirtualCpus) return waker?.Cpu.CountRunnable() == 1 ? waker.Cpu : previous;
        if (previous.IsIdle) return previous;
        var target = waker is null ? previous : waker.Cpu;
        return FindIdle(target.Index) ?? target;
    }
}
