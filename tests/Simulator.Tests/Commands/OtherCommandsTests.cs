using System.Text.Json;
using Xunit;

namespace Simulator.Tests.Commands;

public sealed class OtherCommandsTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void CheckCountsTheGoodAndTheBad()
    {
        var bad = _line.File("bad.yaml", "kind: Scenario\n");
        Assert.Equal(ExitCode.Ok, _line.Invoke("check", _line.Scenario));
        Assert.Equal("1 scenario valid", _line.Output.Trim());
        Assert.Equal(ExitCode.Invalid, _line.Invoke("check", _line.Scenario, bad));
        Assert.Equal("1 scenario valid, 1 scenario not", _line.Output.Trim());
        Assert.Contains("bad.yaml:", _line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigShowsWhereAChangedValueComesFromAndReadsBackTheSame()
    {
        Assert.Equal(ExitCode.Ok,
            _line.Invoke("config", _line.Scenario, "--variant", "no-limit", "--set", "run.seed=7"));
        Assert.Contains("seed: 7  # --set", _line.Output, StringComparison.Ordinal);
        Assert.Contains("variant no-limit", _line.Output, StringComparison.Ordinal);
        var sha = _line.Output.Split('\n')[0].Split("sha256 ")[1];
        Assert.Equal(ExitCode.Ok, _line.Invoke("config", _line.File("again.yaml", _line.Output)));
        Assert.Contains(sha, _line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void SchemaIsJsonOnTheOutputOrInAFile()
    {
        Assert.Equal(ExitCode.Ok, _line.Invoke("schema"));
        var schema = _line.Output;
        using var json = JsonDocument.Parse(schema);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        var file = Path.Combine(_line.Folder, "schema.json");
        Assert.Equal(ExitCode.Ok, _line.Invoke("schema", "--out", file));
        Assert.Equal(schema, File.ReadAllText(file));
        Assert.Equal("", _line.Output);
    }

    [Fact]
    public void TheoryAgreesAndPrintsItsTable()
    {
        Assert.Equal(ExitCode.Ok, _line.Invoke("theory", "--replications", "3"));
        Assert.StartsWith("✓ ", _line.Output, StringComparison.Ordinal);
        Assert.Contains("M/M/1-PS", _line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TruthReadsAUsersRecordingsAndWritesTheTable()
    {
        var shipped = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Truth", "cfs", "kernel.jsonl")).Take(2);
        var file = _line.File("mine.jsonl", string.Join('\n', shipped) + "\n");
        var code = _line.Invoke("truth", "cpu", "--recordings", file, "--out", _line.Results);
        var rows = File.ReadAllLines(Path.Combine(_line.Results, "cpu.csv"));
        Assert.Equal("name,seed,metric,measured,simulated,error,bound,inside", rows[0]);
        Assert.Equal(rows.Any(r => r.EndsWith(",false", StringComparison.Ordinal)) ? ExitCode.Failed : ExitCode.Ok,
            code);
        Assert.Contains("2 recordings", _line.Output, StringComparison.Ordinal);
        _line.Invoke("truth", "cpu", "--recordings", file, "--out", _line.Results, "--format", "json");
        using var json = JsonDocument.Parse(_line.Output);
        Assert.Equal(rows.Length - 1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void ABrokenRecordingIsReportedWithItsLine()
    {
        var file = _line.File("mine.jsonl", "{}\nnot json\n");
        Assert.Equal(ExitCode.Invalid, _line.Invoke("truth", "cpu", "--recordings", file, "--out", _line.Results));
        Assert.Contains("mine.jsonl:2:", _line.Error, StringComparison.Ordinal);
    }
}
