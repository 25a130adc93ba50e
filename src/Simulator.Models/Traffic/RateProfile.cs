using System.Collections.Immutable;

namespace Simulator.Models.Traffic;

/// <summary>A rate over time, piecewise linear: what stages and daily curves are made of.</summary>
public sealed class RateProfile
{
    private readonly ImmutableArray<RateStretch> _stretches;
    private readonly double _length;
    private readonly bool _repeats;

    private RateProfile(ImmutableArray<RateStretch> stretches, double finalRate, bool repeats)
    {
        _stretches = stretches;
        _repeats = repeats;
        FinalRate = finalRate;
        foreach (var stretch in stretches) _length += stretch.Seconds;
    }

    /// <summary>Per second, after the last stretch; not used where the profile repeats.</summary>
    public double FinalRate { get; }

    public static RateProfile Constant(double perSecond) => new([], perSecond, repeats: false);

    /// <summary>The stretches one after the other; the last one's end rate then stays.</summary>
    public static RateProfile Stages(ImmutableArray<RateStretch> stretches) =>
        new(stretches, stretches[^1].ToRate, repeats: false);

    /// <summary>The stretches again and again.</summary>
    public static RateProfile Cycle(ImmutableArray<RateStretch> stretches) => new(stretches, 0, repeats: true);

    /// <summary>
    /// The time, in seconds, at which <paramref name="expected"/> more arrivals are due than at
    /// <paramref name="from"/>: the inverse of the integrated rate. Infinite when the rate stays zero before that.
    /// </summary>
    public double Advance(double from, double expected)
    {
        var start = _repeats ? Math.Floor(from / _length) * _length : 0;
        var idleCycles = 0;
        while (true)
        {
            var before = expected;
            foreach (var stretch in _stretches)
            {
                var end = start + stretch.Seconds;
                if (from < end)
                {
                    var offset = Math.Max(0, from - start);
                    var due = stretch.Integral(offset);
                    if (expected <= due) return start + stretch.Solve(offset, expected);
                    expected -= due;
                    from = end;
                }

                start = end;
            }

            if (!_repeats) return Math.Max(from, start) + (expected / FinalRate); // Infinite for a rate of zero.
            if (expected >= before && ++idleCycles > 1) return double.PositiveInfinity; // A cycle without any arrival.
        }
    }
}

/// <summary>A stretch of time in which the rate changes linearly.</summary>
/// <param name="Seconds">Positive.</param>
/// <param name="FromRate">Per second, at the beginning.</param>
/// <param name="ToRate">Per second, at the end.</param>
public readonly record struct RateStretch(double Seconds, double FromRate, double ToRate)
{
    private double Slope => (ToRate - FromRate) / Seconds;

    /// <summary>Expected arrivals from an offset to the end of the stretch.</summary>
    internal double Integral(double offset) => (Seconds - offset) * (FromRate + (Slope * offset) + ToRate) / 2;

    /// <summary>The offset at which so many more arrivals are expected: the stable root of the quadratic.</summary>
    internal double Solve(double offset, double expected)
    {
        if (expected <= 0) return offset;
        var rate = FromRate + (Slope * offset);
        var root = Math.Sqrt(Math.Max(0, (rate * rate) + (2 * Slope * expected)));
        return Math.Min(Seconds, offset + (2 * expected / (rate + root)));
    }
}
