using System.Text.Json;
using Xunit;

namespace Simulator.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private JsonElement Json() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_line.Results, "summary.json"))).RootElement;

    private Dictionary<string, byte[]> Files() =>
        Directory.GetFiles(_line.Results).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);

    [Fact]
    public void ARunEndsWithZeroAndLeavesItsTablesAndVerdicts()
    {
        Assert.Equal(ExitCode.Ok, _line.Run());
        Assert.Equal(["report.html", "series.csv", "stalls.csv", "summary.csv", "summary.json"],
            Files().Keys.Order(StringComparer.Ordinal));
        Assert.Contains("✓ pdf.render.latency p99 < 100s", _line.Output, StringComparison.Ordinal);
        Assert.Equal("", _line.Error);
        Assert.True(Json().GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void PlotsAreDrawnForTheBaselineAndEachVariant()
    {
        Assert.Equal(ExitCode.Ok, _line.Invoke("run", _line.Scenario, "--out", _line.Results));
        var png = Files().Keys.Where(f => f.EndsWith(".png", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string[] expected =
        [
            "cpu-windows-no-limit.png", "cpu-windows.png", "latency.png", "over-time.png", "timeline-no-limit.png",
            "timeline.png",
        ];
        Assert.Equal(expected, png);
    }

    [Fact]
    public void AFailedThresholdEndsWith99AndStillWritesTheResults()
    {
        Assert.Equal(ExitCode.Failed, _line.Run(
            "--replications", "6", "--set", "thresholds={pdf.render.latency: [\"p99 < 1ms\"]}"));
        Assert.Contains("✗ pdf.render.latency p99 < 1ms", _line.Output, StringComparison.Ordinal);
        Assert.False(Json().GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void AnyNumberOfThreadsGivesTheSameBytes()
    {
        _line.Run("--threads", "1", "--requests");
        var one = Files();
        _line.Run("--threads", "2", "--requests");
        Assert.Equal(6, one.Count);
        Assert.Equal(one, Files());
        _line.Run("--threads", "2", "--requests", "--seed", "43");
        Assert.NotEqual(one["series.csv"], Files()["series.csv"]);
    }

    [Fact]
    public void OptionsReachTheScenarioAndTheLastWordWins()
    {
        _line.Run(
            "--set", "run.seed=7", "--seed", "9", "--replications", "1", "--duration", "5s", "--variant", "no-limit");
        Assert.Equal(9UL, Json().GetProperty("seed").GetUInt64());
        Assert.Equal(1, Json().GetProperty("replications").GetInt32());
        Assert.Equal(5, Json().GetProperty("durationSeconds").GetDouble());
        var variant = Assert.Single(Json().GetProperty("variants").EnumerateArray());
        Assert.Equal("no-limit", variant.GetProperty("name").GetString());
    }

    [Fact]
    public void SetAndUnsetApplyInTheOrderInWhichTheyWereTyped()
    {
        const string limit = "services.pdf.resources.limits.cpu";
        string? Limit() =>
            Json().GetProperty("variants")[0].GetProperty("services")[0].GetProperty("limitCores").ToString();
        _line.Run("--variant", "baseline", "--set", $"{limit}=2", "--unset", limit);
        Assert.Equal("", Limit());
        _line.Run("--variant", "baseline", "--unset", limit, $"--set={limit}=2");
        Assert.Equal("2", Limit());
    }

    [Theory]
    [InlineData("5.3")]
    [InlineData("5.4")]
    [InlineData("6.4")]
    [InlineData("6.18")]
    public void UnderEveryKernelAThreadWithoutQuotaIsShownAsThrottled(string kernel)
    {
        _line.Run("--set", $"nodes.worker.kernel.version={kernel}", "--variant", "baseline", "--duration", "5s");
        var stalls = File.ReadAllLines(Path.Combine(_line.Results, "stalls.csv")).Skip(1).Select(l => l.Split(','))
            .ToList();
        Assert.True(stalls.Sum(s => s[5] == "throttled" ? double.Parse(s[8]) : 0) > 50);
        Assert.True(stalls.Sum(s => s[5] == "waiting" ? double.Parse(s[8]) : 0) < 10);
    }

    [Fact]
    public void AnOverlayIsLaidOverTheFile()
    {
        var overlay = _line.File("overlay.yaml", "run: {seed: 5}\n");
        _line.Run("-f", overlay);
        Assert.Equal(5UL, Json().GetProperty("seed").GetUInt64());
    }

    [Fact]
    public void EventsOfARunVerifyAgainstThemselvesAndADifferenceIsNamed()
    {
        var events = Path.Combine(_line.Folder, "events.txt");
        Assert.Equal(ExitCode.Ok, _line.Run("--trace-events", events));
        Assert.Equal(ExitCode.Ok, _line.Run("--verify-events", events));
        Assert.Equal(ExitCode.Failed, _line.Run("--verify-events", events, "--seed", "43"));
        Assert.Matches(@"events\.txt:\d+:1: error\[events-differ\] event \d+: expected ", _line.Error);
        Assert.False(File.Exists(events + ".part"));
    }

    [Fact]
    public void ACancelledRunEndsWith105AndLeavesTheOldResults()
    {
        _line.Run();
        var before = Files();
        Assert.Equal(ExitCode.Interrupted, _line.Invoke(
            new CancellationToken(canceled: true), "run", _line.Scenario, "--out", _line.Results, "--seed", "1"));
        Assert.Equal(before, Files());
        var left = Directory.GetFileSystemEntries(_line.Folder).Select(Path.GetFileName).Order();
        Assert.Equal(["results", "scenario.yaml"], left);
    }
}
