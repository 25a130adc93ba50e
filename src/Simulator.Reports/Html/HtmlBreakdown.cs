using System.Collections.Immutable;
using System.Globalization;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>Where the time of requests near each percentile went: a bar of its parts, and the parts in numbers.</summary>
internal static class HtmlBreakdown
{
    private const double Negligible = 0.0005;

    // Further endpoints are a click away.
    private const int Unfolded = 2;

    public static bool IsWorth(Summary summary) =>
        summary.Variants.Any(v => v.Breakdowns.Any(b => !b.Near.IsEmpty));

    public static void Write(HtmlWriter html, Summary summary)
    {
        var told = summary.Variants.SelectMany(v => v.Breakdowns, (v, b) => (Variant: v.Name, Breakdown: b))
            .Where(b => !b.Breakdown.Near.IsEmpty).ToList();
        if (told.Count == 0) return;
        html.Open("section", ("id", "breakdown"));
        html.Element("h2", "Where the time went");
        html.Element("p", "Means of the requests near each percentile; the parts add up to the latency.",
            ("class", "remark"));
        Legend(html, PartsOf(told.Select(t => t.Breakdown)));
        var metrics = told.GroupBy(t => t.Breakdown.Metric).ToList();
        foreach (var (i, metric) in metrics.Index())
        {
            html.Open("details", ("open", i < Unfolded ? "" : null));
            html.Open("summary");
            html.Element("h3", metric.Key);
            html.Close();
            Table(html, metric.Key, [.. metric]);
            html.Close();
        }

        html.Close();
    }

    private static ImmutableArray<TimePart> PartsOf(IEnumerable<BreakdownSummary> breakdowns)
    {
        var accounts = breakdowns.SelectMany(b => b.Near).Where(a => a.Latency.Value > 0).ToList();
        return
        [
            .. Enum.GetValues<TimePart>().Where(p =>
                accounts.Exists(a => a.Parts[(int)p].Value / a.Latency.Value > Negligible)),
        ];
    }

    private static void Legend(HtmlWriter html, ImmutableArray<TimePart> parts)
    {
        html.Open("ul", ("class", "key"));
        foreach (var part in parts)
        {
            html.Open("li");
            html.Element("span", "", ("class", "swatch part-" + TimePartName.Of(part)), ("aria-hidden", "true"));
            html.Text(BreakdownTable.Meaning(part));
            html.Close();
        }

        html.Close();
    }

    private static void Table(
        HtmlWriter html, string metric, ImmutableArray<(string Variant, BreakdownSummary Breakdown)> rows)
    {
        var parts = PartsOf(rows.Select(r => r.Breakdown));
        HtmlTables.Begin(html, $"parts of {metric}",
        [
            ("variant", false), ("near", true), ("latency", true), (HtmlTables.Bars, false),
            .. parts.Select(p => (TimePartName.Of(p), true)),
        ]);
        foreach (var (variant, breakdown) in rows)
            foreach (var (rank, account) in LatencySummary.Ranks.Zip(breakdown.Near))
                Row(html, variant, rank, account, parts);
        HtmlTables.End(html);
    }

    private static void Row(
        HtmlWriter html, string variant, double rank, MeanAccount account, ImmutableArray<TimePart> parts)
    {
        html.Open("tr");
        html.Element("th", variant, ("scope", "row"));
        html.Element("td", SummaryRows.RankName(rank), ("class", "n"), ("data-v", HtmlTables.Sort(rank)));
        Seconds(html, account.Latency.Value, isLargest: false);
        html.Open("td");
        html.Open("span", ("class", "bar"), ("aria-hidden", "true"));
        foreach (var part in parts)
        {
            var share = account.Parts[(int)part].Value / account.Latency.Value;
            if (!(share > Negligible)) continue;
            var width = (share * 100).ToString("0.##", CultureInfo.InvariantCulture);
            html.Element("span", "", ("class", "part-" + TimePartName.Of(part)), ("style", $"width:{width}%"),
                ("title", $"{TimePartName.Of(part)} {Human.Percent(share)}"));
        }

        html.Close();
        html.Close();
        var largest = account.Parts.Max(p => p.Value);
        foreach (var part in parts)
            Seconds(html, account.Parts[(int)part].Value, account.Parts[(int)part].Value == largest);
        html.Close();
    }

    private static void Seconds(HtmlWriter html, double seconds, bool isLargest) => html.Element(
        "td", seconds == 0 ? "–" : Human.Seconds(seconds, ""),
        ("class", isLargest && seconds > 0 ? "n most" : "n"), ("data-v", HtmlTables.Sort(seconds)));
}
