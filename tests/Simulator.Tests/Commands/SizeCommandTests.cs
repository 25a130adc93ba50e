using System.Text.Json;
using YamlDotNet.RepresentationModel;
using Xunit;

namespace Simulator.Tests.Commands;

public sealed class SizeCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private int Size(params string[] args) => _line.Invoke(
        ["size", _line.Scenario, "--out", _line.Results, "--no-plots", "--max-replications", "10", .. args]);

    private string Text(string file) => File.ReadAllText(Path.Combine(_line.Results, file));

    [Fact]
    public void TheAnswerIsASentenceATableAndAPatchForTheDeployment()
    {
        Assert.Equal(ExitCode.Ok, Size("--step", "100m", "--require", "pdf.render.latency p99 < 250ms"));
        Assert.Equal("", _line.Error);
        var json = JsonDocument.Parse(Text("size.json")).RootElement;
        var limit = json.GetProperty("answer").GetString()!;
        Assert.Contains(
            $"{limit} is the smallest CPU limit of pdf with render.latency p99 < 250ms.", _line.Output,
            StringComparison.Ordinal);
        foreach (var about in new[] { "Why not less", "What it costs", "bursts do", "What it rests on" })
            Assert.Contains(about, _line.Output, StringComparison.Ordinal);
        Assert.Equal("500m", json.GetProperty("today").GetString());
        Assert.True(json.GetProperty("runsOfSearch").GetInt32() < json.GetProperty("runsOfSweepAtLeast").GetInt32());
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text("patch.yaml")));
        var container = yaml.Documents[0].RootNode["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal("pdf", ((YamlScalarNode)container["name"]).Value);
        Assert.Equal(limit, ((YamlScalarNode)container["resources"]["limits"]["cpu"]).Value);
        Assert.Equal("pdf", ((YamlScalarNode)yaml.Documents[0].RootNode["metadata"]["name"]).Value);
        var answers = Text("size.csv").Split('\n').Count(l => l.Contains(",yes,yes,", StringComparison.Ordinal));
        Assert.Equal(3, answers);
    }

    [Fact]
    public void WhereEvenNoLimitIsTooSlowItEndsWith99AndSaysSo()
    {
        Assert.Equal(ExitCode.Failed, Size("--require", "pdf.render.latency p99 < 5ms"));
        Assert.Contains("and neither has none at all", _line.Output, StringComparison.Ordinal);
        Assert.Contains("no limit fails render.latency p99 < 5ms", _line.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_line.Results, "patch.yaml")));
    }

    [Fact]
    public void WhereAnyLimitWillDoTheLowestIsNamedAsSuch()
    {
        Assert.Equal(ExitCode.Ok, Size("--range", "800m..1200m:200m", "--burstiness", "none"));
        Assert.Contains(
            "800m is the smallest CPU limit of pdf of those from 800m up", _line.Output, StringComparison.Ordinal);
        Assert.Contains("averages alone do not say", _line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyNumberOfThreadsGivesTheSameBytes()
    {
        string[] require = ["--step", "100m", "--require", "pdf.render.latency p99 < 250ms"];
        Size([.. require, "--threads", "1"]);
        var one = (Text("size.csv"), Text("size.json"));
        Size([.. require, "--threads", "2"]);
        Assert.Equal(one, (Text("size.csv"), Text("size.json")));
    }

    [Theory]
    [InlineData("--step", "0", "is not an amount of CPU")]
    [InlineData("--require", "pdf.render.latency p99 > 1s", "error[not-safety]")]
    [InlineData("--service", "web", "there is no service 'web'")]
    [InlineData("--over", "services.pdf.replicas", "error[bad-path]")]
    [InlineData("--replications", "2", "from 3 up")]
    public void AMistakeEndsWith104AndSaysWhat(string option, string value, string expected)
    {
        Assert.Equal(ExitCode.Invalid, _line.Invoke("size", _line.Scenario, "--out", _line.Results, option, value));
        Assert.Contains(expected, _line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_line.Results));
    }
}
