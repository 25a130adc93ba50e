using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Recording;

/// <summary>
/// Reads the cpu.stat of some containers at the end of every interval, as cAdvisor does; disturbs nothing.
/// </summary>
public sealed class CpuSampler : EventTarget
{
    private readonly Simulation _sim;
    private readonly Duration _interval;
    private readonly SimTime _to;
    private readonly List<Func<CfsCounters>> _counters = [];
    private readonly List<CfsCounters> _last = [];
    private readonly List<ImmutableArray<CfsCounters>.Builder> _series = [];
    private readonly int _samples;
    private SimTime _lastAt;
    private int _readings;

    /// <param name="sim">The run, not yet begun.</param>
    /// <param name="from">The first reading, of which only differences are kept.</param>
    /// <param name="to">The last reading is here, or earlier when an interval does not fit.</param>
    /// <param name="interval">From one reading to the next.</param>
    public CpuSampler(Simulation sim, SimTime from, SimTime to, Duration interval)
    {
        (_sim, _to, _interval, _lastAt) = (sim, to, interval, from);
        _samples = (int)((to - from).Nanoseconds / interval.Nanoseconds) + 1;
        if (from > SimTime.Zero) sim.ScheduleAt(from, this, Start);
        else OnEvent(Start);
    }

    /// <summary>Reads one more from now on; what it did not have before it was there is zero.</summary>
    /// <returns>Its number, from 0.</returns>
    public int Add(Func<CfsCounters> counters)
    {
        _counters.Add(counters);
        _last.Add(counters());
        var series = ImmutableArray.CreateBuilder<CfsCounters>(_samples);
        for (var i = 0; i < _readings; i++) series.Add(default);
        _series.Add(series);
        return _counters.Count - 1;
    }

    private const int Start = 0;
    private const int Sample = 1;

    /// <summary>What each interval added; with a last, shorter one where the run ends inside it.</summary>
    public ImmutableArray<CfsCounters> SeriesOf(int container)
    {
        if (_sim.Now > _lastAt && _lastAt < _to) Read();
        return _series[container].ToImmutable();
    }

    protected override void OnEvent(int code)
    {
        if (code == Sample) Read();
        else
            for (var i = 0; i < _counters.Count; i++) _last[i] = _counters[i]();
        if (_sim.Now + _interval <= _to) _sim.Schedule(_interval, this, Sample);
    }

    private void Read()
    {
        _lastAt = _sim.Now;
        _readings++;
        for (var i = 0; i < _counters.Count; i++)
        {
            var now = _counters[i]();
            _series[i].Add(now - _last[i]);
            _last[i] = now;
        }
    }
}
