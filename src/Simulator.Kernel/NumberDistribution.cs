namespace Simulator.Kernel;

/// <summary>
/// A law of chance for plain numbers (batch sizes, factors); otherwise as <see cref="Distribution"/>.
/// </summary>
public sealed record NumberDistribution
{
    private readonly Law _law;

    private NumberDistribution(Law law) => _law = law;

    /// <summary>The expected value; infinite for pareto with shape 1 or less.</summary>
    public double Mean => _law.Mean;

    public static NumberDistribution Constant(double value) => new(new Law.Constant(value));

    public static NumberDistribution Uniform(double min, double max) => new(new Law.Uniform(min, max));

    public static NumberDistribution Exponential(double mean) => new(new Law.Exponential(mean));

    /// <inheritdoc cref="Distribution.LogNormalFromPercentiles"/>
    public static NumberDistribution LogNormalFromPercentiles(double p50, double p99) =>
        new(Law.LogNormal.FromPercentiles(p50, p99));

    /// <inheritdoc cref="Distribution.LogNormal"/>
    public static NumberDistribution LogNormal(double median, double sigma) => new(new Law.LogNormal(median, sigma));

    public static NumberDistribution Gamma(double shape, double mean) => new(new Law.Gamma(shape, mean));

    /// <inheritdoc cref="Distribution.Weibull"/>
    public static NumberDistribution Weibull(
        double shape, double scale, double min = 0, double max = double.PositiveInfinity) =>
        new(new Law.Weibull(shape, scale, min, max));

    /// <inheritdoc cref="Distribution.Pareto"/>
    public static NumberDistribution Pareto(double shape, double min) => new(new Law.Pareto(shape, min));

    /// <inheritdoc cref="Distribution.Empirical"/>
    public static NumberDistribution Empirical(IEnumerable<double> values) => new(new Law.Empirical(values));

    /// <summary>Not negative.</summary>
    public double Sample(RandomStream stream) => _law.Sample(stream);

    /// <summary>A sample rounded to the nearest whole number, halves up; not negative.</summary>
    public long SampleCount(RandomStream stream) => (long)(_law.Sample(stream) + 0.5);

    /// <summary>Says which law and its parameters: <c>uniform(1..50)</c>.</summary>
    public override string ToString() => _law.Describe(x => x.ToString("0.######"));
}
