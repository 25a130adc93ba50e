using System.Text.Json;
using Simulator.Reports;
using Xunit;

namespace Simulator.Tests.Commands;

/// <summary>Files for other programs, in one run beside the human text.</summary>
public sealed class OutOptionTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private string File(string name) => Path.Combine(_line.Folder, name);

    [Fact]
    public void ARunWritesEveryKindBesideItsFolderAndItsText()
    {
        Assert.Equal(ExitCode.Ok, _line.Run(
            "--out", $"junit={File("a.xml")}", $"sarif={File("new/a.sarif")}", $"md={File("a.md")}",
            "--out", $"json={File("a.json")}", $"--out=csv={File("a.csv")}", $"html={File("a.html")}"));
        Assert.Contains("✓ pdf.render.latency p99 < 100s", _line.Output, StringComparison.Ordinal);
        Assert.Contains("<testcase", System.IO.File.ReadAllText(File("a.xml")), StringComparison.Ordinal);
        Assert.Contains("\"results\": []", System.IO.File.ReadAllText(File("new/a.sarif")), StringComparison.Ordinal);
        Assert.StartsWith("<!-- simulator run throttle -->", System.IO.File.ReadAllText(File("a.md")), StringComparison.Ordinal);
        void Same(string name, string own) => Assert.Equal(
            System.IO.File.ReadAllText(Path.Combine(_line.Results, own)), System.IO.File.ReadAllText(File(name)));
        Same("a.json", "summary.json");
        Same("a.csv", "summary.csv");
        Same("a.html", "report.html");
        Assert.Empty(Directory.EnumerateFiles(_line.Folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void AMissedThresholdIsAResultAtItsLineOfTheScenario()
    {
        var scenario = _line.File("missed.yaml", CommandLine.Throttle.Replace("p99 < 100s", "p99 < 1ms"));
        Assert.Equal(ExitCode.Failed, _line.Invoke(
            "run", scenario, "--no-plots", "--variant", "baseline", "--replications", "6",
            "--out", _line.Results, $"sarif={File("a.sarif")}"));
        var result = JsonDocument.Parse(System.IO.File.ReadAllText(File("a.sarif"))).RootElement
            .GetProperty("runs")[0].GetProperty("results")[0];
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("missed.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(20, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal("endpoint-latency", result.GetProperty("ruleId").GetString());
    }

    [Theory]
    [InlineData("junit=", "the file's name is missing")]
    [InlineData("junit=.", "is a folder; name a file")]
    [InlineData("junit=scenario.yaml/a.xml", "is a file, not a folder")]
    public void WhatCannotBeWrittenIsRefusedBeforeTheRun(string value, string why)
    {
        var (kind, path) = (value[..6], value[6..]);
        var full = path.Length == 0 ? value : kind + Path.Combine(_line.Folder, path);
        Assert.Equal(ExitCode.Invalid, _line.Run("--out", full));
        Assert.Contains(why, _line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_line.Results));
    }

    [Fact]
    public void ThereIsOneFolderAndACommandSaysWhichKindsItHas()
    {
        Assert.Equal(ExitCode.Invalid, _line.Run("--out", "another"));
        Assert.Contains("are two folders", _line.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, _line.Invoke("check", _line.Scenario, "--out", "md=a.md"));
        Assert.Contains("check writes no md; it has junit, sarif", _line.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, _line.Invoke("check", _line.Scenario, "--out", "folder"));
    }

    [Fact]
    public void WhatFollowsAFolderIsStillTheScenario()
    {
        Assert.Equal(ExitCode.Ok, _line.Invoke("run", "--no-plots", "--out", _line.Results, _line.Scenario));
    }

    [Fact]
    public void MistakesOfScenariosBecomeResultsAtTheirLines()
    {
        var bad = _line.File("bad.yaml", CommandLine.Throttle.Replace("replications: 2", "replicas: 2"));
        Assert.Equal(ExitCode.Invalid, _line.Invoke(
            "check", _line.Scenario, bad, "--out", $"sarif={File("a.sarif")}", $"junit={File("a.xml")}"));
        Assert.Contains("error[unknown-key]", _line.Error, StringComparison.Ordinal);
        var result = JsonDocument.Parse(System.IO.File.ReadAllText(File("a.sarif"))).RootElement
            .GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal("unknown-key", result.GetProperty("ruleId").GetString());
        Assert.Contains("failures=\"1\"", System.IO.File.ReadAllText(File("a.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportSaysHowToDoItAgainWithoutWhatNoNumberDependsOn()
    {
        _line.Run("--threads", "2", "--seed", "7", "--set", "services.pdf.replicas=2");
        var page = System.IO.File.ReadAllText(Path.Combine(_line.Results, ResultFiles.Report));
        Assert.Contains(
            "<code>simulator run scenario.yaml --seed 7 --set services.pdf.replicas=2</code>", page,
            StringComparison.Ordinal);
    }
}
