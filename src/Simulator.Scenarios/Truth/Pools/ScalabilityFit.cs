using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// σ and κ of a row of throughputs: least squares of relative errors, which the law's form makes linear.
/// </summary>
/// <remarks>
/// The law is an empirical one: its two numbers come from a curve, never from a single run, and are the shipped
/// recordings' for every other recording of that machine.
/// </remarks>
internal static class ScalabilityFit
{
    /// <param name="points">How many at a time, and seconds of all of them for one piece of work (n /
    /// throughput).</param>
    /// <returns>Seconds alone, and the law; negative coefficients are taken for zero.</returns>
    /// <param name="alone">Where it is known, it is no part of the fit.</param>
    public static (double Alone, Contention Law) Of(
        IReadOnlyList<(double N, double Seconds)> points, double? alone = null)
    {
        if (alone is { } known) return (known, Known(points, known));
        Func<double, double>[] terms = [_ => 1, n => n - 1, n => n * (n - 1)];
        foreach (int[] used in (int[][])[[0, 1, 2], [0, 1], [0, 2], [0]])
        {
            var x = Solve(points, [.. used.Select(i => terms[i])]);
            if (x is null || x.Any(v => v < 0)) continue;
            var all = new double[3];
            for (var i = 0; i < used.Length; i++) all[used[i]] = x[i];
            return (all[0], new Contention(all[1] / all[0], all[2] / all[0]));
        }

        return (points.Average(p => p.Seconds), default);
    }

    // The two coefficients alone, of what is beyond the known part; weights of one over measured times fitted make
    // ratios of two and of a half weigh alike.
    private static Contention Known(IReadOnlyList<(double N, double Seconds)> points, double alone)
    {
        var law = Known(points, alone, (_, seconds) => seconds);
        for (var i = 0; i < 50; i++)
        {
            var last = law;
            law = Known(points, alone, (n, seconds) => Math.Sqrt(seconds * alone * last.Inflation((int)n)));
        }

        return law;
    }

    private static Contention Known(
        IReadOnlyList<(double N, double Seconds)> points, double alone, Func<double, double, double> scale)
    {
        var (ss, sk, kk, sy, ky) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (n, seconds) in points)
        {
            var unit = scale(n, seconds);
            var (s, k, y) = ((n - 1) * alone / unit, n * (n - 1) * alone / unit, (seconds - alone) / unit);
            (ss, sk, kk, sy, ky) = (ss + (s * s), sk + (s * k), kk + (k * k), sy + (s * y), ky + (k * y));
        }

        var determinant = (ss * kk) - (sk * sk);
        var sigma = determinant > 0 ? ((sy * kk) - (ky * sk)) / determinant : -1;
        var kappa = determinant > 0 ? ((ky * ss) - (sy * sk)) / determinant : -1;
        if (sigma >= 0 && kappa >= 0) return new Contention(sigma, kappa);
        return kappa < 0 && ss > 0 ? new Contention(sy / ss, 0) : new Contention(0, kk > 0 ? ky / kk : 0);
    }

    /// <summary>Normal equations with weights of one over the square of the measured, by elimination.</summary>
    private static double[]? Solve(IReadOnlyList<(double N, double Seconds)> points, Func<double, double>[] terms)
    {
        var k = terms.Length;
        if (points.Count < k) return null;
        var a = new double[k, k + 1];
        foreach (var (n, seconds) in points)
            for (var i = 0; i < k; i++)
            {
                for (var j = 0; j < k; j++) a[i, j] += terms[i](n) * terms[j](n) / (seconds * seconds);
                a[i, k] += terms[i](n) / seconds;
            }

        for (var i = 0; i < k; i++)
        {
            if (Math.Abs(a[i, i]) < 1e-30) return null;
            for (var row = 0; row < k; row++)
            {
                if (row == i) continue;
                var factor = a[row, i] / a[i, i];
                for (var column = i; column <= k; column++) a[row, column] -= factor * a[i, column];
            }
        }

        return [.. Enumerable.Range(0, k).Select(i => a[i, k] / a[i, i])];
    }
}
