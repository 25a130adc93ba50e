namespace Simulator.Scenarios.Truth;

/// <summary>The area between two empirical quantile functions: how far, on average, values must move.</summary>
public static class Wasserstein
{
    /// <summary>Exact for two samples of any sizes; NaN when one is empty.</summary>
    public static double Distance(IEnumerable<double> first, IEnumerable<double> second)
    {
        var a = first.Order().ToArray();
        var b = second.Order().ToArray();
        if (a.Length == 0 || b.Length == 0) return double.NaN;
        double area = 0;
        double at = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var nextA = (i + 1.0) / a.Length;
            var nextB = (j + 1.0) / b.Length;
            var next = Math.Min(nextA, nextB);
            area += Math.Abs(a[i] - b[j]) * (next - at);
            at = next;
            if (nextA <= next) i++;
            if (nextB <= next) j++;
        }

        return area;
    }

    /// <summary>The first distribution known by 101 percentiles, straight lines between them.</summary>
    public static double DistanceFromPercentiles(IReadOnlyList<double> percentiles, IEnumerable<double> sample)
    {
        const int steps = 10_000;
        var sorted = sample.Order().ToArray();
        if (sorted.Length == 0 || percentiles.Count < 2) return double.NaN;
        double area = 0;
        for (var i = 0; i < steps; i++)
        {
            var q = (i + 0.5) / steps;
            var position = q * (percentiles.Count - 1);
            var below = (int)position;
            var known = percentiles[below] + (percentiles[below + 1] - percentiles[below]) * (position - below);
            area += Math.Abs(known - sorted[(int)(q * sorted.Length)]);
        }

        return area / steps;
    }
}
