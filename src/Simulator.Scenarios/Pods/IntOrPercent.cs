using System.Globalization;

namespace Simulator.Scenarios;

/// <summary>A number of pods, or a share of a Deployment's replicas: 2 or 25%.</summary>
/// <param name="Value">Pods, or percent; not negative.</param>
/// <param name="IsPercent">Whether it is a share.</param>
public readonly record struct IntOrPercent(int Value, bool IsPercent)
{
    public static IntOrPercent Percent(int value) => new(value, IsPercent: true);

    /// <summary>Of so many replicas, rounded up, as the Deployment controller does with maxSurge.</summary>
    public int RoundedUp(int replicas) => IsPercent ? (int)((((long)replicas * Value) + 99) / 100) : Value;

    /// <summary>Rounded down, as it does with maxUnavailable.</summary>
    public int RoundedDown(int replicas) => IsPercent ? (int)((long)replicas * Value / 100) : Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");
}
