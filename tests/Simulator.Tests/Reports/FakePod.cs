using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>
/// A pod of six threads on six CPUs in 1 ms steps: rough, but its pictures look like the real model's.
/// </summary>
internal sealed class FakePod(double limitCores, int seed)
{
    private const int Threads = 6;
    private const int PeriodMs = 100;
    private readonly int _phase = 37 + (seed * 11 % 50);
    private readonly double _quota = limitCores * PeriodMs;
    private readonly double[] _remaining = new double[Threads];
    private readonly bool[] _throttled = new bool[Threads];
    private readonly double[] _task = new double[Threads];
    private readonly int[] _render = new int[Threads];
    private readonly Queue<(int Render, double Work)> _queue = new();
    private readonly List<(int Arrived, int Left)> _renders = [];
    private double _pool;

    public List<LaneSegment> Lanes { get; } = [];

    public List<PoolLevel> Pool { get; } = [];

    public List<SimTime> Refills { get; } = [];

    public List<int> UsageNsPerMs { get; } = [];

    public List<CpuInterval> Cpu { get; } = [];

    public List<(int ArrivedMs, Duration Latency)> Latencies { get; } = [];

    /// <summary>Runs <paramref name="ms"/> milliseconds with a batch of 50 renders every 27 s from t = 3 s.</summary>
    public void Run(int ms, int closeUpFrom)
    {
        long usage = 0, throttledNs = 0, periods = 0, throttledPeriods = 0;
        for (var t = 0; t < ms; t++)
        {
            if (t % 27_000 == 3_000) Batch(t);
            if (_quota > 0 && t % PeriodMs == _phase)
            {
                var throttled = _throttled.Any(x => x);
                if (throttled) throttledPeriods++;
                if (throttled || _queue.Count > 0 || _task.Any(w => w > 0)) periods++;
                Refill(t, closeUpFrom);
            }

            var ran = 0;
            for (var i = 0; i < Threads; i++)
            {
                if (_task[i] <= 0 && _queue.TryDequeue(out var next)) (_render[i], _task[i]) = next;
                if (_task[i] <= 0) continue;
                var state = _throttled[i] ? LaneState.Throttled : LaneState.Running;
                if (t >= closeUpFrom && t < closeUpFrom + 1000) Lane(i, state, t);
                if (state == LaneState.Running) ran++;
                else throttledNs += 1_000_000;
                if (state == LaneState.Running) Step(i, t, closeUpFrom);
            }

            usage += ran * 1_000_000L;
            UsageNsPerMs.Add(ran * 1_000_000);
            if (t % 1000 != 999) continue;
            Cpu.Add(new CpuInterval(usage, periods, throttledPeriods, throttledNs, 0, 0));
            usage = throttledNs = periods = throttledPeriods = 0;
        }
    }

    private void Batch(int t)
    {
        for (var r = 0; r < 50; r++)
        {
            for (var i = 0; i < Threads; i++) _queue.Enqueue((_renders.Count, 15 + ((seed + r) % 3 * 0.1)));
            _renders.Add((t, Threads));
        }
    }

    private void Refill(int t, int closeUpFrom)
    {
        _pool = Math.Min(_pool + _quota, _quota);
        if (t >= closeUpFrom && t < closeUpFrom + 1000) Refills.Add(At(t));
        for (var i = 0; i < Threads && _pool > 0; i++)
        {
            if (!_throttled[i]) continue;
            var debt = Math.Min(_pool, 0.001 - _remaining[i]);
            _pool -= debt;
            _remaining[i] += debt;
            _throttled[i] = _remaining[i] <= 0;
        }

        NotePool(t, closeUpFrom);
    }

    private void Step(int i, int t, int closeUpFrom)
    {
        _task[i] -= 1;
        _remaining[i] -= 1;
        if (_quota > 0 && (t % 4 == 3 || _task[i] <= 0) && _remaining[i] <= 0)
        {
            var slice = Math.Min(_pool, 5 - _remaining[i]);
            _pool -= slice;
            _remaining[i] += slice;
            _throttled[i] = _remaining[i] <= 0;
            NotePool(t, closeUpFrom);
        }

        if (_task[i] > 0) return;
        var (arrived, left) = _renders[_render[i]];
        _renders[_render[i]] = (arrived, left - 1);
        if (left == 1) Latencies.Add((arrived, Duration.FromMilliseconds(t + 1 - arrived + (seed * 0.37))));
    }

    private void NotePool(int t, int closeUpFrom)
    {
        if (t >= closeUpFrom && t < closeUpFrom + 1000) Pool.Add(new PoolLevel(At(t), (long)(_pool * 1e6)));
    }

    private void Lane(int thread, LaneState state, int t)
    {
        var last = Lanes.FindLastIndex(s => s.Thread == thread);
        if (last >= 0 && Lanes[last] is var segment && segment.State == state && segment.To == At(t))
            Lanes[last] = segment with { To = At(t + 1) };
        else
            Lanes.Add(new LaneSegment(thread, thread, state, At(t), At(t + 1)));
    }

    private static SimTime At(int ms) => new(ms * 1_000_000L);

    public CloseUp CloseUp(int from) => new()
    {
        Service = "pdf",
        Pod = "pdf-0",
        NodeCpus = 6,
        Threads = Threads,
        LimitCores = limitCores > 0 ? limitCores : null,
        Period = Duration.FromMilliseconds(PeriodMs),
        Quota = Duration.FromMilliseconds(_quota),
        From = At(from),
        To = At(from + 1000),
        Lanes = [.. Lanes.OrderBy(s => s.Thread).ThenBy(s => s.From)],
        Pool = [.. Pool],
        Refills = [.. Refills],
        UsageFrom = SimTime.Zero,
        UsageNsPerMs = [.. UsageNsPerMs.Take(60_000)],
    };
}
