using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Simulator.Reports;
using Simulator.Reports.Html;
using Simulator.Reports.Plots;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Tests.Golden;
using Xunit;

namespace Simulator.Tests.Reports;

/// <summary>The page of a run: alone, the same every time, and the same as the other outputs.</summary>
public partial class HtmlReportTests
{
    private const string Markup = "</script><script>alert('x')</script><img src=x onerror=alert(1)> \"q\" &amp;";

    private static readonly Lazy<string> Page = new(() => Write(FakeRun.InvisibleThrottle(10), plots: true));

    [Fact]
    public void ItAsksForNothingFromAnywhere()
    {
        var page = Page.Value;
        Assert.DoesNotMatch(@"(?i)\b(src|srcset|poster|action)\s*=", Outside(page, "script"));
        Assert.DoesNotMatch(@"(?i)@import|<link|<iframe|<object|<base", page);
        Assert.All(Regex.Matches(page, @"url\(([^)]*)\)"), m => Assert.StartsWith("#", m.Groups[1].Value));
        Assert.All(Regex.Matches(page, "https?://[^\"' )]*"), m => Assert.StartsWith("http://www.w3.org/", m.Value));
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\""), m => Assert.StartsWith("#", m.Groups[1].Value));
        Assert.Contains("default-src &#39;none&#39;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatItRefersToIsInIt()
    {
        var ids = Regex.Matches(Page.Value, " id=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        var used = Regex.Matches(Page.Value, "(?:href=\"#|url\\(#)([^\")]*)").Select(m => m.Groups[1].Value).Distinct();
        Assert.Empty(used.Except(ids));
    }

    [Fact]
    public void TheSameRunGivesTheSameBytes() =>
        Assert.Equal(Page.Value, Write(FakeRun.InvisibleThrottle(10), plots: true));

    [Fact]
    public void TextOfAScenarioNeverBecomesMarkup()
    {
        var run = FakeRun.InvisibleThrottle(10) with { Title = Markup, Question = Markup, Expectation = Markup };
        run = run with { Variants = [.. run.Variants.Select(v => v with { Title = Markup, Name = v.Name + Markup })] };
        var page = Write(run, plots: false);
        Assert.DoesNotContain("alert('x')", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(run.Variants.Select(v => v.Name), Data(page).GetProperty("variants").EnumerateArray()
            .Select(v => v.GetString()));
        Assert.Contains(WebUtility.HtmlEncode(Markup), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ItsVerdictsAreThoseOfTheSummary(bool strict)
    {
        var run = FakeRun.InvisibleThrottle(10);
        var summary = FakeSummary.Of(run);
        using var json = new MemoryStream();
        SummaryJson.Write(json, run, summary, strict);
        json.Position = 0;
        var expected = JsonDocument.Parse(json).RootElement.GetProperty("variants").EnumerateArray()
            .SelectMany(v => v.GetProperty("thresholds").EnumerateArray(), (v, t) => (
                v.GetProperty("name").GetString()!, t.GetProperty("threshold").GetString()!,
                t.GetProperty("outcome").GetString() == "pass" ? "pass"
                    : t.GetProperty("passed").GetBoolean() ? "open" : "fail"));
        var page = new HtmlReport(run, summary, FakeOrigin.Of(summary), strict).Write();
        var shown = VariantBlock().Matches(page).SelectMany(block => VerdictRow().Matches(block.Value), (b, row) => (
            b.Groups[1].Value, WebUtility.HtmlDecode(row.Groups[2].Value), row.Groups[1].Value));
        Assert.Equal(expected, shown);
    }

    [Fact]
    public void TheScriptsLinesAreTheRunsPercentiles()
    {
        var charts = Data(Page.Value).GetProperty("charts").EnumerateArray().ToList();
        Assert.Equal(["latency-curve", "p99-over-time", "throttling-over-time"],
            charts.Select(c => c.GetProperty("id").GetString()));
        var run = FakeRun.InvisibleThrottle(10);
        var p99 = FakeSummary.Of(run).Variants[0].Latencies[0].Percentiles[3].Value;
        var line = charts[0].GetProperty("sets")[0].GetProperty("lines")[0];
        var (x, y) = (Numbers(line, "x"), Numbers(line, "y"));
        var at = Enumerable.Range(0, x.Count).MinBy(i => Math.Abs(x[i] - Math.Min(2, x[^1])));
        Assert.InRange(y[at], p99 * 0.9, p99 * 1.1);
        Assert.Equal(y.Order(), y);
    }

    [Fact]
    public void EveryValueOfAScenarioIsThereWithItsOrigin()
    {
        var read = ScenarioReader.ReadText(
            Commands.CommandLine.Throttle, "/a/machine/scenario.yaml",
            new ReadOptions { Overrides = [Override.Set("services.pdf.replicas=2")] });
        var parameters = read.Baseline!.Parameters;
        ScenarioParameter Of(string path) => parameters.Single(p => p.Path == path);
        Assert.Equal("--set", Of("services.pdf.replicas").Origin);
        Assert.Equal("default", Of("services.pdf.routing").Origin);
        Assert.Equal("scenario.yaml:9", Of("services.pdf.resources.limits.cpu").Origin);
        Assert.Equal("40ms", Of("services.pdf.endpoints.render.steps[0].cpu").Value);
        var unset = read.Variants[0].Parameters.Single(p => p.Path == "services.pdf.resources.limits.cpu");
        Assert.Equal("unset by variant no-limit", unset.Origin);

        var run = FakeRun.InvisibleThrottle(10);
        var summary = FakeSummary.Of(run);
        var origin = RunOrigin.Of("simulator run x.yaml", [read.Baseline, .. read.Variants]);
        var page = new HtmlReport(run, summary, FakeOrigin.Of(summary) with
        {
            Variants = [.. run.Variants.Select((_, i) => origin.Variants[Math.Min(i, 1)])],
        }, strict: false).Write();
        Assert.All(parameters, p => Assert.Contains(
            $"<th scope=\"row\">{WebUtility.HtmlEncode(p.Path)}</th>", page, StringComparison.Ordinal));
        Assert.DoesNotContain("/a/machine", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThresholdsAreFoundWhereTheyWereWritten()
    {
        var read = ScenarioReader.ReadText(Commands.CommandLine.Throttle, "scenario.yaml");
        Assert.Equal(new SourcePosition("scenario.yaml", 20, 24), Assert.Single(read.Baseline!.ThresholdPositions));
    }

    [Fact]
    public void TheReadmeHasTheSameListOfWhatIsNotModelled()
    {
        var readme = string.Join(' ', File.ReadAllText(RepositoryFiles.Path("README.md")).Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Left out: {string.Join(", ", NotModelled.All)}.", readme, StringComparison.Ordinal);
        Assert.Contains($"<li>{NotModelled.All[0]}</li>", Page.Value, StringComparison.Ordinal);
    }

    private static string Write(RunResult run, bool plots)
    {
        var summary = FakeSummary.Of(run);
        return new HtmlReport(run, summary, FakeOrigin.Of(summary), strict: false)
        {
            Pictures = plots ? [.. PlotSet.PicturesOf(run, summary)] : [],
        }.Write();
    }

    private static JsonElement Data(string page)
    {
        const string start = "id=\"data\">";
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }

    private static List<double> Numbers(JsonElement line, string axis) =>
        [.. line.GetProperty(axis).EnumerateArray().Select(n => n.GetDouble())];

    private static string Outside(string page, string tag) =>
        Regex.Replace(page, $"<{tag}[^>]*>.*?</{tag}>", "", RegexOptions.Singleline);

    [GeneratedRegex("<details class=\"verdicts\"[^>]*><summary><h3>(.*?)</h3>.*?</details>", RegexOptions.Singleline)]
    private static partial Regex VariantBlock();

    [GeneratedRegex("<td class=\"verdict (\\w+)\">.*?<th scope=\"row\">(.*?)</th>", RegexOptions.Singleline)]
    private static partial Regex VerdictRow();
}
