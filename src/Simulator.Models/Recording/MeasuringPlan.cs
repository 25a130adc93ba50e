using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>What part of a run counts, and in which intervals its course is kept.</summary>
public sealed record MeasuringPlan
{
    /// <summary>Of a run: more would be finer than any plot.</summary>
    private const int MostIntervals = 3600;

    /// <summary>Of all containers together, each interval with its counters: 50 MB a replication.</summary>
    private const int MostReadings = 1_000_000;

    /// <param name="warmup">Not counted.</param>
    /// <param name="duration">Of the run, warm-up included.</param>
    /// <param name="containers">Whose counters are read at the end of every interval.</param>
    public MeasuringPlan(Duration warmup, Duration duration, int containers)
    {
        From = SimTime.Zero + warmup;
        To = SimTime.Zero + duration;
        Interval = IntervalFor(duration, Math.Clamp(MostReadings / Math.Max(1, containers), 1, MostIntervals));
        Intervals = (int)((duration.Nanoseconds + Interval.Nanoseconds - 1) / Interval.Nanoseconds);
    }

    /// <summary>
    /// What arrived earlier is warm-up: it is simulated and in the series, and counts in no statistic.
    /// </summary>
    public SimTime From { get; }

    /// <summary>The end of the run.</summary>
    public SimTime To { get; }

    /// <summary>1 s; longer where the run has more than 3,600, or where there are thousands of containers.</summary>
    public Duration Interval { get; }

    public int Intervals { get; }

    public bool Counts(SimTime intended) => intended >= From;

    /// <summary>The end of the run belongs to the last interval.</summary>
    public int IntervalOf(SimTime at) => (int)Math.Min(at.Nanoseconds / Interval.Nanoseconds, Intervals - 1);

    /// <summary>Divisors of a minute, then whole minutes: a dashboard's windows are made of whole intervals.</summary>
    private static Duration IntervalFor(Duration duration, int most)
    {
        foreach (var seconds in (ReadOnlySpan<int>)[1, 2, 5, 10, 15, 30, 60])
            if (duration <= Duration.FromSeconds(seconds) * most) return Duration.FromSeconds(seconds);
        var minutes = (long)Math.Ceiling(duration / (Duration.FromSeconds(60) * most));
        return Duration.FromSeconds(60) * minutes;
    }
}
