using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>What a knee plot shows: how one or two figures follow one parameter, whatever it is.</summary>
public sealed record KneeChart
{
    /// <summary>Of the file, without extension.</summary>
    public required string Name { get; init; }

    /// <summary>The finding.</summary>
    public required string Title { get; init; }

    /// <summary>What made it: scenario, seed, sha.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The parameter and its unit, below the axis: <c>CPU limit of pdf (cores)</c>.</summary>
    public required string Parameter { get; init; }

    /// <summary>In any order; no two at one place.</summary>
    public required ImmutableArray<KneePoint> Points { get; init; }

    /// <summary>Seconds on a log axis, everything else on a linear one.</summary>
    public required KneePanel Upper { get; init; }

    /// <summary>Null: the upper panel has all the room.</summary>
    public KneePanel? Lower { get; init; }

    /// <summary>The parameter on a log axis, for values that span decades; all of them above zero.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Where the answer is, and the words beside it; null: nothing is marked.</summary>
    public KneeAnswer? Answer { get; init; }

    /// <summary>Stretches of the parameter that are shaded, each with its words.</summary>
    public ImmutableArray<KneeStretch> Stretches { get; init; } = [];
}

/// <summary>One setting.</summary>
/// <param name="X">Of the parameter.</param>
/// <param name="Label">The same as people write it: <c>500m</c>.</param>
/// <param name="Upper">The upper panel's figure; null: none.</param>
/// <param name="Lower">The lower panel's.</param>
public sealed record KneePoint(double X, string Label, KneeFigure? Upper, KneeFigure? Lower = null);

/// <summary>A figure with its interval.</summary>
/// <param name="Value">Infinite ones stand at the panel's upper edge.</param>
/// <param name="Outcome">Against its bounds; null: nothing is asked of it.</param>
public sealed record KneeFigure(Measured Value, VerdictOutcome? Outcome = null);

/// <summary>A panel's own part.</summary>
/// <param name="Heading">What its figure is.</param>
/// <param name="Unit">Of all its numbers.</param>
/// <param name="Bounds">Lines across the panel: each value with its label, <c>p99 &lt; 500ms</c>.</param>
public sealed record KneePanel(string Heading, MetricUnit Unit, ImmutableArray<(double Value, string Label)> Bounds);

/// <summary>A mark through both panels.</summary>
public sealed record KneeAnswer(double X, string Label);

/// <summary>A shaded stretch of the parameter.</summary>
public sealed record KneeStretch(double From, double To, string Label);
