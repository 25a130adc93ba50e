using Xunit;

namespace Simulator.Tests.Commands;

public sealed class MistakeTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("rn", "there is no command 'rn'. Did you mean 'run'?")]
    [InlineData("run", "Required argument 'FILE' missing")]
    [InlineData("run x.yaml --sed 4", "there is no option '--sed'. Did you mean '--se")]
    [InlineData("run x.yaml --seed -3", "--seed: '-3' is not a whole number from 0 up.")]
    [InlineData("run x.yaml --threads 0", "--threads: '0' is not a whole number from 1 up.")]
    [InlineData("run x.yaml y.yaml", "'y.yaml' is one argument too many.")]
    [InlineData("theory --replications 1", "--replications: '1' is not a whole number from 2 up.")]
    [InlineData("truth cpu --format xml", "xml")]
    [InlineData("run @x", "there is no such file")]
    public void ACommandLineThatIsNotUnderstoodEndsWith104AndOneLine(string line, string message)
    {
        Assert.Equal(ExitCode.Invalid, _line.Invoke(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(message, _line.Error, StringComparison.Ordinal);
        Assert.Contains("error[", _line.Error.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal("", _line.Output);
        Assert.DoesNotContain("   at ", _line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out", "", "the folder's name is empty")]
    [InlineData("--out", "scenario.yaml", "is a file; --out wants a folder")]
    [InlineData("--trace-events", ".", "is a folder; name a file")]
    [InlineData("--verify-events", ".", "is a folder; name a file")]
    public void AnOutputThatCannotBeIsRefusedBeforeTheRun(string option, string name, string message)
    {
        var path = name.Length == 0 ? "" : Path.Combine(_line.Folder, name);
        Assert.Equal(ExitCode.Invalid, _line.Invoke("run", _line.Scenario, option, path));
        Assert.Contains(message, _line.Error, StringComparison.Ordinal);
        Assert.Equal("", _line.Output);
    }

    [Theory]
    [InlineData("", ":1:1: error[no-trace] is empty; --verify-events wants a file that --trace-events wrote")]
    [InlineData("# Notes\n", ":1:1: error[no-trace] its first line is no event; ")]
    [InlineData("1 2\n", ":1:1: error[no-trace] its first line is no event; ")]
    public void AFileThatIsNoTraceIsRefusedBeforeTheRun(string text, string message)
    {
        var file = _line.File("events.txt", text);
        Assert.Equal(ExitCode.Invalid, _line.Run("--verify-events", file));
        Assert.StartsWith(file + message, _line.Error, StringComparison.Ordinal);
        Assert.Equal("", _line.Output);
    }

    [Fact]
    public void ATraceThatWasDamagedIsRefusedAtItsLineAndNotCalledDifferent()
    {
        var file = Path.Combine(_line.Folder, "events.txt");
        _line.Run("--trace-events", file);
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, [.. lines[..40], lines[40][..3], .. lines[41..]]);
        Assert.Equal(ExitCode.Invalid, _line.Run("--verify-events", file));
        Assert.StartsWith($"{file}:41:1: error[no-trace] line 41 is no event; ", _line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("dns")]
    public void ATruthTableWantsAFolderToo(string model)
    {
        Assert.Equal(ExitCode.Invalid, _line.Invoke("truth", model, "--out", ""));
        Assert.Contains("the folder's name is empty", _line.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, _line.Invoke("truth", model, "--out", Path.Combine(_line.Scenario, "truth")));
        Assert.Contains("scenario.yaml is a file, not a folder", _line.Error, StringComparison.Ordinal);
        Assert.Equal("", _line.Output);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("dns")]
    public void RecordingsThatAreNoTextAreRefusedInOurWords(string model)
    {
        var binary = Path.Combine(_line.Folder, "core");
        File.WriteAllBytes(binary, [.. "{\"name\": \"x\"}\n"u8, 0x7F, 0, 0]);
        foreach (var (file, why) in ((string, string)[])[
            (_line.Folder, ":1:1: error[unreadable] is a folder, not a file"),
            (Path.Combine(_line.Folder, "absent"), ":1:1: error[unreadable] there is no such file"),
            (binary, ":2:1: error[binary] has a control character (U+007F) here: this is not a text file")])
        {
            Assert.Equal(ExitCode.Invalid,
                _line.Invoke("truth", model, "--recordings", file, "--out", _line.Results));
            Assert.Equal($"{file}{why}\n", _line.Error);
            Assert.False(Directory.Exists(_line.Results));
        }
    }

    [Fact]
    public void EveryMistakeOfAScenarioIsReportedWithItsPlace()
    {
        var file = _line.File("bad.yaml", CommandLine.Throttle
            .Replace("500m", "5OOm", StringComparison.Ordinal)
            .Replace("threads:", "treads:", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Invalid, _line.Invoke("run", file));
        var lines = _line.Error.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length >= 2, _line.Error);
        Assert.All(lines, l => Assert.Matches(@"^.*bad\.yaml:\d+:\d+: error\[[a-z-]+\] ", l));
    }

    [Fact]
    public void AMistakeInSetPointsAtTheOption()
    {
        Assert.Equal(ExitCode.Invalid, _line.Run("--set", "services.pdf.replicas=x"));
        Assert.StartsWith("--set:1:", _line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownVariantIsNamedWithTheKnownOnes()
    {
        Assert.Equal(ExitCode.Invalid, _line.Run("--variant", "nolimit"));
        Assert.Contains("there is no variant 'nolimit'; there are baseline, no-limit", _line.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsTheUsersMistake()
    {
        var file = _line.File("file", "");
        Assert.Equal(ExitCode.Invalid,
            _line.Invoke("run", _line.Scenario, "--no-plots", "--out", Path.Combine(file, "of", "results")));
        Assert.Equal($"--out: error[unwritable] {file}/of/results: {file} is a file, not a folder\n", _line.Error);
    }

    [Fact]
    public void PodsThatDoNotFitAreReportedWhereTheScenarioSaysSo()
    {
        var file = _line.File("full.yaml", CommandLine.Throttle
            .Replace("resources: {", "replicas: 9\n    resources: {requests: {cpu: 1500m}, ", StringComparison.Ordinal)
            .Replace("cpu: 500m", "cpu: 1500m", StringComparison.Ordinal));
        foreach (var command in (string[])["run", "check"])
        {
            Assert.Equal(ExitCode.Invalid, _line.Invoke(command, file));
            Assert.Matches(@"full\.yaml:\d+:\d+: error\[unschedulable\]", _line.Error);
        }
    }
}
