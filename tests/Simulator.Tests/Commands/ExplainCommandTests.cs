using System.Globalization;
using Simulator.Tests.Golden;
using Xunit;

namespace Simulator.Tests.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private int Explain(params string[] more) =>
        _line.Invoke(["explain", _line.Scenario, "--out", _line.Results, "--no-plots", .. more]);

    private List<string[]> Table(string name) =>
    [
        .. File.ReadAllLines(Path.Combine(_line.Results, name)).Skip(1).Select(l => l.Split(',')),
    ];

    [Fact]
    public void WhatItSaysOfAThrottledServiceIsWhatItSaidLastTime()
    {
        Assert.Equal(0, Explain("--what-if"));
        Assert.Equal("", _line.Error);
        var told = _line.Output.Replace(_line.Results, "RESULTS", StringComparison.Ordinal).ReplaceLineEndings("\n");
        told = string.Join('\n', told.Split('\n').Select(l => l.TrimEnd()));
        Assert.All(told.Split('\n'), l => Assert.True(l.Length <= 80, l));
        var file = RepositoryFiles.Path("tests", "Simulator.Tests", "Golden", "explain.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, told);
        Assert.Equal(File.ReadAllText(file), told);
    }

    [Fact]
    public void ThePartsOfEachPercentileAddUpToItsLatency()
    {
        Assert.Equal(0, Explain("--metric", "users.latency", "--percentile", "75"));
        var rows = Table("explain.csv").GroupBy(r => r[2]).ToList();
        Assert.Equal(["p50", "p75", "p90", "p95", "p99", "p99.9", "max"], rows.Select(r => r.Key));
        Assert.All(rows, rank =>
        {
            double Seconds(string[] row) => double.Parse(row[4], CultureInfo.InvariantCulture);
            Assert.Equal(Seconds(rank.First()), rank.Skip(1).Sum(Seconds), 1e-7);
        });
    }

    [Fact]
    public void TheCourseOfTheSlowestHasNoGapAndIsAsLongAsItsLatency()
    {
        Assert.Equal(0, Explain());
        var stretches = Table("worst-request.csv").Select(r => (From: long.Parse(r[2]), To: long.Parse(r[3]))).ToList();
        Assert.All(stretches.Zip(stretches.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From));
        var latency = Table("explain.csv").Last(r => r[3] == "latency")[4];
        Assert.Equal(double.Parse(latency, CultureInfo.InvariantCulture),
            (stretches[^1].To - stretches[0].From) / 1e9, 1e-9);
    }

    [Fact]
    public void ItsPicturesAreThere()
    {
        Assert.Equal(0, _line.Invoke(
            "explain", _line.Scenario, "--out", _line.Results, "--variant", "baseline", "--variant", "no-limit"));
        string[] expected =
        [
            "breakdown.png", "breakdown.svg", "explain.csv", "explain.json", "worst-request-no-limit.csv",
            "worst-request-no-limit.png", "worst-request-no-limit.svg", "worst-request.csv", "worst-request.png",
            "worst-request.svg",
        ];
        Assert.Equal(expected, Directory.GetFiles(_line.Results).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AMisspeltMetricAndAnImpossiblePercentileAreTheUsersMistakes()
    {
        Assert.Equal(104, Explain("--metric", "user.latency"));
        Assert.StartsWith("--metric: error[unknown-name] there is no latency 'user.latency'", _line.Error);
        Assert.Contains("users.latency", _line.Error, StringComparison.Ordinal);
        Assert.Equal(104, Explain("--percentile", "100"));
        Assert.Contains("'100' is not a number between 0 and 100", _line.Error, StringComparison.Ordinal);
    }
}
