namespace Simulator.Scenarios.Truth.Pools;

/// <summary>How far one run lies from another by chance alone.</summary>
internal static class Spread
{
    /// <summary>The standard deviation of one run, from several.</summary>
    public static double Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Count - 1));
    }
}
