using System.Collections.Immutable;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The laws of chance a scenario can name, each with its parameters.</summary>
internal sealed class Laws<T>(
    string what, ScalarShape<T> amount, ScalarShape<T> positive, Func<T, double> size, Func<string, Parsed<T>> parse)
    where T : struct
{
    private static readonly ScalarShape<double> ShapeParameter = Is.Number(0.01, 1000);

    /// <summary>Standard deviations of a logarithm beyond 5 have means that no run meets.</summary>
    private static readonly ScalarShape<double> SigmaParameter = Is.Number(0, 5);

    /// <summary>Below, the mean is infinite.</summary>
    private static readonly ScalarShape<double> ParetoShape = Is.Number(
        1.001, 1000, "; at 1 the mean becomes infinite");

    /// <summary>The short form of a lognormal.</summary>
    public Shape<DistributionSpec<T>> Percentiles { get; } = new ObjectShape<DistributionSpec<T>>(
        what + "Percentiles",
        "A lognormal with this median and this 99th percentile.",
        f =>
        {
            var law = new DistributionSpec<T>
            {
                Law = DistributionLaw.Lognormal,
                Median = f.Required("p50", positive, "The median."),
                P99 = f.Required("p99", positive, "The 99th percentile."),
            };
            f.Check(
                () => size(law.P99!.Value) >= size(law.Median!.Value), "p99", "out-of-range", () => "p99 is below p50");
            return law;
        });

    public ImmutableArray<(string Tag, Shape<DistributionSpec<T>> Shape)> ByName { get; } =
    [
        ("constant", Law(what, "constant", "Always the same.", f => new()
        {
            Law = DistributionLaw.Constant,
            Value = f.Required("value", amount, "What it always is."),
        })),
        ("uniform", Law(what, "uniform", "Anything between two bounds alike.", f =>
        {
            DistributionSpec<T> law = new()
            {
                Law = DistributionLaw.Uniform,
                Min = f.Required("min", amount, "The lower bound."),
                Max = f.Required("max", amount, "The upper bound."),
            };
            f.Check(
                () => size(law.Max!.Value) >= size(law.Min!.Value), "max", "out-of-range", () => "max is below min");
            return law;
        })),
        ("exponential", Law(what, "exponential", "Memoryless.", f => new()
        {
            Law = DistributionLaw.Exponential,
            Mean = f.Required("mean", positive, "The mean."),
        })),
        ("lognormal", Law(
            what, "lognormal", "By median and sigma, or by p50 and p99.", f => Lognormal(f, positive, size))),
        ("gamma", Law(what, "gamma", "By shape and mean; shape 1 is exponential.", f => new()
        {
            Law = DistributionLaw.Gamma,
            Shape = f.Required("shape", ShapeParameter, "Large is regular, small is bursty."),
            Mean = f.Required("mean", positive, "The mean."),
        })),
        ("weibull", Law(what, "weibull", "By shape and scale, with or without bounds.", f =>
        {
            DistributionSpec<T> law = new()
            {
                Law = DistributionLaw.Weibull,
                Shape = f.Required("shape", ShapeParameter, "Below 1 has a heavy tail."),
                Scale = f.Required("scale", positive, "63 % of values are below, bounds left aside."),
                Min = f.MaybeValue("min", amount, "Whatever is less counts as it. Default: no bound."),
                Max = f.MaybeValue("max", positive, "Whatever is more counts as it. Default: no bound."),
            };
            f.Check(
                () => law.Max is not { } max || law.Min is not { } min || size(max) >= size(min), "max",
                "out-of-range", () => "max is below min");
            return law;
        })),
        ("pareto", Law(what, "pareto", "Heavy tail: P(X > x) = (min / x) ^ shape.", f => new()
        {
            Law = DistributionLaw.Pareto,
            Shape = f.Required("shape", ParetoShape, "Above 1, or the mean is infinite."),
            Min = f.Required("min", positive, "The least value, and the most likely one."),
        })),
        ("empirical", Law(what, "empirical", "The values of a file, each as likely as the other.", f =>
        {
            var file = f.Required("file", Is.File, "One value a line, with its unit; relative to the scenario's file.");
            return new()
            {
                Law = DistributionLaw.Empirical,
                File = file,
                Values = f.FromFile(
                    "file", file,
                    (DataFiles files, string name, out Diagnostic? mistake) => files.Values(name, parse, out mistake)),
            };
        })),
    ];

    private static ObjectShape<DistributionSpec<T>> Law(
        string what, string name, string doc, Func<Fields, DistributionSpec<T>> bind) => new(
        what + char.ToUpperInvariant(name[0]) + name[1..],
        doc,
        f =>
        {
            f.Tag("distribution", name, "Which law.");
            return bind(f);
        });

    private static DistributionSpec<T> Lognormal(Fields f, ScalarShape<T> positive, Func<T, double> size)
    {
        f.ExactlyOneOf("median", "p50");
        f.ExactlyOneOf("sigma", "p99");
        var median = f.MaybeValue("median", positive, "Half of the values are below.");
        var p50 = f.MaybeValue("p50", positive, "The median.");
        var law = new DistributionSpec<T>
        {
            Law = DistributionLaw.Lognormal,
            Median = median ?? p50,
            Sigma = f.MaybeValue("sigma", SigmaParameter, "Standard deviation of the logarithm."),
            P99 = f.MaybeValue("p99", positive, "The 99th percentile."),
        };
        f.Check(
            () => law.P99 is not { } p99 || size(p99) >= size(law.Median!.Value), "p99", "out-of-range",
            () => "p99 is below the median");
        return law;
    }
}
