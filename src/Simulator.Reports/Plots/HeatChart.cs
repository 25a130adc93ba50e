using System.Collections.Immutable;
using Simulator.Reports.Sweeps;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>What a heat map shows: a figure at each pair of values of two parameters, in one panel or several.</summary>
internal sealed record HeatChart
{
    /// <summary>Of the file, without extension.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    /// <summary>From left to right.</summary>
    public required SweepAxis Along { get; init; }

    /// <summary>From the bottom up.</summary>
    public required SweepAxis Across { get; init; }

    public required ImmutableArray<HeatPanel> Panels { get; init; }

    /// <summary>The same colour is the same value in all panels.</summary>
    public bool OneScale { get; init; }
}

/// <summary>One panel.</summary>
/// <param name="Heading">What its figure is, or where it was measured.</param>
/// <param name="Unit">Of all its numbers.</param>
/// <param name="Cells">By the numbers of the values, along and across.</param>
internal sealed record HeatPanel(string Heading, MetricUnit Unit, HeatCell[,] Cells);

/// <summary>A figure at one pair of values.</summary>
/// <param name="Value">Infinite ones are as dark as the darkest; NaN: none.</param>
/// <param name="Outcome">Against its bounds; null: nothing is asked of it.</param>
internal readonly record struct HeatCell(double Value, VerdictOutcome? Outcome);
