using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>
/// A level over time (connections, places in a queue): mean over time and maximum, of every interval of the run and of
/// the measured time.
/// </summary>
public sealed class LevelRecorder(Simulation sim, MeasuringPlan plan)
{
    private readonly Gauge _series = new(sim, plan.Interval);
    private SimTime _since = sim.Now;
    private double _integral; // Level times nanoseconds: whole numbers, exact up to a thousand for a hundred days.
    private double _max;

    /// <summary>Now.</summary>
    public int Level { get; private set; }

    public void Set(int level)
    {
        CatchUp();
        Level = level;
        _series.Set(level);
        if (plan.Counts(sim.Now)) _max = Math.Max(_max, level);
    }

    public void Add(int change) => Set(Level + change);

    /// <summary>Average over the measured time so far; what was there before counts as nothing.</summary>
    public double Mean
    {
        get
        {
            CatchUp();
            return sim.Now > plan.From ? _integral / (sim.Now - plan.From).Nanoseconds : Level;
        }
    }

    /// <summary>Highest in the measured time so far, that at its beginning included.</summary>
    public double Max
    {
        get
        {
            CatchUp();
            return _max;
        }
    }

    /// <summary>Average of each interval from the start of the run; the last may be a shorter one.</summary>
    public ImmutableArray<float> Means => Series(_series.Mean);

    /// <summary>Highest of each interval, that at its beginning included.</summary>
    public ImmutableArray<float> Maxima => Series(_series.Max);

    private ImmutableArray<float> Series(Func<SimTime, SimTime, double> of)
    {
        var values = ImmutableArray.CreateBuilder<float>(plan.Intervals);
        for (var from = SimTime.Zero; from < sim.Now && values.Count < plan.Intervals; from += plan.Interval)
            values.Add((float)of(from, from + plan.Interval < sim.Now ? from + plan.Interval : sim.Now));
        return values.ToImmutable();
    }

    private void CatchUp()
    {
        var from = _since > plan.From ? _since : plan.From;
        _since = sim.Now;
        if (sim.Now <= from) return;
        _integral += (double)Level * (sim.Now - from).Nanoseconds;
        _max = Math.Max(_max, Level);
    }
}
