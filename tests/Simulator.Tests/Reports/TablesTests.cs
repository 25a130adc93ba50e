using System.Text;
using System.Text.Json;
using Simulator.Reports;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Reports;

public class TablesTests
{
    private static readonly RunResult Run = FakeRun.InvisibleThrottle();
    private static readonly Summary Told = FakeSummary.Of(Run);

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static List<Dictionary<string, string>> Rows(Action<Stream> write)
    {
        var lines = Encoding.UTF8.GetString(Bytes(write)).TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => columns.Zip(l.Split(',')).ToDictionary(c => c.First, c => c.Second))];
    }

    [Fact]
    public void TheSummaryTableHoldsEveryPercentileOfEveryMetricAndVariant()
    {
        var rows = Rows(s => SummaryCsv.Write(s, Run, Told));
        foreach (var variant in Run.Variants.Select(v => v.Name))
        {
            foreach (var statistic in (string[])["count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"])
            {
                var row = rows.Single(r => r["variant"] == variant && r["metric"] == "users.latency"
                    && r["statistic"] == statistic);
                Assert.Equal(statistic == "count" ? "1" : "s", row["unit"]);
                Assert.Equal("42", row["seed"]);
            }
        }

        var p99 = rows.First(r => r["metric"] == "pdf.render.latency" && r["statistic"] == "p99");
        Assert.InRange(double.Parse(p99["value"]), 8, 10);
        Assert.Equal(double.Parse(p99["value"]) * 0.02, double.Parse(p99["half_width"]), 6);
    }

    [Fact]
    public void AnUnknownHalfWidthIsAnEmptyFieldAndNullNeverNaN()
    {
        var row = Rows(s => SummaryCsv.Write(s, Run, Told)).First(r => r["metric"] == "pdf.cpu.throttled_ratio_5m");
        Assert.Equal("", row["half_width"]);
        var json = Encoding.UTF8.GetString(Bytes(s => SummaryJson.Write(s, Run, Told, strict: false)));
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.Contains("\"halfWidth\": null", json, StringComparison.Ordinal);
    }

    [Fact]
    public void CountersOfTheSeriesOnlyRiseAndItsRatiosAreShares()
    {
        var rows = Rows(s => SeriesCsv.Write(s, Run)).Where(r => r["name"] == "pdf" && r["variant"] == "baseline")
            .ToList();
        Assert.Equal(90, rows.Count);
        foreach (var counter in rows[0].Keys.Where(k => k.StartsWith("container_", StringComparison.Ordinal)))
        {
            var values = rows.Select(r => double.Parse(r[counter])).ToList();
            Assert.Equal(values.Order(), values);
            Assert.True(values[^1] > 0);
        }

        var ratios = rows.Where(r => r["throttled_ratio"] != "").Select(r => double.Parse(r["throttled_ratio"]))
            .ToList();
        Assert.NotEmpty(ratios);
        Assert.All(ratios, r => Assert.InRange(r, 0, 1));
    }

    [Fact]
    public void TheSeriesCountsEveryRequestOnce()
    {
        var rows = Rows(s => SeriesCsv.Write(s, Run))
            .Where(r => r["name"] == "users.latency" && r["variant"] == "no-limit");
        Assert.Equal(FakeRun.Replications * 4 * 50, rows.Sum(r => int.Parse(r["count"])));
    }

    [Fact]
    public void StallsAddUpToTheThrottledTimeOfTheTimeline()
    {
        var closeUp = Run.Variants[0].CloseUp!;
        var expected = closeUp.Lanes.Where(s => s.State == LaneState.Throttled)
            .Sum(s => (s.To - s.From).TotalMilliseconds);
        var rows = Rows(s => StallsCsv.Write(s, Run))
            .Where(r => r["variant"] == "baseline" && r["state"] == "throttled").ToList();
        Assert.Equal(expected, rows.Sum(r => double.Parse(r["ms"])), 6);
        Assert.All(rows, r => Assert.Equal(
            double.Parse(r["ms"]), (double.Parse(r["to_s"]) - double.Parse(r["from_s"])) * 1e3, 6));
    }

    [Fact]
    public void TheJsonIsVersionedOrderedAndSaysPassedWhereItIsGood()
    {
        using var json = JsonDocument.Parse(Bytes(s => SummaryJson.Write(s, Run, Told, strict: false)));
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(42UL, root.GetProperty("seed").GetUInt64());
        Assert.False(root.GetProperty("passed").GetBoolean());
        var variants = root.GetProperty("variants").EnumerateArray().ToList();
        Assert.Equal(Run.Variants.Select(v => v.Name), variants.Select(v => v.GetProperty("name").GetString()));
        Assert.True(variants[0].GetProperty("passed").GetBoolean());
        Assert.Equal(64, variants[0].GetProperty("sha256").GetString()!.Length);
        var failed = variants[1].GetProperty("thresholds")[0];
        Assert.Equal("fail", failed.GetProperty("outcome").GetString());
        Assert.False(failed.GetProperty("passed").GetBoolean());
        Assert.True(failed.GetProperty("observed").GetDouble() > failed.GetProperty("bound").GetDouble());
    }

    [Theory]
    [InlineData(VerdictOutcome.Pass, false, false, true)]
    [InlineData(VerdictOutcome.Fail, false, false, false)]
    [InlineData(VerdictOutcome.Fail, true, true, true)]
    [InlineData(VerdictOutcome.Inconclusive, false, false, true)]
    [InlineData(VerdictOutcome.Inconclusive, false, true, false)]
    public void AWarningNeverFailsAndDoubtFailsOnlyWhenStrict(VerdictOutcome outcome, bool warning, bool strict,
        bool passed)
    {
        var verdict = Told.Variants[0].Verdicts[0] with { Outcome = outcome, IsWarning = warning };
        Assert.Equal(passed, Judgement.Passed(verdict, strict));
    }

    [Theory]
    [InlineData(9.024, 0.31, "9.02 s ±0.31")]
    [InlineData(0.8123, 0.0021, "812 ms ±2")]
    [InlineData(0.0153, 0.00004, "15.3 ms <0.1")]
    [InlineData(0.99951, 0.01, "1.00 s ±0.01")]
    [InlineData(0.00095, double.NaN, "950 µs")]
    public void LatenciesHaveThreeDigitsAUnitAndTheirUncertainty(double value, double halfWidth, string text) =>
        Assert.Equal(text, Human.SecondsWithin(new Measured(value, halfWidth)));
}
