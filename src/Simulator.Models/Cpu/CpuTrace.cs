using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>Writes down what a group's threads and its pool do between two instants.</summary>
public sealed class CpuTrace(SimTime from, SimTime to)
{
    private readonly List<ThreadSegment> _segments = [];
    private readonly List<PoolChange> _pool = [];
    private readonly List<SimTime> _refills = [];

    public SimTime From => from;

    public SimTime To => to;

    /// <summary>Closed stretches of threads that had work, cut to the window, in order of their end.</summary>
    public IReadOnlyList<ThreadSegment> Segments => _segments;

    public IReadOnlyList<PoolChange> Pool => _pool;

    public IReadOnlyList<SimTime> Refills => _refills;

    internal void OnState(CpuThread thread, RunState state, SimTime since, SimTime until)
    {
        if (state == RunState.Sleeping || until <= from || since >= to || since == until) return;
        _segments.Add(new ThreadSegment(
            thread.Index, thread.CpuIndex, state, since < from ? from : since, until > to ? to : until));
    }

    internal void OnPool(SimTime at, long nanoseconds)
    {
        if (at >= from && at < to) _pool.Add(new PoolChange(at, nanoseconds));
    }

    internal void OnRefill(SimTime at, long nanoseconds)
    {
        OnPool(at, nanoseconds);
        if (at >= from && at < to) _refills.Add(at);
    }
}

/// <summary>One thread in one state on one CPU.</summary>
public readonly record struct ThreadSegment(int Thread, int Cpu, RunState State, SimTime From, SimTime To);

/// <summary>The global pool after a change.</summary>
public readonly record struct PoolChange(SimTime At, long Nanoseconds);
