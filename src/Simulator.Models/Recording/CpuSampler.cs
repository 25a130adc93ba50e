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
    private readonly ImmutableArray<CpuGroup> _containers;
    private readonly CfsCounters[] _last;
    private readonly ImmutableArray<CfsCounters>.Builder[] _series;
    private SimTime _lastAt;

    /// <param name="sim">The run, not yet begun.</param>
    /// <param name="containers">Whom to read, in the order of the results.</param>
    /// <param name="from">The first reading, of which only differences are kept.</param>
    /// <param name="to">The last reading is here, or earlier when an interval does not fit.</param>
    /// <param name="interval">From one reading to the next.</param>
    public CpuSampler(
        Simulation sim, ImmutableArray<CpuGroup> containers, SimTime from, SimTime to, Duration interval)
    {
        (_sim, _containers, _to, _interval, _lastAt) = (sim, containers, to, interval, from);
        _last = new CfsCounters[containers.Length];
        _series = new ImmutableArray<CfsCounters>.Builder[containers.Length];
        var samples = (int)((to - from).Nanoseconds / interval.Nanoseconds) + 1;
        for (var i = 0; i < containers.Length; i++) _series[i] = ImmutableArray.CreateBuilder<CfsCounters>(samples);
        if (from > SimTime.Zero) sim.ScheduleAt(from, this, Start);
        else OnEvent(Start);
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
            for (var i = 0; i < _containers.Length; i++) _last[i] = _containers[i].Read();
        if (_sim.Now + _interval <= _to) _sim.Schedule(_interval, this, Sample);
    }

    private void Read()
    {
        _lastAt = _sim.Now;
        for (var i = 0; i < _containers.Length; i++)
        {
            var now = _containers[i].Read();
            _series[i].Add(now - _last[i]);
            _last[i] = now;
        }
    }
}
