using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios;

/// <summary>
/// A law of chance as a scenario writes it; <typeparamref name="T"/> is Duration or, for counts, double.
/// </summary>
public sealed record DistributionSpec<T>
    where T : struct
{
    public required DistributionLaw Law { get; init; }

    /// <summary>Constant.</summary>
    public T? Value { get; init; }

    /// <summary>Exponential and gamma.</summary>
    public T? Mean { get; init; }

    /// <summary>Uniform and pareto; of a weibull, that which less counts as.</summary>
    public T? Min { get; init; }

    /// <summary>Uniform; of a weibull, that which more counts as.</summary>
    public T? Max { get; init; }

    /// <summary>Lognormal: the median, also written p50.</summary>
    public T? Median { get; init; }

    /// <summary>Lognormal, when given by its percentiles; otherwise <see cref="Sigma"/>.</summary>
    public T? P99 { get; init; }

    /// <summary>Lognormal: standard deviation of the logarithm.</summary>
    public double? Sigma { get; init; }

    /// <summary>Gamma, weibull and pareto.</summary>
    public double? Shape { get; init; }

    /// <summary>Weibull.</summary>
    public T? Scale { get; init; }

    /// <summary>Empirical: as written, relative to the scenario file.</summary>
    public string? File { get; init; }

    /// <summary>Empirical: the file's values.</summary>
    public ImmutableArray<T> Values { get; init; } = [];
}

/// <summary>The laws of chance a scenario can name.</summary>
public enum DistributionLaw
{
    Constant,
    Uniform,
    Exponential,
    Lognormal,
    Gamma,
    Weibull,
    Pareto,
    Empirical,
}

/// <summary>Makes such laws, and turns them into what a model samples.</summary>
public static class DistributionSpec
{
    public static DistributionSpec<T> Constant<T>(T value)
        where T : struct => new() { Law = DistributionLaw.Constant, Value = value };

    public static Distribution ToDistribution(this DistributionSpec<Duration> spec) => spec.Law switch
    {
        DistributionLaw.Constant => Distribution.Constant(spec.Value!.Value),
        DistributionLaw.Uniform => Distribution.Uniform(spec.Min!.Value, spec.Max!.Value),
        DistributionLaw.Exponential => Distribution.Exponential(spec.Mean!.Value),
        DistributionLaw.Lognormal when spec.P99 is { } p99 =>
            Distribution.LogNormalFromPercentiles(spec.Median!.Value, p99),
        DistributionLaw.Lognormal => Distribution.LogNormal(spec.Median!.Value, spec.Sigma!.Value),
        DistributionLaw.Gamma => Distribution.Gamma(spec.Shape!.Value, spec.Mean!.Value),
        DistributionLaw.Weibull => Distribution.Weibull(spec.Shape!.Value, spec.Scale!.Value, spec.Min, spec.Max),
        DistributionLaw.Pareto => Distribution.Pareto(spec.Shape!.Value, spec.Min!.Value),
        DistributionLaw.Empirical => Distribution.Empirical(spec.Values),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Law, "No such law."),
    };

    public static NumberDistribution ToDistribution(this DistributionSpec<double> spec) => spec.Law switch
    {
        DistributionLaw.Constant => NumberDistribution.Constant(spec.Value!.Value),
        DistributionLaw.Uniform => NumberDistribution.Uniform(spec.Min!.Value, spec.Max!.Value),
        DistributionLaw.Exponential => NumberDistribution.Exponential(spec.Mean!.Value),
        DistributionLaw.Lognormal when spec.P99 is { } p99 =>
            NumberDistribution.LogNormalFromPercentiles(spec.Median!.Value, p99),
        DistributionLaw.Lognormal => NumberDistribution.LogNormal(spec.Median!.Value, spec.Sigma!.Value),
        DistributionLaw.Gamma => NumberDistribution.Gamma(spec.Shape!.Value, spec.Mean!.Value),
        DistributionLaw.Weibull => NumberDistribution.Weibull(
            spec.Shape!.Value, spec.Scale!.Value, spec.Min ?? 0, spec.Max ?? double.PositiveInfinity),
        DistributionLaw.Pareto => NumberDistribution.Pareto(spec.Shape!.Value, spec.Min!.Value),
        DistributionLaw.Empirical => NumberDistribution.Empirical(spec.Values),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Law, "No such law."),
    };
}
