using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>The fair half of a run queue: who is next. EEVDF from 6.6 on, least vruntime before.</summary>
internal sealed partial class CfsRunQueue
{
    /// <summary>Queued and running entities, in the order they were last put here.</summary>
    private readonly List<SchedEntity> _entities = [];
    private long _minVruntime;
    private long _execStart;
    private int _threads;

    /// <summary>The entity of this queue that has the CPU, if one has.</summary>
    public SchedEntity? Curr { get; private set; }

    public int NrQueued => _entities.Count;

    /// <summary>Execution since the last accounting point, if something of this queue runs.</summary>
    public long UnchargedHere => Curr is null ? 0 : Math.Max(0, _sim.Now.Nanoseconds - _execStart);

    public void EnqueueEntity(SchedEntity entity)
    {
        UpdateCurr();
        Place(entity);
        entity.OnRq = true;
        _entities.Add(entity);
        if (NrQueued == 1) CheckEnqueueThrottle();
        if (_version is { ClockNeedsThreads: true, ThrottlesTasks: false }) StartThrottledClockIfThrottled();
    }

    public void DequeueEntity(SchedEntity entity, bool sleeps)
    {
        UpdateCurr();
        entity.Vlag = LagOf(entity);
        entity.OnRq = false;
        entity.IsDelayed = false;
        _entities.Remove(entity);
        UpdateMinVruntime();
        if (!sleeps && !_version.IsEevdf) entity.Vruntime -= _minVruntime;
        if (NrQueued == 0) ReturnSlack();
    }

    /// <summary>
    /// A sleeper that has had more than its share stays queued, so that what it owes is paid by the others' running.
    /// </summary>
    public bool Delays(SchedEntity entity)
    {
        if (!_version.DelaysDequeue) return false;
        UpdateCurr();
        if (IsEligible(entity)) return false;
        entity.IsDelayed = true;
        return true;
    }

    /// <summary>Woken while still queued: it goes on owing what is left, and is owed nothing (DELAY_ZERO).</summary>
    public void Requeue(SchedEntity entity)
    {
        UpdateCurr();
        entity.IsDelayed = false;
        if (LagOf(entity) <= 0) return;
        _entities.Remove(entity);
        entity.Vlag = 0;
        Place(entity);
        _entities.Add(entity);
    }

    /// <summary>Threads that could run, and with them the share of the group's weight that this CPU has.</summary>
    public void CountThread(int by)
    {
        _threads += by;
        Group.NrThreads += by;
        if (_threads > 0) Weight = Math.Max(2, (long)Group.Weight * _threads / Group.NrThreads);
    }

    /// <summary>Threads that could run on this CPU, running one included, throttled ones not.</summary>
    public int CountRunnable()
    {
        if (ThrottleCount > 0) return 0;
        var count = 0;
        foreach (var entity in _entities)
        {
            if (entity is CfsRunQueue below) count += below.CountRunnable();
            else if (!entity.IsDelayed) count++;
        }

        return count;
    }

    /// <summary>
    /// update_curr: charges the running entity up to now, and asks for a reschedule when its slice is over.
    /// </summary>
    public void UpdateCurr()
    {
        if (Curr is null) return;
        var delta = UnchargedHere;
        if (delta <= 0) return;
        _execStart += delta;
        Group.UsageNs += delta;
        Curr.OnCharged(new Duration(delta));
        Curr.SumExec += delta;
        Curr.Vruntime += Curr.Scale(delta);
        UpdateMinVruntime();
        if (_version.IsEevdf && Curr.Vruntime >= Curr.Deadline)
        {
            Curr.Deadline = Curr.Vruntime + Curr.Scale(BaseSlice);
            if (NrQueued > 1) Cpu.NeedResched = true;
        }

        Account(delta);
    }

    /// <summary>
    /// At a tick: has the running entity had its slice? (update_deadline; before 6.6 check_preempt_tick.)
    /// </summary>
    public bool SliceIsOver()
    {
        if (NrQueued < 2 || _version.IsEevdf) return false;
        var latency = Math.Max(Cpu.Node.SchedLatency, NrQueued * Cpu.Node.MinGranularity);
        var ideal = latency * Curr!.Weight / TotalWeight();
        var ran = Curr.SumExec - Curr.SumExecAtPick;
        if (ran > ideal) return true;
        return ran >= Cpu.Node.MinGranularity && Curr.Vruntime - _entities.Min(e => e.Vruntime) > ideal;
    }

    /// <summary>Does a woken entity take the CPU from the running one? (check_preempt_wakeup_fair.)</summary>
    public bool Preempts(SchedEntity woken)
    {
        if (Curr is null || ReferenceEquals(Curr, woken)) return false;
        if (!_version.IsEevdf) return Curr.Vruntime - woken.Vruntime > woken.Scale(Cpu.Node.WakeupGranularity);

        // RUN_TO_PARITY: until it has had more than its share, the running entity keeps the CPU for its slice.
        if (IsEligible(Curr) && Curr.SumExec - Curr.SumExecAtPick < BaseSlice) return false;
        return ReferenceEquals(PickEevdf(), woken);
    }

    /// <summary>Time that passes without execution (update_rq_clock_task takes steal off the clock).</summary>
    public void Forgive(Duration time) => _execStart += time.Nanoseconds;

    public SchedEntity? PickNext()
    {
        if (_entities.Count == 0) return null;
        if (_entities.Count == 1) return _entities[0];
        return _version.IsEevdf ? PickEevdf() : PickLeastVruntime();
    }

    public void SetCurr(SchedEntity entity)
    {
        Curr = entity;
        entity.SumExecAtPick = entity.SumExec;
        _execStart = _sim.Now.Nanoseconds;
    }

    /// <summary>Switched out but runnable: behind those of equal standing.</summary>
    public void PutCurr()
    {
        var entity = Curr!;
        Curr = null;
        if (!entity.OnRq) return;
        _entities.Remove(entity);
        _entities.Add(entity);
    }

    /// <summary>A thread that waits here and may be moved to another CPU, the one longest off the CPU first.</summary>
    public CpuThread? FindMovable(Cpu destination, bool alsoCacheHot)
    {
        if (ThrottleCount > 0) return null;
        foreach (var entity in _entities)
        {
            if (entity is CpuThread thread)
            {
                if (!ReferenceEquals(thread, Curr) && thread.MayMoveTo(destination, alsoCacheHot)) return thread;
            }
            else if (((CfsRunQueue)entity).FindMovable(destination, alsoCacheHot) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private long BaseSlice => Cpu.Node.BaseSlice;

    /// <summary>The earliest virtual deadline among those that have not run more than their share.</summary>
    private SchedEntity PickEevdf()
    {
        var (origin, weighted, load) = Weigh();
        SchedEntity? best = null;
        foreach (var entity in _entities)
        {
            var eligible = (entity.Vruntime - origin) * load <= weighted;
            if (eligible && (best is null || entity.Deadline < best.Deadline)) best = entity;
        }

        return best!;
    }

    private bool IsEligible(SchedEntity entity)
    {
        var (origin, weighted, load) = Weigh();
        return (entity.Vruntime - origin) * load <= weighted;
    }

    private SchedEntity PickLeastVruntime()
    {
        var best = _entities[0];
        foreach (var entity in _entities)
        {
            if (entity.Vruntime < best.Vruntime) best = entity;
        }

        return best;
    }

    /// <summary>place_entity: EEVDF keeps the lag across sleep; CFS gives sleepers half a latency.</summary>
    private void Place(SchedEntity entity)
    {
        if (!_version.IsEevdf)
        {
            entity.Vruntime = Math.Max(entity.Vruntime, _minVruntime - Cpu.Node.SchedLatency / 2);
            return;
        }

        var lag = entity.Vlag;
        if (NrQueued > 0)
        {
            var load = TotalWeight();
            lag = lag * (load + entity.Weight) / load;
        }
        else
        {
            lag = 0;
        }

        entity.Vruntime = AverageVruntime() - lag;
        entity.Deadline = entity.Vruntime + entity.Scale(BaseSlice);
    }

    /// <summary>update_entity_lag: bounded by two slices or a tick.</summary>
    private long LagOf(SchedEntity entity)
    {
        var limit = entity.Scale(Math.Max(2 * BaseSlice, Cpu.Node.Kernel.Tick.Nanoseconds));
        return Math.Clamp(AverageVruntime() - entity.Vruntime, -limit, limit);
    }

    private long AverageVruntime()
    {
        if (_entities.Count == 0) return _minVruntime;
        var (origin, weighted, load) = Weigh();
        return origin + weighted / load;
    }

    /// <summary>Sum of weighted vruntimes, counted from the first entity's so that it stays small.</summary>
    private (long Origin, long Weighted, long Load) Weigh()
    {
        var origin = _entities[0].Vruntime;
        long weighted = 0;
        long load = 0;
        foreach (var entity in _entities)
        {
            weighted += (entity.Vruntime - origin) * entity.Weight;
            load += entity.Weight;
        }

        return (origin, weighted, load);
    }

    private long TotalWeight()
    {
        long load = 0;
        foreach (var entity in _entities) load += entity.Weight;
        return load;
    }

    private void UpdateMinVruntime()
    {
        if (_entities.Count == 0) return;
        var least = long.MaxValue;
        foreach (var entity in _entities) least = Math.Min(least, entity.Vruntime);
        _minVruntime = Math.Max(_minVruntime, least);
    }
}
