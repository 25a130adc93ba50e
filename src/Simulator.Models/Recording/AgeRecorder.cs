using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>The age of the oldest in a queue, which grows with the clock: its maximum in every interval.</summary>
public sealed class AgeRecorder(Simulation sim, MeasuringPlan plan)
{
    private readonly float[] _maxima = new float[plan.Intervals];
    private SimTime? _born;
    private SimTime _seen = sim.Now;
    private double _max;

    /// <summary>Since when the oldest waits; null: nobody does.</summary>
    public void Set(SimTime? born)
    {
        CatchUp();
        _born = born;
    }

    /// <summary>Seconds, in the measured time so far.</summary>
    public double Max
    {
        get
        {
            CatchUp();
            return _max;
        }
    }

    /// <summary>Seconds, by interval from the start of the run.</summary>
    public ImmutableArray<float> Maxima
    {
        get
        {
            CatchUp();
            return [.. _maxima];
        }
    }

    private void CatchUp()
    {
        var from = _seen;
        _seen = sim.Now;
        if (_born is not { } born || sim.Now == from) return;
        for (var i = plan.IntervalOf(from); i <= plan.IntervalOf(sim.Now); i++)
        {
            var end = SimTime.Zero + (plan.Interval * (i + 1));
            var age = ((end < sim.Now ? end : sim.Now) - born).TotalSeconds;
            _maxima[i] = Math.Max(_maxima[i], (float)age);
        }

        if (plan.Counts(sim.Now)) _max = Math.Max(_max, (sim.Now - born).TotalSeconds);
    }
}
