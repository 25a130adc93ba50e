using System.Collections.Immutable;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>The scenario with some values changed; the reader resolves each into a scenario of its own.</summary>
public sealed record VariantSpec
{
    public string? Title { get; init; }

    /// <summary>Paths in the order of the file, each with the value as YAML text.</summary>
    public NameMap<string> Set { get; init; } = NameMap.Empty<string>();

    public ImmutableArray<string> Unset { get; init; } = [];

    /// <summary>
    /// In this variant, a metric named here has these thresholds instead of the scenario's; none are listed here of a
    /// metric that only the variant has.
    /// </summary>
    public NameMap<ImmutableArray<ThresholdSpec>> Thresholds { get; init; } =
        NameMap.Empty<ImmutableArray<ThresholdSpec>>();

    internal static ObjectShape<VariantSpec> Shape { get; } = new(
        "variant",
        "The scenario with some values changed.",
        f => new VariantSpec
        {
            Title = f.Maybe("title", Is.String, "One line, for headings."),
            Set = f.Section(
                "set",
                new MapShape<string>(new AnyShape()) { Of = "values", KeyPattern = "^.+$", KeyMistake = _ => null },
                "Values by path, such as services.pdf.resources.limits.cpu: 1500m; * stands for every name."),
            Unset = f.Section(
                "unset", new ListShape<string>(Is.String) { Of = "paths" }, "Paths whose values are taken away."),
            Thresholds = f.Section(
                "thresholds", ThresholdShape.Map,
                "In this variant these take the place of the scenario's thresholds for the same metric."),
        });
}
