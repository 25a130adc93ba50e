using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using System.Xml.Schema;
using NJsonSchema;
using Simulator.Reports.Compare;
using Simulator.Reports.Formats;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Tests.Golden;
using Xunit;

namespace Simulator.Tests.Reports;

/// <summary>What other programs read: JUnit, SARIF and Markdown, held against their schemas and limits.</summary>
public class FormatTests
{
    private const string Hostile = "a\u0001 <script>alert(\"1\")</script> & ]]> | *b* \ud800 ü 🙂";

    private static readonly Lazy<JsonSchema> Sarif = new(() => JsonSchema.FromFileAsync(
        RepositoryFiles.Path("tests", "Simulator.Tests", "Schemas", "sarif-2.1.0.json")).GetAwaiter().GetResult());

    public static TheoryData<VerdictOutcome, bool, bool> Verdicts
    {
        get
        {
            var data = new TheoryData<VerdictOutcome, bool, bool>();
            foreach (var outcome in Enum.GetValues<VerdictOutcome>())
                foreach (var isWarning in (bool[])[false, true])
                    foreach (var strict in (bool[])[false, true]) data.Add(outcome, isWarning, strict);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void JunitIsValidAndFailsWhatTheRunFails(VerdictOutcome outcome, bool isWarning, bool strict)
    {
        var (run, summary) = Judged(outcome, isWarning);
        var junit = Junit(s => JunitReport.Write(s, run, summary, FakeOrigin.Of(summary), strict));
        Assert.Equal(run.Variants.Select(v => v.Name), junit.Elements().Select(s => s.Attribute("name")!.Value));
        var fails = !isWarning && (outcome == VerdictOutcome.Fail || (strict && outcome == VerdictOutcome.Inconclusive));
        var open = !isWarning && !strict && outcome == VerdictOutcome.Inconclusive;
        var cases = junit.Descendants("testcase").ToList();
        Assert.Equal(run.Variants.Length, cases.Count);
        Assert.All(cases, c => Assert.Equal(fails, c.Element("failure") is not null));
        Assert.All(cases, c => Assert.Equal(open, c.Element("skipped") is not null));
        Assert.All(cases, c => Assert.Equal(
            isWarning && outcome != VerdictOutcome.Pass, c.Element("system-out") is not null));
        Assert.Equal(fails ? $"{run.Variants.Length}" : "0", junit.Attribute("failures")!.Value);
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void SarifIsValidAndHasOnlyWhatDoesNotHold(VerdictOutcome outcome, bool isWarning, bool strict)
    {
        var (run, summary) = Judged(outcome, isWarning);
        var results = Results(s =>
            SarifReport.Write(s, run, summary, FakeOrigin.Of(summary), "scenarios/x.yaml", strict));
        Assert.Equal(outcome == VerdictOutcome.Pass ? 0 : run.Variants.Length, results.Count);
        var level = (outcome, isWarning, strict) switch
        {
            (VerdictOutcome.Fail, true, _) => "warning",
            (VerdictOutcome.Fail, false, _) or (VerdictOutcome.Inconclusive, false, true) => "error",
            _ => "note",
        };
        Assert.All(results, r => Assert.Equal(level, r.GetProperty("level").GetString()));
        Assert.All(results, r => Assert.Equal(30, Place(r).GetProperty("region").GetProperty("startLine").GetInt32()));
        Assert.All(results, r => Assert.Equal("scenarios/invisible-throttle.yaml", UriOf(r)));
    }

    [Fact]
    public void AThresholdOfTheCommandLineIsShownAtTheScenario()
    {
        var (run, summary) = Judged(VerdictOutcome.Fail, isWarning: false);
        var origin = FakeOrigin.Of(summary);
        origin = origin with
        {
            Variants =
            [
                .. origin.Variants.Select(v => v with
                {
                    Thresholds = [.. v.Thresholds.Select(t => t with { Position = new SourcePosition("--set", 2, 9) })],
                }),
            ],
        };
        var results = Results(s => SarifReport.Write(s, run, summary, origin, "/else/where/a b.yaml", strict: false));
        Assert.All(results, r => Assert.Equal("a%20b.yaml", UriOf(r)));
    }

    [Fact]
    public void MistakesOfScenariosAreValidJunitAndSarif()
    {
        CheckedFile[] files =
        [
            new("scenarios/good.yaml", []),
            new("scenarios/bad.yaml",
            [
                new Diagnostic(new SourcePosition("scenarios/bad.yaml", 3, 5), "unknown-key", "services.pdf.x", Hostile),
                new Diagnostic(new SourcePosition("scenarios/bad.yaml", 7, 1), "empty", "", "nothing there"),
            ]),
        ];
        var junit = Junit(s => JunitReport.Write(s, files));
        Assert.Equal(["1", "2"], junit.Elements().Select(s => s.Attribute("tests")!.Value));
        Assert.Equal(["0", "2"], junit.Elements().Select(s => s.Attribute("failures")!.Value));
        var results = Results(s => SarifReport.Write(s, files));
        Assert.Equal(["unknown-key", "empty"], results.Select(r => r.GetProperty("ruleId").GetString()));
        Assert.Empty(Results(s => SarifReport.Write(s, [files[0]])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void ACommentOnFiveHundredThresholdsIsOneThatGitHubTakesAndCountsWhatItLeavesOut(int variants)
    {
        var (run, summary) = Judged(VerdictOutcome.Fail, isWarning: false);
        var verdict = summary.Variants[0].Verdicts[0];
        var many = summary.Variants[0] with
        {
            Verdicts =
            [
                .. Enumerable.Range(0, 500 / variants).Select(i => verdict with
                {
                    Threshold = $"a-service-with-a-long-name-{i}.an-endpoint-with-a-long-name.latency p99 < 100ms",
                }),
            ],
        };
        summary = summary with
        {
            Variants = [.. Enumerable.Range(0, variants).Select(i => many with { Name = i == 0 ? many.Name : $"v{i}" })],
        };
        run = run with { Variants = [run.Variants[0]] };
        var text = RunMarkdown.Of(run, summary, FakeOrigin.Of(summary), strict: false);
        Assert.InRange(text.Length, 40_000, MarkdownText.Longest);
        Assert.Matches(@"\| … and \d+ more, in summary\.json \|", text);
        Assert.Equal($"<!-- simulator run {run.Scenario} -->", text.Split('\n')[0]);
        Assert.Equal(Count(text, "<details>"), Count(text, "</details>"));
    }

    [Fact]
    public void ACommentIsMarkdownWhateverTheTitlesHold()
    {
        var (run, summary) = Judged(VerdictOutcome.Pass, isWarning: false);
        var text = RunMarkdown.Of(run, summary, FakeOrigin.Of(summary), strict: false);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Contains("✅", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(l => l.StartsWith('|')), l => Assert.EndsWith("|", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 500)]
    [InlineData(100, 500)]
    [InlineData(100, 3)]
    public void AComparisonOfManyVariantsAndMetricsIsOneThatGitHubTakes(int variants, int metrics)
    {
        var run = FakeRun.InvisibleThrottle();
        run = run with
        {
            Variants =
            [
                .. Enumerable.Range(0, variants).Select(i => run.Variants[i % 2] with { Name = $"variant-{i}-{new string('x', 50)}" }),
            ],
        };
        var value = new Measured(1, 0.1);
        var all = Enumerable.Range(0, metrics).Select(i => new ComparedMetric
        {
            Name = $"a-service-with-a-long-name-{i}.{new string('e', 60)}.latency p99",
            Unit = MetricUnit.Seconds,
            IsOfThreshold = true,
            Base = value,
            Others = [.. run.Variants.Skip(1).Select(v => new ComparedValue(v.Name, new Measured(2, 0.1), value))],
        });
        var text = ComparisonMarkdown.Of(run, [.. all]);
        Assert.InRange(text.Length, 1_000, ComparisonMarkdown.Longest);
        Assert.Equal(Count(text, "<details>"), Count(text, "</details>"));
        Assert.Matches(@"… and \d+ more", text);
    }

    private static (RunResult Run, Summary Summary) Judged(VerdictOutcome outcome, bool isWarning)
    {
        var run = FakeRun.InvisibleThrottle(10) with { Title = Hostile };
        var summary = FakeSummary.Of(run);
        return (run, summary with
        {
            Variants =
            [
                .. summary.Variants.Select(v => v with
                {
                    Title = Hostile,
                    Verdicts = [v.Verdicts[0] with { Outcome = outcome, IsWarning = isWarning }],
                }),
            ],
        });
    }

    private static XElement Junit(Action<Stream> write)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, RepositoryFiles.Path("tests", "Simulator.Tests", "Schemas", "jenkins-junit.xsd"));
        var document = XDocument.Parse(Encoding.UTF8.GetString(Written(write)));
        var mistakes = new List<string>();
        document.Validate(schemas, (_, e) => mistakes.Add(e.Message));
        Assert.Empty(mistakes);
        return document.Root!;
    }

    private static List<JsonElement> Results(Action<Stream> write)
    {
        var text = Encoding.UTF8.GetString(Written(write));
        Assert.Empty(Sarif.Value.Validate(text));
        var run = JsonDocument.Parse(text).RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToList();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.All(results, r => Assert.Equal(
            r.GetProperty("ruleId").GetString(),
            rules[r.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        return results;
    }

    private static JsonElement Place(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation");

    private static string? UriOf(JsonElement result) =>
        Place(result).GetProperty("artifactLocation").GetProperty("uri").GetString();

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
