using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>
/// A group's queue on one CPU: its local runtime, its throttling, and the entities it orders.
/// Source: kernel/sched/fair.c, struct cfs_rq and the functions named at each member.
/// </summary>
internal sealed partial class CfsRunQueue : SchedEntity
{
    private const long MinRuntime = 1_000_000;

    private readonly Simulation _sim;
    private readonly KernelVersion _version;
    private readonly CfsBandwidth? _bandwidth;
    private readonly List<CpuThread> _limbo = [];
    private long _throttledClock = -1;
    private long _runtimeExpires;
    private long _expiresSeq;

    public CfsRunQueue(Simulation sim, Cpu cpu, CpuGroup group, CfsRunQueue? parent, CfsBandwidth? bandwidth)
    {
        _sim = sim;
        _version = cpu.Node.Kernel.Version;
        _bandwidth = bandwidth;
        Cpu = cpu;
        Group = group;
        Queue = parent;
        Weight = group.Weight;
    }

    public Cpu Cpu { get; }

    public CpuGroup Group { get; }

    public CfsRunQueue? Parent => Queue;

    /// <summary>Local runtime; negative is debt, repaid from later refills.</summary>
    public long RuntimeRemaining { get; set; }

    /// <summary>On the pool's list of queues that wait for quota.</summary>
    public bool Throttled { get; private set; }

    /// <summary>How many of this queue and those above it are throttled.</summary>
    public int ThrottleCount { get; private set; }

    /// <summary>Charges execution (account_cfs_rq_runtime); asks for a reschedule when nothing is left.</summary>
    private void Account(long delta)
    {
        if (_bandwidth is null) return;
        RuntimeRemaining -= delta;
        if (_version.SlicesExpire) ExpireSlice();
        if (RuntimeRemaining > 0 || Throttled) return;
        if (!_bandwidth.AssignSlice(this) && Curr is not null) Cpu.NeedResched = true;
    }

    /// <summary>Throttles a queue that is switched out in debt (check_cfs_rq_runtime).</summary>
    public void CheckRuntime()
    {
        if (_bandwidth is null || RuntimeRemaining > 0 || Throttled) return;
        Throttle();
    }

    /// <summary>
    /// An empty queue that gets its first entity may find itself without runtime (check_enqueue_throttle).
    /// </summary>
    public void CheckEnqueueThrottle()
    {
        if (_bandwidth is null || Curr is not null || Throttled) return;
        Account(0);
        if (RuntimeRemaining <= 0) Throttle();
    }

    /// <summary>The last entity left: all but 1 ms goes back to the pool (return_cfs_rq_runtime).</summary>
    public void ReturnSlack()
    {
        if (_bandwidth is null) return;
        var slack = RuntimeRemaining - MinRuntime;
        if (slack <= 0) return;
        if (!_version.SlicesExpire || _runtimeExpires == _bandwidth.RuntimeExpires) _bandwidth.Return(slack);
        RuntimeRemaining -= slack;
    }

    /// <summary>Runs again with what the pool gave (unthrottle_cfs_rq).</summary>
    public void Unthrottle()
    {
        if (!Throttled || RuntimeRemaining <= 0) return;
        Throttled = false;
        StopThrottledClock();
        _bandwidth!.RemoveThrottled(this);
        ChangeThrottleCount(-1);
        if (!_version.ThrottlesTasks)
        {
            EnqueueUpwards();
            if (ThrottleCount == 0) MarkThreads(RunState.Throttled, RunState.Runnable);
        }

        Cpu.WakeIfIdle();
    }

    /// <summary>
    /// A picked thread of a throttled hierarchy leaves the queue until quota comes (throttle_cfs_rq_work).
    /// </summary>
    public void SendToLimbo(CpuThread thread)
    {
        Cpu.Dequeue(thread, sleeps: true);
        thread.SetState(RunState.Throttled);
        _limbo.Add(thread);
        for (var rq = this; rq is not null; rq = rq.Parent) rq.StartThrottledClockIfThrottled();
    }

    public void AdoptExpiry(long runtimeExpires, long seq)
    {
        if (!_version.ExpiresByEquality && _expiresSeq == seq) return;
        _expiresSeq = seq;
        if (!_version.ExpiresByEquality || runtimeExpires > _runtimeExpires) _runtimeExpires = runtimeExpires;
    }

    /// <summary>throttle_cfs_rq: one last try for a nanosecond, then wait in line.</summary>
    private void Throttle()
    {
        if (_bandwidth!.Assign(this, 1)) return;
        _bandwidth.AddThrottled(this);
        Throttled = true;
        ChangeThrottleCount(+1);
        if (_version.ThrottlesTasks) return;
        DequeueUpwards();
        MarkThreads(RunState.Runnable, RunState.Throttled);
        if (!_version.ClockNeedsThreads || NrQueued > 0) StartThrottledClockIfThrottled();
    }

    /// <summary>tg_throttle_down and tg_unthrottle_up: this CPU's queues of the group and all groups below.</summary>
    private void ChangeThrottleCount(int by)
    {
        ThrottleCount += by;
        if (ThrottleCount == 0) LeaveLimbo();
        foreach (var child in Group.Children) child.Queues[Cpu.Index].ChangeThrottleCount(by);
    }

    /// <summary>The kernel adds to the list's head and walks it from there: last in, first out.</summary>
    private void LeaveLimbo()
    {
        for (var i = _limbo.Count - 1; i >= 0; i--)
        {
            var thread = _limbo[i];
            thread.SetState(RunState.Runnable);
            Cpu.Enqueue(thread);
        }

        _limbo.Clear();
    }

    /// <summary>Before 6.18 the group's entity leaves the queues above as a whole.</summary>
    private void DequeueUpwards()
    {
        SchedEntity entity = this;
        for (var rq = Parent; rq is not null && entity.OnRq; rq = rq.Parent)
        {
            rq.DequeueEntity(entity, sleeps: true);
            if (rq.NrQueued > 0) break;
            entity = rq;
        }
    }

    private void EnqueueUpwards()
    {
        SchedEntity entity = this;
        for (var rq = Parent; rq is not null && !entity.OnRq && ((CfsRunQueue)entity).NrQueued > 0; rq = rq.Parent)
        {
            rq.EnqueueEntity(entity);
            if (rq.Throttled) break;
            entity = rq;
        }

        if (entity.IsDelayed && ((CfsRunQueue)entity).NrQueued > 0) entity.Queue!.Requeue(entity);
    }

    /// <summary>Before 6.18 threads stay in the queue that is taken off whole.</summary>
    private void MarkThreads(RunState from, RunState to)
    {
        foreach (var entity in _entities)
        {
            if (entity is CfsRunQueue { Throttled: false } below) below.MarkThreads(from, to);
            else if (entity is CpuThread thread && thread.State == from) thread.SetState(to);
        }
    }

    private void StartThrottledClockIfThrottled()
    {
        if (Throttled && _throttledClock < 0) _throttledClock = _sim.Now.Nanoseconds;
    }

    private void StopThrottledClock()
    {
        if (_throttledClock < 0) return;
        _bandwidth!.ThrottledTime += _sim.Now.Nanoseconds - _throttledClock;
        _throttledClock = -1;
    }

    /// <summary>expire_cfs_rq_runtime, before 5.4: a slice of a past period is worth nothing.</summary>
    private void ExpireSlice()
    {
        var now = _sim.Now.Nanoseconds;
        if (now < _runtimeExpires || RuntimeRemaining < 0) return;
        var stillGood = _version.ExpiresByEquality
            ? _runtimeExpires != _bandwidth!.RuntimeExpires
            : _expiresSeq == _bandwidth!.ExpiresSeq;
        if (stillGood) _runtimeExpires += Cpu.Node.Kernel.Tick.Nanoseconds;
        else RuntimeRemaining = 0;
    }
}
