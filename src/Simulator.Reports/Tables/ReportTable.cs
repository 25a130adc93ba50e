using System.Collections.Immutable;

namespace Simulator.Reports.Tables;

/// <summary>A table as every format shows it: what it is about, its columns, mostly a row for each variant.</summary>
/// <param name="Title">Empty where the columns say it.</param>
/// <param name="Remark">How to read it; may be empty.</param>
internal sealed record ReportTable(string Title, string Remark)
{
    /// <summary>Their titles may be broken into lines, words with a hyphen; empty where there are only notes.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<ImmutableArray<Cell>> Rows { get; init; } = [];

    /// <summary>What has to be said below it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The title is a metric's path, and the remark has a line of its own.</summary>
    public bool IsOfMetric { get; init; }

    /// <summary>A column's title on one line.</summary>
    public static string OneLine(string column) => column
        .Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');

    /// <summary>Columns of words; all others but the first hold numbers.</summary>
    public static bool IsOfWords(string column) => column is Client or Outcomes;

    public const string Client = "client";

    public const string Outcomes = "requests by outcome";
}
