namespace Simulator.Kernel;

/// <summary>A law of chance for times; an immutable value, the stream is passed when sampling.</summary>
/// <remarks>Each sample takes exactly one draw of its stream, so that variants of a scenario see the same
/// chances.</remarks>
public sealed record Distribution
{
    private readonly Law _law;

    private Distribution(Law law) => _law = law;

    /// <summary>
    /// The expected value; <see cref="Duration.Forever"/> where it is infinite (pareto with shape 1 or less).
    /// </summary>
    public Duration Mean => Duration.FromNanoseconds(_law.Mean);

    public static Distribution Constant(Duration value) => new(new Law.Constant(value.Nanoseconds));

    public static Distribution Uniform(Duration min, Duration max) =>
        new(new Law.Uniform(min.Nanoseconds, max.Nanoseconds));

    public static Distribution Exponential(Duration mean) => new(new Law.Exponential(mean.Nanoseconds));

    /// <summary>The lognormal with that median and that 99th percentile.</summary>
    public static Distribution LogNormalFromPercentiles(Duration p50, Duration p99) =>
        new(Law.LogNormal.FromPercentiles(p50.Nanoseconds, p99.Nanoseconds));

    /// <param name="median">Half of the samples are below.</param>
    /// <param name="sigma">Standard deviation of the logarithm.</param>
    public static Distribution LogNormal(Duration median, double sigma) =>
        new(new Law.LogNormal(median.Nanoseconds, sigma));

    public static Distribution Gamma(double shape, Duration mean) => new(new Law.Gamma(shape, mean.Nanoseconds));

    /// <param name="shape">Below 1 has a heavy tail.</param>
    /// <param name="scale">63 % of the samples are below.</param>
    /// <param name="min">Whatever is less counts as it; null: no bound.</param>
    /// <param name="max">Whatever is more counts as it; null: no bound.</param>
    public static Distribution Weibull(double shape, Duration scale, Duration? min = null, Duration? max = null) =>
        new(new Law.Weibull(
            shape, scale.Nanoseconds, min?.Nanoseconds ?? 0, max?.Nanoseconds ?? double.PositiveInfinity));

    /// <summary>Heavy tail: P(X &gt; x) = (min / x) ^ shape.</summary>
    public static Distribution Pareto(double shape, Duration min) => new(new Law.Pareto(shape, min.Nanoseconds));

    /// <summary>One of the values, each as likely as the other.</summary>
    public static Distribution Empirical(IEnumerable<Duration> values) =>
        new(new Law.Empirical(values.Select(v => (double)v.Nanoseconds)));

    /// <summary>Not negative; rounded to the nanosecond.</summary>
    public Duration Sample(RandomStream stream) => Duration.FromNanoseconds(_law.Sample(stream));

    /// <summary>Says which law and its parameters: <c>lognormal(p50 60ms, p99 250ms)</c>.</summary>
    public override string ToString() => _law.Describe(ns => Duration.FromNanoseconds(ns).ToString());
}
