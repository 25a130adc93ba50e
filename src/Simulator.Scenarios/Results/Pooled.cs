using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>Puts replications together: one value for all, and how far it may be off.</summary>
internal static class Pooled
{
    /// <summary>Mean of the replications' values; zero when there are none.</summary>
    public static Measured Mean(IReadOnlyList<double> values) =>
        new(values.Count == 0 ? 0 : values.Average(), HalfWidth(values));

    /// <summary>A value of all replications together, with the spread of their own values.</summary>
    public static Measured Value(double pooled, IReadOnlyList<double> values) => new(pooled, HalfWidth(values));

    /// <summary>Sum over sum; a replication without anything to divide by says nothing about the spread.</summary>
    public static Measured Ratio(IReadOnlyList<(double Part, double Whole)> parts)
    {
        var whole = parts.Sum(p => p.Whole);
        double[] own = [.. parts.Where(p => p.Whole > 0).Select(p => p.Part / p.Whole)];
        return new Measured(whole > 0 ? parts.Sum(p => p.Part) / whole : 0, HalfWidth(own));
    }

    private static double HalfWidth(IReadOnlyList<double> values) =>
        values.Count < 2 ? double.NaN : Estimate.FromReplications(values).HalfWidth;
}
