using MathNet.Numerics.Distributions;

namespace Simulator.Kernel;

/// <summary>A mean over independent replications with its Student-t interval.</summary>
/// <param name="Mean">Average of the replications.</param>
/// <param name="StandardError">Of the mean; NaN with fewer than two replications.</param>
/// <param name="HalfWidth">Of the 95 % interval; infinite with fewer than two replications.</param>
/// <param name="Replications">How many values it rests on.</param>
public readonly record struct Estimate(double Mean, double StandardError, double HalfWidth, int Replications)
{
    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    /// <summary>At least one value; one alone says nothing about its own error.</summary>
    public static Estimate FromReplications(IReadOnlyList<double> values) => FromReplications(values, 0.95);

    /// <param name="values">One value a replication.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Estimate FromReplications(IReadOnlyList<double> values, double confidence)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("There are no replications.", nameof(values));
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie between 0 and 1.");
        var n = values.Count;
        var mean = 0.0;
        foreach (var v in values) mean += v / n;
        if (n == 1) return new Estimate(mean, double.NaN, double.PositiveInfinity, 1);
        var squares = 0.0;
        foreach (var v in values) squares += (v - mean) * (v - mean);
        var error = Math.Sqrt(squares / (n - 1) / n);
        return new Estimate(mean, error, error * StandardErrors(n, confidence), n);
    }

    /// <summary>How many standard errors an interval reaches to either side.</summary>
    /// <param name="replications">At least two.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static double StandardErrors(int replications, double confidence) =>
        StudentT.InvCDF(0, 1, replications - 1, (1 + confidence) / 2);

    /// <summary>Is the value inside the interval?</summary>
    public bool Covers(double value) => Low <= value && value <= High;

    /// <summary>
    /// How many standard errors the mean lies above <paramref name="expected"/>; zero when both are exact and equal.
    /// </summary>
    public double ZScore(double expected) => Mean == expected ? 0 : (Mean - expected) / StandardError;

    public override string ToString() => $"{Mean:G6} ± {HalfWidth:G3}";
}
