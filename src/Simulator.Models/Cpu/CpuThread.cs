using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>What a thread is doing.</summary>
public enum RunState
{
    /// <summary>Has no work.</summary>
    Sleeping,

    /// <summary>On a CPU.</summary>
    Running,

    /// <summary>Has work; another thread has the CPU.</summary>
    Runnable,

    /// <summary>Has work; its group, or one above, has no quota on this CPU.</summary>
    Throttled,
}

/// <summary>A thread: asleep, or with work that it does whenever the scheduler lets it.</summary>
public sealed class CpuThread : SchedEntity
{
    private readonly Simulation _sim;
    private readonly ICpuWorker _worker;
    private readonly long[] _timeIn = new long[4];
    private long _stateSince;
    private long _stoppedAt = -1;

    internal CpuThread(Simulation sim, CpuGroup group, ICpuWorker worker, int index, Cpu cpu, bool pinned)
    {
        _sim = sim;
        _worker = worker;
        Group = group;
        Index = index;
        IsPinned = pinned;
        Queue = group.Queues[cpu.Index];
    }

    public CpuGroup Group { get; }

    /// <summary>The thread's number in its group.</summary>
    public int Index { get; }

    public RunState State { get; private set; }

    /// <summary>The CPU it runs or waits on, or ran on last.</summary>
    public int CpuIndex => Queue!.Cpu.Index;

    internal bool IsPinned { get; }

    /// <summary>CPU work not yet charged.</summary>
    internal long Remaining { get; set; }

    internal Cpu Cpu => Queue!.Cpu;

    /// <summary>How long the thread has been in a state since its creation.</summary>
    public Duration TimeIn(RunState state)
    {
        var closed = _timeIn[(int)state];
        return new Duration(state == State ? closed + _sim.Now.Nanoseconds - _stateSince : closed);
    }

    /// <summary>
    /// Gives the thread this much CPU work. It wakes up if it sleeps; inside <see cref="ICpuWorker.OnWorkDone"/> it
    /// goes on without sleeping. A thread that still has work takes no more.
    /// </summary>
    /// <param name="work">CPU time to spend.</param>
    /// <param name="waker">The thread that hands it over, if one does: its CPU attracts the wakened.</param>
    public void Run(Duration work, CpuThread? waker = null)
    {
        if (State == RunState.Sleeping)
        {
            Remaining = work.Nanoseconds;
            Group.Node.Wake(this, waker);
        }
        else
        {
            Cpu.Continue(this, work.Nanoseconds);
        }
    }

    /// <summary>
    /// SIGKILL: what is left of its work is not done. A thread that does not run dies when it is next on a CPU, so that
    /// one without quota waits for it (a signal is handled on the way back to user mode, where the throttled stand).
    /// </summary>
    public void Kill()
    {
        if (State == RunState.Sleeping) return;
        Cpu.Cut(this);
    }

    internal void SetState(RunState state)
    {
        if (state == State) return;
        var now = _sim.Now.Nanoseconds;
        _timeIn[(int)State] += now - _stateSince;
        Group.Trace?.OnState(this, State, new SimTime(_stateSince), _sim.Now);
        if (State == RunState.Running) _stoppedAt = now;
        _stateSince = now;
        State = state;
    }

    internal void TellWorker() => _worker.OnWorkDone(this);

    /// <summary>Pinned threads and sleepers stay; nobody is moved into a hierarchy that is throttled there.</summary>
    internal bool MayMoveTo(Cpu destination, bool alsoCacheHot) =>
        !IsPinned && !IsDelayed && (alsoCacheHot || !IsCacheHot) && Group.Queues[destination.Index].ThrottleCount == 0;

    /// <summary>
    /// task_hot: half a millisecond (sysctl_sched_migration_cost) after it ran, a thread is left where it is.
    /// </summary>
    private bool IsCacheHot => _stoppedAt >= 0 && _sim.Now.Nanoseconds - _stoppedAt < 500_000;

    internal override void OnCharged(Duration delta) => Remaining -= delta.Nanoseconds;
}
