namespace Simulator.Kernel;

/// <summary>An instant of simulated time: integer nanoseconds since the start of the run.</summary>
public readonly record struct SimTime(long Nanoseconds) : IComparable<SimTime>
{
    /// <summary>The start of every run.</summary>
    public static SimTime Zero => default;

    /// <summary>Later than every event (292 years).</summary>
    public static SimTime Never => new(long.MaxValue);

    public static SimTime operator +(SimTime at, Duration by) => new(at.Nanoseconds + by.Nanoseconds);

    public static SimTime operator -(SimTime at, Duration by) => new(at.Nanoseconds - by.Nanoseconds);

    public static Duration operator -(SimTime later, SimTime earlier) => new(later.Nanoseconds - earlier.Nanoseconds);

    public static bool operator <(SimTime a, SimTime b) => a.Nanoseconds < b.Nanoseconds;

    public static bool operator >(SimTime a, SimTime b) => a.Nanoseconds > b.Nanoseconds;

    public static bool operator <=(SimTime a, SimTime b) => a.Nanoseconds <= b.Nanoseconds;

    public static bool operator >=(SimTime a, SimTime b) => a.Nanoseconds >= b.Nanoseconds;

    public int CompareTo(SimTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public double TotalSeconds => Nanoseconds / 1e9;

    public override string ToString() => $"{Nanoseconds / 1e9:0.#########}s";
}
