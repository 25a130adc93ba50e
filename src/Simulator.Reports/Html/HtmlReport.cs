using System.Collections.Immutable;
using Simulator.Reports.Plots;
using Simulator.Reports.Tables;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>
/// A run as one page that needs nothing else: it opens from a disk, reads without its script, and prints.
/// </summary>
public sealed class HtmlReport(RunResult run, Summary summary, RunOrigin origin, bool strict)
{
    private readonly HtmlWriter _html = new();
    private readonly FigureSheet _sheet = new();
    private string? _text;

    /// <summary>None: tables and the script's charts only.</summary>
    public ImmutableArray<Picture> Pictures { get; init; } = [];

    public string Write() => _text ??= Compose();

    private string Compose()
    {
        var spotlight = new Spotlight(summary);
        var told = spotlight.On(summary);
        var pictures = new HtmlPictures(_html, _sheet, Pictures);
        var data = new ReportCharts(run, told, spotlight).Data();
        HtmlPage.Begin(_html, run.Title, "A simulated run: " + VerdictWords.Headline(summary, strict));
        Top(told);
        _html.Open("main", ("id", "main"));
        Verdicts();
        Reasons(told);
        Latency(told, pictures, data);
        OverTime(pictures, data);
        HtmlBreakdown.Write(_html, told);
        Numbers(told, spotlight.Left);
        pictures.Rest(run);
        HtmlOrigin.Parameters(_html, run, origin);
        HtmlOrigin.NotModelled(_html, origin);
        HtmlOrigin.Again(_html, run, origin);
        _html.Close();
        _html.Raw(_sheet.Letters());
        HtmlPage.End(_html, data);
        return _html.ToString();
    }

    private void Top(Summary told)
    {
        var tone = summary.Variants.Select(v => HtmlVerdicts.Class(v, strict)).ToHashSet();
        _html.Open("header");
        _html.Element("h1", run.Title);
        _html.Element("p", VerdictWords.Headline(summary, strict),
            ("class", "headline " + (tone.Contains("fail") ? "fail" : tone.Contains("open") ? "open" : "pass")));
        var replications = run.Variants[0].Replications.Length;
        _html.Element("p", $"{run.Scenario} · {replications} × {run.Duration} (warm-up {run.Warmup}) · seed {run.Seed}"
            + $" · sha256 {run.Variants[0].Sha256[..12]} · simulator {run.Version}", ("class", "meta"));
        if (run.Question is { } question) Labelled("Question", question);
        if (run.Expectation is { } expectation) Labelled("Expectation", expectation);
        HtmlPage.Contents(_html, [.. Sections(told)]);
        _html.Close();
    }

    private IEnumerable<(string Id, string Title)> Sections(Summary told)
    {
        yield return ("verdicts", "Verdicts");
        if (ReasonList.Of(run, told).Any()) yield return ("why", "Why");
        yield return ("latency", "Latency");
        yield return ("over-time", "Over time");
        if (HtmlBreakdown.IsWorth(told)) yield return ("breakdown", "Where the time went");
        yield return ("numbers", "Numbers");
        yield return ("parameters", "Parameters");
        yield return ("not-modelled", "Not modelled");
        yield return ("again", "To do it again");
    }

    private void Labelled(string label, string text)
    {
        _html.Open("p", ("class", "prose"));
        _html.Element("strong", label);
        _html.Text(" " + text);
        _html.Close();
    }

    private void Verdicts()
    {
        _html.Open("section", ("id", "verdicts"));
        _html.Element("h2", "Verdicts");
        if (summary.Variants.All(v => v.Verdicts.IsEmpty)) _html.Element("p", "The scenario has no thresholds.");
        HtmlVerdicts.Write(_html, run, summary, strict);
        _html.Close();
    }

    private void Reasons(Summary told)
    {
        var reasons = ReasonList.Of(run, told).ToList();
        if (reasons.Count == 0) return;
        _html.Open("section", ("id", "why"));
        _html.Element("h2", "Why");
        _html.Open("ul", ("class", "reasons"));
        foreach (var (variant, sentence) in reasons)
        {
            _html.Open("li");
            _html.Element("strong", variant + ":");
            _html.Text(" " + sentence);
            _html.Close();
        }

        _html.Close();
        _html.Close();
    }

    private void Latency(Summary told, HtmlPictures pictures, ChartData data)
    {
        _html.Open("section", ("id", "latency"));
        _html.Element("h2", "Latency");
        HtmlPage.Switches(_html, data);
        HtmlPage.Chart(_html, data, ReportCharts.Latency, "Percentiles: the share of requests that were faster");
        pictures.Still(p => p.Name == "latency");
        foreach (var table in LatencyTables.Of(told)) HtmlTables.Write(_html, table);
        _html.Close();
    }

    private void OverTime(HtmlPictures pictures, ChartData data)
    {
        _html.Open("section", ("id", "over-time"));
        _html.Element("h2", "Over time");
        HtmlPage.Chart(_html, data, ReportCharts.OverTime, "p99 by the time of the intended arrival");
        HtmlPage.Chart(_html, data, ReportCharts.Throttling, "Throttled periods / periods over the last 5 minutes");
        pictures.Still(p => p.Name == "over-time");
        _html.Close();
    }

    private void Numbers(Summary told, int left)
    {
        _html.Open("section", ("id", "numbers"));
        _html.Element("h2", "Numbers");
        foreach (var table in RunTables.Of(run, told)) HtmlTables.Write(_html, table);
        if (left > 0)
            _html.Element("p", $"{left} more services and clients, quicker and without thresholds: in summary.csv",
                ("class", "note"));
        _html.Close();
    }
}
