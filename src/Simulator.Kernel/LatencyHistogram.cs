using HdrHistogram;

namespace Simulator.Kernel;

/// <summary>Times from 1 µs to 1 h to three significant digits in constant memory; merges without loss.</summary>
/// <remarks>Count, mean and maximum are exact; a time outside the range counts as its nearest end.</remarks>
public sealed class LatencyHistogram
{
    private const long Lowest = 1_000;
    private const long Highest = 3_600_000_000_000;
    private readonly LongHistogram _histogram = new(Lowest, Highest, 3);
    private double _sum;

    public long Count { get; private set; }

    /// <summary>Zero when empty.</summary>
    public Duration Max { get; private set; }

    /// <summary>Zero when empty.</summary>
    public Duration Mean => Count == 0 ? Duration.Zero : new((long)Math.Round(_sum / Count));

    /// <param name="value">Not negative.</param>
    public void Record(Duration value)
    {
        if (value < Duration.Zero) throw new ArgumentOutOfRangeException(nameof(value), $"{value} is negative.");
        _histogram.RecordValue(Math.Clamp(value.Nanoseconds, Lowest, Highest));
        _sum += value.Nanoseconds;
        Count++;
        if (value > Max) Max = value;
    }

    /// <summary>The time that a share <paramref name="q"/> (0..1) of all values does not exceed; zero when empty.</summary>
    public Duration Quantile(double q)
    {
        if (q is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "Must lie between 0 and 1.");
        if (Count == 0) return Duration.Zero;
        var value = _histogram.GetValueAtPercentile(q * 100);
        return new(Math.Min(value, Max.Nanoseconds)); // The bucket's upper edge may lie above the exact maximum.
    }

    /// <summary>Adds all of the other's values.</summary>
    public void Merge(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _histogram.Add(other._histogram);
        _sum += other._sum;
        Count += other.Count;
        if (other.Max > Max) Max = other.Max;
    }

    /// <summary>The distribution as (quantile, time) steps, finer towards 1: for plots with a percentile axis.</summary>
    /// <param name="stepsPerHalving">Points between 0 and 0.5, between 0.5 and 0.75, and so on.</param>
    public IEnumerable<(double Quantile, Duration Value)> Percentiles(int stepsPerHalving = 5)
    {
        if (Count == 0) yield break;
        foreach (var step in _histogram.Percentiles(stepsPerHalving))
            yield return (step.PercentileLevelIteratedTo / 100,
                new Duration(Math.Min(step.ValueIteratedTo, Max.Nanoseconds)));
    }
}
