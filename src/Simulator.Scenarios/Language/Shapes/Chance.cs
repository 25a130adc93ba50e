using System.Text.Json.Nodes;
using SimDuration = Simulator.Kernel.Duration;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>Distributions: of times and of counts.</summary>
internal static class Chance
{
    public static Shape<DistributionSpec<SimDuration>> Duration { get; } = new ChanceShape<SimDuration>(
        "duration", Amount.Duration, Amount.PositiveDuration, d => d.Nanoseconds, Quantities.ParseDuration);

    public static Shape<DistributionSpec<double>> Number { get; } = new ChanceShape<double>(
        "number", Is.Number(0, 1e7), Is.Number(1e-6, 1e7), n => n, Quantities.ParsePlain);

    /// <summary>A default that is always the same, as it would be written.</summary>
    public static Node Constant(DistributionSpec<SimDuration> spec, SourcePosition at) =>
        Amount.Duration.Write(spec.Value!.Value, at, Defaults.Origin);
}

/// <summary>A law of chance over one kind of amount: an amount alone, {p50, p99}, or a law by its name.</summary>
internal sealed class ChanceShape<T> : Shape<DistributionSpec<T>>
    where T : struct
{
    private const string TagKey = "distribution";

    private readonly UnionShape<DistributionSpec<T>> _union;

    /// <param name="what">Distinguishes the definitions in the schema.</param>
    /// <param name="amount">From zero.</param>
    /// <param name="positive">Above zero.</param>
    /// <param name="size">For comparisons.</param>
    /// <param name="parse">A line of a file of values.</param>
    public ChanceShape(
        string what, ScalarShape<T> amount, ScalarShape<T> positive, Func<T, double> size,
        Func<string, Parsed<T>> parse)
    {
        var laws = new Laws<T>(what, amount, positive, size, parse);
        var constant = new MappedShape<T, DistributionSpec<T>>(amount, DistributionSpec.Constant);
        var byName = UnionShape.ByTag(TagKey, "a distribution", laws.ByName);
        _union = new UnionShape<DistributionSpec<T>>(
            what + "Distribution",
            "A constant, a lognormal by {p50, p99}, or {distribution: uniform | exponential | …}.",
            [constant, laws.Percentiles, .. laws.ByName.Select(l => l.Shape)])
        {
            Choose = (node, path, cx) => node switch
            {
                MapNode map when map.FindEntry(TagKey) is not null => byName(node, path, cx),
                MapNode map when (map.FindEntry("p50") ?? map.FindEntry("p99")) is not null => laws.Percentiles,
                MapNode => Untold(node, path, cx),
                _ => constant,
            },
        };
    }

    public override bool IsUnion => true;

    public override IEnumerable<AmountScale> Scales => _union.Scales;

    public override IEnumerable<string> Names => _union.Names;

    public override IEnumerable<Shape> Children(string name) => _union.Children(name);

    public override JsonObject Describe(SchemaWriter schema) => _union.Describe(schema);

    public override Bound<DistributionSpec<T>> Read(Node node, NodePath path, ReadContext cx) =>
        _union.Read(node, path, cx);

    private static Shape<DistributionSpec<T>>? Untold(Node node, NodePath path, ReadContext cx)
    {
        cx.Error(
            node, "missing-key", path,
            "say which distribution: {p50: 18ms, p99: 90ms} is a lognormal; "
                + "others are named, {distribution: exponential, mean: 20ms}");
        return null;
    }
}
