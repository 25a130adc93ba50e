using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>
/// One CPU: who runs, the tick, and the switch from one thread to the next.
/// Source: kernel/sched/core.c (__schedule, scheduler_tick) and fair.c.
/// </summary>
internal sealed partial class Cpu(Simulation sim, CpuNode node, int index) : EventTarget
{
    private const int Tick = 0;
    private const int WorkDone = 1;
    private const int SwitchedOut = 2;
    private const int StealOver = 3;

    private CpuThread? _curr;
    private EventHandle _tick;
    private EventHandle _done;
    private long _nextTick = -1;
    private bool _asking;
    private long _stolenUntil;
    private bool _missedTick;

    public CpuNode Node => node;

    public int Index => index;

    /// <summary>The queue above all groups.</summary>
    public CfsRunQueue Root { get; set; } = null!;

    /// <summary>TIF_NEED_RESCHED: acted upon at the end of the accounting point that set it.</summary>
    public bool NeedResched { get; set; }

    public bool IsIdle => _curr is null && Root.NrQueued == 0;

    public int CountRunnable() => Root.CountRunnable();

    /// <summary>A woken thread takes an idle CPU, or a busy one if it is due before the running thread.</summary>
    public void CheckPreempt(CpuThread woken)
    {
        if (_curr is not null && !WokenIsDue(woken)) return;
        if (_asking || IsStolen) NeedResched = true;
        else Schedule();
    }

    public void WakeIfIdle()
    {
        if (_curr is null && Root.NrQueued > 0) Schedule();
    }

    /// <summary>The running thread finds more to do at the instant it is done: no sleep, no accounting.</summary>
    public void Continue(CpuThread thread, long work)
    {
        if (!_asking || !ReferenceEquals(thread, _curr) || thread.Remaining > thread.Queue!.UnchargedHere)
            throw new InvalidOperationException($"thread {thread.Index} of {thread.Group.Name} still has work");
        thread.Remaining = thread.Queue.UnchargedHere + work;
        _done = sim.Schedule(new Duration(work), this, WorkDone);
    }

    /// <summary>The thread is done the next time it runs; at once if it is running.</summary>
    public void Cut(CpuThread thread)
    {
        if (!ReferenceEquals(thread, _curr))
        {
            thread.Remaining = 1;
            return;
        }

        if (_asking || IsStolen || _done == default) return; // It ends, or goes on, at this very instant.
        thread.Remaining = thread.Queue!.UnchargedHere;
        sim.Cancel(_done);
        _done = sim.Schedule(Duration.Zero, this, WorkDone);
    }

    public void RunDueTick()
    {
        if (_nextTick != sim.Now.Nanoseconds) return;
        sim.Cancel(_tick);
        OnTick();
    }

    protected override void OnEvent(int code)
    {
        if (code == Tick) OnTick();
        else if (code == WorkDone) OnWorkDone();
        else if (code == SwitchedOut) Schedule();
        else OnStealOver();
    }

    /// <summary>
    /// The hypervisor takes the CPU away: no progress, and no charge, as steal is not execution time. The tick that
    /// was due meanwhile comes when the CPU is back. An idle CPU has nothing to lose, a stolen one is stolen already.
    /// </summary>
    public void Steal(Duration time)
    {
        if (_curr is null || IsStolen || _done == default) return;
        var left = _curr.Remaining - _curr.Queue!.UnchargedHere;
        _stolenUntil = sim.Now.Nanoseconds + time.Nanoseconds;
        for (var rq = _curr.Queue; rq is not null; rq = rq.Parent) rq.Forgive(time);
        sim.Cancel(_done);
        _done = sim.Schedule(time + new Duration(left), this, WorkDone);
        _curr.SetState(RunState.Runnable);
        sim.Schedule(time, this, StealOver);
    }

    private bool IsStolen => sim.Now.Nanoseconds < _stolenUntil;

    private void OnStealOver()
    {
        _stolenUntil = 0;
        _curr!.SetState(RunState.Running);
        if (_missedTick) AccountAtTick();
        else if (NeedResched) Schedule();
    }

    private void OnTick()
    {
        _nextTick = -1;
        if (_curr is null) return;
        ArmTick();
        if (IsStolen) _missedTick = true;
        else AccountAtTick();
    }

    private void AccountAtTick()
    {
        _missedTick = false;
        for (var rq = _curr!.Queue; rq is not null; rq = rq.Parent)
        {
            rq.UpdateCurr();
            if (rq.SliceIsOver()) NeedResched = true;
        }

        if (NeedResched) SwitchOut();
        BalanceAtTick();
    }

    /// <summary>The thread is charged for its way out, and does no work on it.</summary>
    private void SwitchOut()
    {
        var cost = node.Kernel.SwitchOut;
        if (cost == Duration.Zero)
        {
            Schedule();
            return;
        }

        sim.Cancel(_done);
        _curr!.Remaining += cost.Nanoseconds;
        _curr.SetState(RunState.Runnable);
        _done = sim.Schedule(cost, this, SwitchedOut);
    }

    private void OnWorkDone()
    {
        var thread = _curr!;
        _done = default;
        _asking = true;
        thread.TellWorker();
        _asking = false;
        if (_done == default)
        {
            FallAsleep(thread);
            Schedule();
        }
        else if (NeedResched)
        {
            Schedule();
        }
    }

    /// <summary>
    /// __schedule: account and perhaps throttle what ran, then pick, asking other CPUs before going idle.
    /// </summary>
    private void Schedule()
    {
        NeedResched = false;
        PutPrevious();
        var next = PickThread();
        if (next is null)
        {
            if (_nextTick >= 0) sim.Cancel(_tick);
            _nextTick = -1;
            return;
        }

        _curr = next;
        SchedEntity entity = next;
        for (var rq = next.Queue; rq is not null; rq = rq.Parent)
        {
            rq.SetCurr(entity);
            entity = rq;
        }

        next.SetState(RunState.Running);
        _done = sim.Schedule(new Duration(next.Remaining), this, WorkDone);
        if (_nextTick < 0) ArmTick();
        NeedResched = false;
    }

    /// <summary>put_prev_entity at every level.</summary>
    private void PutPrevious()
    {
        if (_curr is not { } previous) return;
        for (var rq = previous.Queue; rq is not null; rq = rq.Parent)
        {
            rq.UpdateCurr();
            rq.CheckRuntime();
            rq.PutCurr();
        }

        _curr = null;
        if (_done != default) sim.Cancel(_done);
        _done = default;
        if (previous.State == RunState.Running) previous.SetState(StateOffCpu(previous));
    }

    // Before 6.18 the thread that used up the quota was still running when its queue was taken off whole.
    private RunState StateOffCpu(CpuThread thread) =>
        thread.Queue!.ThrottleCount > 0 && !node.Kernel.Version.ThrottlesTasks ? RunState.Throttled : RunState.Runnable;

    /// <summary>From 6.18 a picked thread without quota goes to limbo, and the next is picked.</summary>
    private CpuThread? PickThread()
    {
        while (true)
        {
            SchedEntity? picked = Root;
            while (picked is CfsRunQueue { IsDelayed: false } rq) picked = rq.PickNext();
            if (picked is { IsDelayed: true })
            {
                FinishDelayed(picked);
                continue;
            }

            if (picked is not CpuThread thread)
            {
                if (node.CpuCount > 1 && node.Pull(this, lead: 1, alsoCacheHot: false)) continue;
                return null;
            }

            if (thread.Queue!.ThrottleCount == 0) return thread;
            thread.Queue.SendToLimbo(thread);
        }
    }

    private bool WokenIsDue(CpuThread woken)
    {
        // find_matching_se: the level at which both stand in one queue.
        SchedEntity entity = woken;
        while (entity.Queue is { } rq)
        {
            if (!entity.OnRq) return false;
            if (rq.Curr is not null)
            {
                rq.UpdateCurr();
                return rq.Preempts(entity) || NeedResched;
            }

            entity = rq;
        }

        return false;
    }

    /// <summary>Ticks of all CPUs lie on one grid, and idleness does not move it.</summary>
    private void ArmTick()
    {
        var tick = node.Kernel.Tick.Nanoseconds;
        _nextTick = (sim.Now.Nanoseconds / tick + 1) * tick;
        _tick = sim.ScheduleAt(new SimTime(_nextTick), this, Tick);
    }
}
