using System.Collections.Immutable;
using CsvHelper;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>How levels stand in tables by interval: the mean over time, averaged over replications.</summary>
internal static class LevelColumns
{
    /// <summary>The mean level of an interval.</summary>
    public static void Mean(this CsvWriter csv, IReadOnlyList<LevelResult> levels, int interval) =>
        csv.Field(Average(levels, l => l.Means, interval));

    /// <summary>The highest level in an interval.</summary>
    public static void Max(this CsvWriter csv, IReadOnlyList<LevelResult> levels, int interval) =>
        csv.Field(Average(levels, l => l.Maxima, interval));

    /// <summary>How many intervals the series of one have.</summary>
    public static int Intervals(this LevelResult level) => level.Means.Length;

    private static double Average(
        IReadOnlyList<LevelResult> levels, Func<LevelResult, ImmutableArray<float>> series, int interval) =>
        levels.Average(l => (double)series(l)[interval]);
}
