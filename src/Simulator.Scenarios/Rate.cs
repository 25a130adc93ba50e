namespace Simulator.Scenarios;

/// <summary>How often something happens, on average, in events per second.</summary>
public readonly record struct Rate(double PerSecond) : IComparable<Rate>
{
    public int CompareTo(Rate other) => PerSecond.CompareTo(other.PerSecond);

    public override string ToString() => $"{PerSecond:0.######}/s";
}
