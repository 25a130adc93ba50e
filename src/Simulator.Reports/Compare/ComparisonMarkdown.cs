using System.Collections.Immutable;
using Simulator.Reports.Formats;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>
/// A comparison as a comment of a pull request: one sentence, four rows, the rest folded, and a marker by which a bot
/// finds the comment again and replaces it.
/// </summary>
public static class ComparisonMarkdown
{
    /// <summary>In characters, whatever is compared.</summary>
    public const int Longest = MarkdownText.Longest;

    private const int InSight = 4;
    private const string Table = "comparison.csv";

    public static string Of(RunResult run, ImmutableArray<ComparedMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(run);
        var text = new MarkdownText();
        text.Line($"<!-- simulator compare {run.Scenario} -->");
        var others = run.Variants.Length - 1;
        for (var other = 0; other < others; other++)
        {
            // Each variant has its share of the room, so that none stands in another's way.
            var longest = MarkdownText.Longest / others * (other + 1);
            if (Variant(text, run, metrics, other, longest)) continue;
            text.Line($"\n… and {others - other} more variants, in {Table}\n");
            break;
        }

        var shas = string.Join(", ", run.Variants.Take(InSight)
            .Select(v => $"{MarkdownText.Escape(v.Name)} {v.Sha256[..8]}"));
        var more = run.Variants.Length > InSight ? ", …" : "";
        var pairs = run.Variants.Min(v => v.Replications.Length);
        text.Line($"<sub>{pairs} pairs of replications with the same chances; ± is half of the 95 % interval of their "
            + $"differences. Seed {run.Seed}, {shas}{more}, simulator {run.Version}.</sub>");
        return text.ToString();
    }

    private static bool Variant(
        MarkdownText text, RunResult run, ImmutableArray<ComparedMetric> metrics, int other, int longest)
    {
        var (first, variant) = (run.Variants[0].Name, run.Variants[other + 1].Name);
        var headline = MarkdownText.Escape(ComparisonWords.Headline(metrics, other, first, variant));
        if (!text.LineIfRoom($"**{headline}**\n")) return false;
        Rows(text, [.. InOrder(metrics, other).Take(InSight)], other, first, variant, MarkdownText.Longest);
        if (metrics.Length <= InSight) return true;
        if (!text.LineIfRoom($"\n<details><summary>All {metrics.Length} metrics</summary>\n", longest)) return true;
        Rows(text, metrics, other, first, variant, longest);
        text.Line("\n</details>\n");
        return true;
    }

    // Thresholds before what nobody asked for, changes before what cannot be told apart.
    private static IEnumerable<ComparedMetric> InOrder(ImmutableArray<ComparedMetric> metrics, int other) => metrics
        .OrderBy(m => m.IsOfThreshold ? 0 : 1)
        .ThenBy(m => m.Others[other].IsDistinguishable == false ? 1 : 0);

    private static void Rows(
        MarkdownText text, ImmutableArray<ComparedMetric> metrics, int other, string first, string variant, int longest)
        => text.Table(
            ["metric", MarkdownText.Escape(first), MarkdownText.Escape(variant), "difference"],
            [
                .. metrics.Select(metric => (Metric: metric, Value: metric.Others[other])).Select(m => (string[])
                [
                    MarkdownText.Escape(m.Metric.Name), ComparisonWords.Value(m.Metric.Base, m.Metric.Unit),
                    ComparisonWords.Value(m.Value.Value, m.Metric.Unit),
                    m.Value.IsDistinguishable == false
                        ? "not distinguishable"
                        : ComparisonWords.Difference(m.Value.Difference, m.Metric.Unit),
                ]),
            ],
            Table, longest);
}
