using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>
/// A comparison as a comment of a pull request: one sentence, four rows, the rest folded, and a marker by which a bot
/// finds the comment again and replaces it.
/// </summary>
public static class ComparisonMarkdown
{
    /// <summary>GitHub takes 65,536 characters of a comment; the rest is left to the file.</summary>
    public const int Longest = 60_000;

    private const int InSight = 4;

    public static string Of(RunResult run, ImmutableArray<ComparedMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(run);
        var text = new StringBuilder();
        Line($"<!-- simulator compare {run.Scenario} -->");
        for (var other = 0; other + 1 < run.Variants.Length; other++)
        {
            var (first, variant) = (run.Variants[0].Name, run.Variants[other + 1].Name);
            Line($"**{Escape(ComparisonWords.Headline(metrics, other, first, variant))}**\n");
            Table(text, [.. InOrder(metrics, other).Take(InSight)], other, first, variant, Longest);
            if (metrics.Length > InSight)
            {
                Line($"\n<details><summary>All {metrics.Length} metrics</summary>\n");
                Table(text, metrics, other, first, variant, Longest / (run.Variants.Length - 1));
                Line("\n</details>\n");
            }
        }

        var shas = string.Join(", ", run.Variants.Select(v => $"{v.Name} {v.Sha256[..8]}"));
        var pairs = run.Variants.Min(v => v.Replications.Length);
        Line($"<sub>{pairs} pairs of replications with the same chances; ± is half of the 95 % interval of their "
            + $"differences. Seed {run.Seed}, {shas}, simulator {run.Version}.</sub>");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    // Thresholds before what nobody asked for, changes before what cannot be told apart.
    private static IEnumerable<ComparedMetric> InOrder(ImmutableArray<ComparedMetric> metrics, int other) => metrics
        .OrderBy(m => m.IsOfThreshold ? 0 : 1)
        .ThenBy(m => m.Others[other].IsDistinguishable == false ? 1 : 0);

    private static void Table(
        StringBuilder text, ImmutableArray<ComparedMetric> metrics, int other, string first, string variant, int longest)
    {
        var start = text.Length;
        text.Append($"| metric | {Escape(first)} | {Escape(variant)} | difference |\n|---|--:|--:|--:|\n");
        for (var i = 0; i < metrics.Length; i++)
        {
            var (metric, value) = (metrics[i], metrics[i].Others[other]);
            var difference = value.IsDistinguishable == false
                ? "not distinguishable"
                : ComparisonWords.Difference(value.Difference, metric.Unit);
            var row = $"| {Escape(metric.Name)} | {ComparisonWords.Value(metric.Base, metric.Unit)} | "
                + $"{ComparisonWords.Value(value.Value, metric.Unit)} | {difference} |\n";
            if (text.Length - start + row.Length > longest - 2_000)
            {
                var left = (metrics.Length - i).ToString(CultureInfo.InvariantCulture);
                text.Append($"| … {left} more, in comparison.csv | | | |\n");
                return;
            }

            text.Append(row);
        }
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
