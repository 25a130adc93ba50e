using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>What part of a run counts, and in which intervals its course is kept.</summary>
public sealed record MeasuringPlan
{
    /// <summary>More would be finer than any plot and heavier than any run.</summary>
    public const int MostIntervals = 3600;

    public MeasuringPlan(Duration warmup, Duration duration)
    {
        From = SimTime.Zero + warmup;
        To = SimTime.Zero + duration;
        Interval = IntervalFor(duration);
        Intervals = (int)((duration.Nanoseconds + Interval.Nanoseconds - 1) / Interval.Nanoseconds);
    }

    /// <summary>What arrived earlier is warm-up: it is simulated and in the series, and counts in no statistic.</summary>
    public SimTime From { get; }

    /// <summary>The end of the run.</summary>
    public SimTime To { get; }

    /// <summary>1 s, longer where the run has more than <see cref="MostIntervals"/>.</summary>
    public Duration Interval { get; }

    public int Intervals { get; }

    public bool Counts(SimTime intended) => intended >= From;

    /// <summary>The end of the run belongs to the last interval.</summary>
    public int IntervalOf(SimTime at) => (int)Math.Min(at.Nanoseconds / Interval.Nanoseconds, Intervals - 1);

    /// <summary>Divisors of a minute, then whole minutes: a dashboard's windows are made of whole intervals.</summary>
    private static Duration IntervalFor(Duration duration)
    {
        foreach (var seconds in (ReadOnlySpan<int>)[1, 2, 5, 10, 15, 30, 60])
            if (duration <= Duration.FromSeconds(seconds) * MostIntervals) return Duration.FromSeconds(seconds);
        var minutes = (long)Math.Ceiling(duration / (Duration.FromSeconds(60) * MostIntervals));
        return Duration.FromSeconds(60) * minutes;
    }
}
