using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>A length of simulated time in integer nanoseconds; negative where a difference is.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    public static Duration Zero => default;

    /// <summary>Longer than every run (292 years).</summary>
    public static Duration Forever => new(long.MaxValue);

    public static Duration FromNanoseconds(long ns) => new(ns);

    /// <summary>
    /// Rounded to the nearest, halves up; saturates at <see cref="Forever"/>; not for negative values.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Duration FromNanoseconds(double ns) =>
        ns < 9e18 ? new(double.ConvertToIntegerNative<long>(ns + 0.5)) : Forever;

    public static Duration FromMicroseconds(double us) => new((long)Math.Round(us * 1e3));

    public static Duration FromMilliseconds(double ms) => new((long)Math.Round(ms * 1e6));

    public static Duration FromSeconds(double s) => new((long)Math.Round(s * 1e9));

    public double TotalMicroseconds => Nanoseconds / 1e3;

    public double TotalMilliseconds => Nanoseconds / 1e6;

    public double TotalSeconds => Nanoseconds / 1e9;

    public static Duration operator +(Duration a, Duration b) => new(a.Nanoseconds + b.Nanoseconds);

    public static Duration operator -(Duration a, Duration b) => new(a.Nanoseconds - b.Nanoseconds);

    public static Duration operator -(Duration a) => new(-a.Nanoseconds);

    public static Duration operator *(Duration a, long times) => new(a.Nanoseconds * times);

    public static Duration operator /(Duration a, long parts) => new(a.Nanoseconds / parts);

    /// <summary>How often <paramref name="b"/> fits into <paramref name="a"/>, as a ratio.</summary>
    public static double operator /(Duration a, Duration b) => (double)a.Nanoseconds / b.Nanoseconds;

    public static bool operator <(Duration a, Duration b) => a.Nanoseconds < b.Nanoseconds;

    public static bool operator >(Duration a, Duration b) => a.Nanoseconds > b.Nanoseconds;

    public static bool operator <=(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds;

    public static bool operator >=(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds;

    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public override string ToString() => Math.Abs(Nanoseconds) switch
    {
        >= 1_000_000_000 => $"{TotalSeconds:0.###}s",
        >= 1_000_000 => $"{TotalMilliseconds:0.###}ms",
        >= 1_000 => $"{TotalMicroseconds:0.###}us",
        _ => $"{Nanoseconds}ns",
    };
}
