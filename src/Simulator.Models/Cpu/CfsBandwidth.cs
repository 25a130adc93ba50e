using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>
/// A group's global pool, its period and slack timers, and the list of CPUs that wait for quota.
/// Source: kernel/sched/fair.c, struct cfs_bandwidth and the functions named at each member.
/// </summary>
internal sealed class CfsBandwidth : EventTarget
{
    private const int PeriodTimer = 0;
    private const int SlackTimer = 1;
    private const long SlackPeriod = 5_000_000;
    private const long MinExpiration = 2_000_000;

    private readonly Simulation _sim;
    private readonly CpuNode _node;
    private readonly CpuGroup _group;
    private readonly long _slice;
    private readonly long _phase;
    private readonly List<CfsRunQueue> _throttled = [];
    private readonly List<CfsRunQueue> _distribution = [];
    private long _runtimeSnap;
    private bool _idle;
    private bool _periodActive;
    private bool _slackStarted;
    private long _nextRefill;

    public CfsBandwidth(Simulation sim, CpuNode node, CpuGroup group, CfsQuota quota, Duration phase)
    {
        _sim = sim;
        _node = node;
        _group = group;
        _slice = node.Kernel.BandwidthSlice.Nanoseconds;
        Quota = quota.Quota.Nanoseconds;
        Period = quota.Period.Nanoseconds;
        Burst = node.Kernel.Version.HasBurst ? quota.Burst.Nanoseconds : 0;
        _phase = phase.Nanoseconds % Period;
        Runtime = Quota + Burst;
        _runtimeSnap = Runtime;
    }

    public long Quota { get; }

    public long Period { get; }

    public long Burst { get; }

    /// <summary>
    /// What is left in the pool; may exceed quota + burst between refills, as returns are not capped.
    /// </summary>
    public long Runtime { get; private set; }

    /// <summary>Until when slices of the present refill are good, and its number (before 5.4).</summary>
    public long RuntimeExpires { get; private set; }

    public long ExpiresSeq { get; private set; }

    public long NrPeriods { get; private set; }

    public long NrThrottled { get; private set; }

    public long ThrottledTime { get; set; }

    public long NrBursts { get; private set; }

    public long BurstTime { get; private set; }

    /// <summary>Tops the CPU up to <paramref name="target"/>, debt first (__assign_cfs_rq_runtime).</summary>
    public bool Assign(CfsRunQueue rq, long target)
    {
        StartPeriodTimer();
        if (Runtime > 0)
        {
            var amount = Math.Min(Runtime, target - rq.RuntimeRemaining);
            Runtime -= amount;
            rq.RuntimeRemaining += amount;
            _idle = false;
            _group.Trace?.OnPool(_sim.Now, Runtime);
        }

        rq.AdoptExpiry(RuntimeExpires, ExpiresSeq);
        return rq.RuntimeRemaining > 0;
    }

    public bool AssignSlice(CfsRunQueue rq) => Assign(rq, _slice);

    /// <summary>Takes a CPU's unused runtime back into the pool (__return_cfs_rq_runtime).</summary>
    public void Return(long amount)
    {
        Runtime += amount;
        _group.Trace?.OnPool(_sim.Now, Runtime);
        if (Runtime > _slice && _throttled.Count > 0) StartSlackTimer();
    }

    public void AddThrottled(CfsRunQueue rq) => _throttled.Add(rq);

    public void RemoveThrottled(CfsRunQueue rq) => _throttled.Remove(rq);

    protected override void OnEvent(int code)
    {
        // A tick due at this very instant comes first: accounting, then the refill.
        _node.RunDueTicks();
        if (code == PeriodTimer) OnPeriod();
        else OnSlack();
    }

    /// <summary>The grid goes on while the timer is off: the next expiry is the grid's, not now + period.</summary>
    private void StartPeriodTimer()
    {
        if (_periodActive) return;
        _periodActive = true;
        var now = _sim.Now.Nanoseconds;
        var periods = Math.DivRem(now - _phase, Period, out var rest);
        if (rest < 0) periods--;
        ArmPeriodTimer(_phase + (periods + 1) * Period);
    }

    private void ArmPeriodTimer(long at)
    {
        _nextRefill = at;
        _sim.ScheduleAt(new SimTime(at), this, PeriodTimer);
    }

    /// <summary>do_sched_cfs_period_timer.</summary>
    private void OnPeriod()
    {
        var anyThrottled = _throttled.Count > 0;
        NrPeriods++;
        var goesIdle = _idle && !anyThrottled;
        if (!goesIdle || _node.Kernel.Version.HasBurst) Refill();
        if (goesIdle)
        {
            _periodActive = false;
            return;
        }

        ArmPeriodTimer(_nextRefill + Period);
        if (!anyThrottled)
        {
            _idle = true;
            return;
        }

        NrThrottled++;
        while (_throttled.Count > 0 && Runtime > 0) Distribute();
        _idle = false;
    }

    /// <summary>__refill_cfs_bandwidth_runtime.</summary>
    private void Refill()
    {
        Runtime += Quota;
        var drawnBeyondQuota = _runtimeSnap - Runtime;
        if (drawnBeyondQuota > 0)
        {
            BurstTime += drawnBeyondQuota;
            NrBursts++;
        }

        Runtime = Math.Min(Runtime, Quota + Burst);
        _runtimeSnap = Runtime;
        RuntimeExpires = _sim.Now.Nanoseconds + Period;
        ExpiresSeq++;
        _group.Trace?.OnRefill(_sim.Now, Runtime);
    }

    /// <summary>
    /// distribute_cfs_runtime: first come, first served, just enough to be one nanosecond above the debt. Queues get
    /// their runtime first and run again afterwards, as the kernel's list of local and remote unthrottlings does.
    /// </summary>
    private void Distribute()
    {
        _distribution.Clear();
        foreach (var rq in _throttled)
        {
            if (Runtime == 0) break;
            var amount = Math.Min(Runtime, 1 - rq.RuntimeRemaining);
            Runtime -= amount;
            rq.RuntimeRemaining += amount;
            rq.AdoptExpiry(RuntimeExpires, ExpiresSeq);
            if (rq.RuntimeRemaining > 0) _distribution.Add(rq);
        }

        _group.Trace?.OnPool(_sim.Now, Runtime);
        foreach (var rq in _distribution) rq.Unthrottle();
        _distribution.Clear();
    }

    /// <summary>start_cfs_slack_bandwidth: not when a refill is near, and an armed timer is not pushed on.</summary>
    private void StartSlackTimer()
    {
        if (_slackStarted || RefillWithin(SlackPeriod + MinExpiration)) return;
        _slackStarted = true;
        _sim.Schedule(new Duration(SlackPeriod), this, SlackTimer);
    }

    /// <summary>do_sched_cfs_slack_timer.</summary>
    private void OnSlack()
    {
        _slackStarted = false;
        if (RefillWithin(MinExpiration) || Runtime <= _slice) return;
        Distribute();
    }

    private bool RefillWithin(long time) =>
        _periodActive && _nextRefill - _sim.Now.Nanoseconds < time;
}
