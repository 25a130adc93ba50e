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
    private readonly Dictionary<string, Reading> _all = new(StringComparer.Ordinal);
    private readonly List<Reading> _live = [];
    private SimTime _lastAt;
    private int _readings;

    /// <param name="sim">The run, not yet begun.</param>
    /// <param name="from">The first reading, of which only differences are kept.</param>
    /// <param name="to">The last reading is here, or earlier when an interval does not fit.</param>
    /// <param name="interval">From one reading to the next.</param>
    public CpuSampler(Simulation sim, SimTime from, SimTime to, Duration interval)
    {
        (_sim, _to, _interval, _lastAt) = (sim, to, interval, from);
        if (from > SimTime.Zero) sim.ScheduleAt(from, this, Start);
        else OnEvent(Start);
    }

    // One container's counters, from the interval in which it came to the one in which it went.
    private sealed class Reading(Func<CfsCounters> counters, int first)
    {
        public int First => first;

        public ImmutableArray<CfsCounters>.Builder Series { get; } = ImmutableArray.CreateBuilder<CfsCounters>();

        public CfsCounters Last { get; private set; } = counters();

        public bool HasEnded { get; set; }

        public void Read(bool keep)
        {
            var now = counters();
            if (keep) Series.Add(now - Last);
            Last = now;
        }
    }

    /// <summary>Reads one more from now on.</summary>
    /// <param name="name">Nobody else's.</param>
    /// <param name="counters">Its cpu.stat at any time.</param>
    public void Add(string name, Func<CfsCounters> counters)
    {
        var reading = new Reading(counters, _readings);
        _all.Add(name, reading);
        _live.Add(reading);
    }

    /// <summary>Its container has ended: this interval is the last that is read.</summary>
    public void End(string name) => _all[name].HasEnded = true;

    /// <summary>The interval, counted from the first reading, in which it came.</summary>
    public int FirstOf(string name) => _all[name].First;

    private const int Start = 0;
    private const int Sample = 1;

    /// <summary>
    /// What each interval of its life added; with a last, shorter one where the run ends inside it.
    /// </summary>
    public ImmutableArray<CfsCounters> SeriesOf(string name)
    {
        if (_sim.Now > _lastAt && _lastAt < _to) Read();
        return _all[name].Series.ToImmutable();
    }

    protected override void OnEvent(int code)
    {
        if (code == Sample) Read();
        else
            foreach (var reading in _live) reading.Read(keep: false);
        if (_sim.Now + _interval <= _to) _sim.Schedule(_interval, this, Sample);
    }

    private void Read()
    {
        _lastAt = _sim.Now;
        _readings++;
        foreach (var reading in _live) reading.Read(keep: true);
        _live.RemoveAll(r => r.HasEnded);
    }
}
