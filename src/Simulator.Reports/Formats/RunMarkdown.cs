using System.Globalization;
using Simulator.Reports.Tables;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Formats;

/// <summary>
/// A run as a comment of a pull request: the verdict in one sentence, the four thresholds that matter most, the rest
/// folded, and a marker by which a bot finds the comment again and replaces it.
/// </summary>
public static class RunMarkdown
{
    private const int InSight = 4;

    private sealed record Judged(string Variant, Verdict Verdict);

    public static string Of(RunResult run, Summary summary, RunOrigin origin, bool strict)
    {
        var text = new MarkdownText();
        text.Line($"<!-- simulator run {run.Scenario} -->");
        var passed = Judgement.Passed(summary, strict);
        text.Line($"**{(passed ? "✅" : "❌")} {MarkdownText.Escape(run.Title)}: "
            + $"{MarkdownText.Escape(VerdictWords.Headline(summary, strict))}**");
        text.Line();
        var all = summary.Variants.SelectMany(v => v.Verdicts, (v, t) => new Judged(v.Name, t)).ToList();
        var first = all.OrderBy(j => Judgement.Passed(j.Verdict, strict) ? 1 : 0)
            .ThenBy(j => j.Verdict.Outcome == VerdictOutcome.Pass ? 1 : 0)
            .ThenBy(j => double.IsFinite(j.Verdict.Margin) ? j.Verdict.Margin : double.MaxValue)
            .Take(InSight).ToList();
        if (first.Count > 0) Thresholds(text, first, strict);
        Reasons(text, run, summary);
        if (all.Count > first.Count)
            Folded(text, $"All {all.Count} thresholds", () => Thresholds(text, all, strict));
        Folded(text, "Latencies", () => Latencies(text, summary));
        var command = MarkdownText.Escape(origin.Command);
        var shas = string.Join(", ", summary.Variants.Take(InSight)
            .Select(v => $"{MarkdownText.Escape(v.Name)} {v.Sha256[..8]}"));
        var more = summary.Variants.Length > InSight ? ", …" : "";
        var replications = run.Variants[0].Replications.Length.ToString(CultureInfo.InvariantCulture);
        text.Line($"<sub>{replications} × {run.Duration}, seed {run.Seed}, {shas}{more}, simulator {run.Version}; "
            + $"{command}</sub>");
        return text.ToString();
    }

    private static void Thresholds(MarkdownText text, List<Judged> judged, bool strict) => text.Table(
        ["threshold", "variant", "observed", "bound", "margin", "verdict"],
        [
            .. judged.Select(j => (string[])
            [
                MarkdownText.Escape(j.Verdict.Threshold), MarkdownText.Escape(j.Variant),
                MarkdownText.Escape(VerdictWords.Observed(j.Verdict)), VerdictWords.Bound(j.Verdict), VerdictWords.Margin(j.Verdict),
                $"{VerdictWords.Mark(j.Verdict)} {VerdictWords.Word(j.Verdict, strict)}",
            ]),
        ],
        "summary.json");

    // Of a fleet the first few; the page has all.
    private static void Reasons(MarkdownText text, RunResult run, Summary summary)
    {
        var reasons = ReasonList.Of(run, new Spotlight(summary).On(summary)).ToList();
        if (reasons.Count == 0) return;
        text.Line();
        foreach (var (variant, sentence) in reasons.Take(InSight))
            text.LineIfRoom($"- **{MarkdownText.Escape(variant)}:** {MarkdownText.Escape(sentence)}");
        if (reasons.Count > InSight) text.LineIfRoom($"- … and {reasons.Count - InSight} more, in report.html");
    }

    private static void Latencies(MarkdownText text, Summary summary) => text.Table(
        ["metric", "variant", "p50", "p90", "p99", "max", "requests"],
        [
            .. summary.Variants.SelectMany(v => v.Latencies, (v, l) => (v.Name, Latency: l))
                .Where(r => r.Latency.Count > 0).OrderBy(r => r.Latency.Metric, StringComparer.Ordinal)
                .Select(r => (string[])
                [
                    MarkdownText.Escape(r.Latency.Metric), MarkdownText.Escape(r.Name), At(r.Latency, 50),
                    At(r.Latency, 90), At(r.Latency, 99), MarkdownText.Escape(Human.SecondsWithin(r.Latency.Max)),
                    r.Latency.Count.ToString(CultureInfo.InvariantCulture),
                ]),
        ],
        "summary.csv");

    private static string At(LatencySummary latency, double rank) =>
        MarkdownText.Escape(Human.SecondsWithin(latency.Percentiles[LatencySummary.Ranks.IndexOf(rank)]));

    private static void Folded(MarkdownText text, string title, Action inside)
    {
        if (!text.LineIfRoom($"\n<details><summary>{title}</summary>\n")) return;
        inside();
        text.Line("\n</details>\n");
    }
}
