using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Scenarios;

/// <summary>How the values of several parameters meet.</summary>
public enum SweepStrategy
{
    /// <summary>Each with each; the first parameter changes slowest.</summary>
    Grid,

    /// <summary>The first with the first, the second with the second.</summary>
    Zip,
}

/// <summary>What <c>simulator sweep</c> varies where the command line does not say.</summary>
public sealed record SweepSpec
{
    public SweepStrategy Strategy { get; init; }

    /// <summary>By path, in the order of the file; what the texts mean, the schema says at that path.</summary>
    public NameMap<SweepParameterSpec> Parameters { get; init; } = NameMap.Empty<SweepParameterSpec>();

    internal static ObjectShape<SweepSpec> Shape { get; } = new(
        "sweep",
        "What `simulator sweep` varies: the values of some parameters.",
        f => new SweepSpec
        {
            Strategy = f.Optional(
                "strategy", Is.OneOf(("grid", SweepStrategy.Grid), ("zip", SweepStrategy.Zip)), SweepStrategy.Grid,
                "grid: each value with each; zip: the first with the first, the second with the second."),
            Parameters = f.Required(
                "parameters",
                new MapShape<SweepParameterSpec>(SweepParameterSpec.Shape)
                {
                    Of = "parameters",
                    AtLeast = 1,
                    AtMost = 20,
                    KeyPattern = "^.+$",
                    KeyMistake = _ => null,
                },
                "Values by path, such as services.pdf.resources.limits.cpu: {from: 250m, to: 2, step: 250m}."),
        });
}

/// <summary>The values of one parameter as written: a list, or a range of amounts.</summary>
public sealed record SweepParameterSpec
{
    /// <summary>Empty where there is a range.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Step { get; init; }

    public int? Points { get; init; }

    public double? Factor { get; init; }

    private static ScalarShape<string> Amount { get; } = new()
    {
        What = "an amount",
        Parse = s => s.Kind == ScalarKind.Boolean ? new Mistake("wrong-type", "expected an amount") : s.Text,
        Format = t => t,
        Schema = () => new JsonObject { ["type"] = new JsonArray("string", "number") },
    };

    private static ObjectShape<SweepParameterSpec> List { get; } = new(
        "sweepValues",
        "The values, one by one.",
        f => new SweepParameterSpec
        {
            Values = f.Required(
                "values", new ListShape<string>(new AnyShape()) { Of = "values", AtLeast = 1, AtMost = SweepValues.Most },
                "In this order: [250m, 500m, 1]."),
        });

    private static ObjectShape<SweepParameterSpec> Range { get; } = new(
        "sweepRange",
        "Amounts from one to another: in steps, so many, or times a factor each.",
        f =>
        {
            f.ExactlyOneOf("step", "points", "factor");
            return new SweepParameterSpec
            {
                From = f.Required("from", Amount, "The first amount."),
                To = f.Required("to", Amount, "The last, or what none is above."),
                Step = f.Maybe("step", Amount, "From one to the next."),
                Points = f.MaybeValue(
                    "points", Is.Int(2, SweepValues.Most), "So many, evenly spaced, from and to among them."),
                Factor = f.MaybeValue("factor", Is.Number(1.000001, 1e9), "Each is so many times the one before."),
            };
        });

    internal static Shape<SweepParameterSpec> Shape { get; } = new UnionShape<SweepParameterSpec>(
        "sweepParameter", "The values of one parameter.", [List, Range])
    {
        Choose = (node, _, _) => node is MapNode map && map.FindEntry("values") is null ? Range : List,
    };

    internal (RangeKind Kind, string Text) Distance => this switch
    {
        { Step: { } step } => (RangeKind.Step, step),
        { Points: { } points } => (RangeKind.Points, points.ToString(CultureInfo.InvariantCulture)),
        _ => (RangeKind.Factor, ((decimal)Factor!.Value).ToString(CultureInfo.InvariantCulture)),
    };
}
