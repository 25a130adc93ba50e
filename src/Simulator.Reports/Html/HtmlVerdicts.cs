using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>What comes first: whether all that was asked for holds, and by how much.</summary>
internal static class HtmlVerdicts
{
    // Of more, variants in which nothing failed are folded.
    private const int Many = 60;

    public static void Write(HtmlWriter html, RunResult run, Summary summary, bool strict)
    {
        var judged = summary.Variants.Where(v => v.Verdicts.Length > 0).ToList();
        var isLong = judged.Sum(v => v.Verdicts.Length) > Many;
        foreach (var variant in judged)
        {
            var isClean = variant.Verdicts.All(v => v.Outcome == VerdictOutcome.Pass);
            html.Open("details", ("class", "verdicts"), ("open", isClean && isLong ? null : ""));
            html.Open("summary");
            html.Element("h3", variant.Name);
            Badge(html, variant, strict);
            if (variant.Title != variant.Name && variant.Title != run.Title)
                html.Element("span", variant.Title, ("class", "remark"));
            html.Close();
            Table(html, variant, strict);
            html.Close();
        }
    }

    /// <summary><c>pass</c>, <c>fail</c> or <c>open</c>.</summary>
    public static string Class(VariantSummary variant, bool strict) => !Judgement.Passed(variant, strict) ? "fail"
        : variant.Verdicts.All(v => v.Outcome == VerdictOutcome.Pass) ? "pass" : "open";

    private static void Badge(HtmlWriter html, VariantSummary variant, bool strict)
    {
        var count = variant.Verdicts.Length;
        var failed = variant.Verdicts.Count(v => !Judgement.Passed(v, strict));
        var passed = variant.Verdicts.Count(v => v.Outcome == VerdictOutcome.Pass);
        var text = failed > 0 ? $"✗ {failed} of {count} failed"
            : passed == count ? $"✓ all {count} hold"
            : $"~ {passed} of {count} hold, none failed";
        html.Element("span", text, ("class", "badge " + Class(variant, strict)));
    }

    private static void Table(HtmlWriter html, VariantSummary variant, bool strict)
    {
        HtmlTables.Begin(html, $"thresholds of {variant.Name}", ("verdict", false), ("threshold", false),
            ("observed", true), ("margin", true), ("bound", true), ("95 % interval", true));
        foreach (var verdict in variant.Verdicts)
        {
            var tone = Judgement.Passed(verdict, strict)
                ? verdict.Outcome == VerdictOutcome.Pass ? "pass" : "open" : "fail";
            html.Open("tr");
            html.Open("td", ("class", "verdict " + tone));
            html.Text(VerdictWords.Mark(verdict));
            html.Element("span", " " + VerdictWords.Word(verdict, strict), ("class", "word"));
            html.Close();
            html.Element("th", verdict.Threshold, ("scope", "row"));
            html.Element("td", Human.Of(verdict.Observed with { HalfWidth = double.NaN }, verdict.Unit), ("class", "n"),
                ("data-v", HtmlTables.Sort(verdict.Observed.Value)));
            html.Element("td", VerdictWords.Margin(verdict), ("class", "n"),
                ("data-v", HtmlTables.Sort(verdict.Margin)));
            html.Element("td", VerdictWords.Bound(verdict), ("class", "n"),
                ("data-v", HtmlTables.Sort(verdict.Bound)));
            html.Element("td", VerdictWords.Interval(verdict), ("class", "n"));
            html.Close();
        }

        HtmlTables.End(html);
    }
}
