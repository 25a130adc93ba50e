using System.Collections.Immutable;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>One parameter of a sweep: a path, and the values it takes in this order.</summary>
public sealed record SweepParameter
{
    internal SweepParameter(PathPattern pattern) => Pattern = pattern;

    /// <summary>As written, like that of --set; it may have a <c>*</c>.</summary>
    public required string Path { get; init; }

    /// <summary>At least one, all different.</summary>
    public required ImmutableArray<SweepValue> Values { get; init; }

    /// <summary>The kind of amount that all values are; null for words, maps and lists.</summary>
    public AmountScale? Scale { get; init; }

    internal PathPattern Pattern { get; }
}

/// <summary>One value of a parameter.</summary>
public sealed record SweepValue
{
    internal SweepValue(string text, Node node) => (Text, Node) = (text, node);

    /// <summary>As the effective scenario writes it.</summary>
    public string Text { get; }

    /// <summary>In the unit of the parameter's scale; null without one.</summary>
    public double? Number { get; init; }

    internal Node Node { get; }
}
