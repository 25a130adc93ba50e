using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>When a client's goodput is back after what the scenario did to it.</summary>
internal static class Recovery
{
    /// <summary>For so many intervals goodput must have come back to stay.</summary>
    public const int Window = 10;

    /// <summary>Of the goodput before the first event.</summary>
    public const double Share = 0.95;

    // Of the spread before the first event: a single interval of random arrivals may lie so far below its mean.
    private const double Chance = 3;

    // And ten of them together.
    private const double ChanceOfSum = 2;

    /// <summary>
    /// From the end of the last event to the begin of the first ten intervals with 95 % of the goodput there was before
    /// the first one, neither together nor any of them lower than that by more than chance; infinite where there are
    /// none.
    /// </summary>
    /// <param name="goodput">Good answers by interval, from the start of the run.</param>
    /// <param name="interval">Of the series.</param>
    /// <param name="warmup">What was before counts only where there is nothing else.</param>
    /// <param name="duration">Of the run: an interval that it cuts short says nothing.</param>
    /// <param name="events">At least one.</param>
    /// <returns>Seconds.</returns>
    public static double Of(
        ImmutableArray<long> goodput, Duration interval, Duration warmup, Duration duration,
        ImmutableArray<EventMark> events)
    {
        if (goodput.IsEmpty) return double.PositiveInfinity;
        var whole = Math.Min(goodput.Length, (int)(duration / interval));
        var before = Before(goodput, interval, warmup, events.Min(e => e.At), whole);
        if (before.IsEmpty || before.Average() is not (> 0 and var mean)) return double.PositiveInfinity;
        var over = events.Max(e => e.Until > e.At ? e.Until : e.At) - SimTime.Zero;
        var spread = Math.Sqrt(before.Average(g => (g - mean) * (g - mean)));
        var first = (int)Math.Ceiling(over / interval);
        for (var i = first; i + Window <= whole; i++)
        {
            var window = goodput.AsSpan(i, Window);
            if (Sum(window) < (Share * mean * Window) - (ChanceOfSum * spread * Math.Sqrt(Window))
                || Least(window) < (Share * mean) - (Chance * spread)) continue;
            return i == first ? 0 : ((interval * i) - over).TotalSeconds;
        }

        return double.PositiveInfinity;
    }

    private static ImmutableArray<double> Before(
        ImmutableArray<long> goodput, Duration interval, Duration warmup, SimTime firstEvent, int whole)
    {
        var end = Math.Min(whole, (int)((firstEvent - SimTime.Zero) / interval));
        var start = (int)Math.Ceiling(warmup / interval);
        return [.. goodput[Math.Min(end, start < end ? start : 0)..end].Select(g => (double)g)];
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        var sum = 0L;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static long Least(ReadOnlySpan<long> values)
    {
        var least = long.MaxValue;
        foreach (var value in values) least = Math.Min(least, value);
        return least;
    }
}
