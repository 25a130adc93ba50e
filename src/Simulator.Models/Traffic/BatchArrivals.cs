using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Several requests at one instant, again and again; a size of zero skips a turn.</summary>
/// <param name="size">Requests of a batch, rounded; a law that gives nothing but zeros ends the arrivals.</param>
/// <param name="every">From one batch to the next, at least a microsecond.</param>
/// <param name="first">Instant of the first batch; null: after one sample of <paramref name="every"/>.</param>
/// <param name="sizes">Stream of the sizes.</param>
/// <param name="intervals">Stream of the intervals.</param>
public sealed class BatchArrivals(
    NumberDistribution size, Distribution every, Duration? first, RandomStream sizes, RandomStream intervals) : Arrivals
{
    private const int MostEmptyTurns = 1_000_000;

    private SimTime _at;
    private long _left;
    private bool _started;

    public override bool TryNext(out Arrival next)
    {
        next = default;
        for (var turn = 0; _left == 0; turn++)
        {
            var wait = !_started && first is { } offset ? offset : Interval();
            if (turn == MostEmptyTurns || wait > SimTime.Never - _at) return false;
            _at += wait;
            _started = true;
            _left = size.SampleCount(sizes);
        }

        _left--;
        next = new Arrival(_at);
        return true;
    }

    private Duration Interval() => new(Math.Max(1000, every.Sample(intervals).Nanoseconds));
}
