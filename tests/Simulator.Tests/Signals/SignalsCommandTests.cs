using System.Text.Json;
using Simulator.Tests.Commands;
using Xunit;

namespace Simulator.Tests.Signals;

public sealed class SignalsCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private int Signals(params string[] args) => _line.Invoke(["signals", "--app", _line.Folder, .. args]);

    [Fact]
    public void OneTextIsTheShellFormAndAnArrayOrWordsTheExecForm()
    {
        Assert.Equal(ExitCode.Ok, Signals("node server.js"));
        Assert.Contains("SIGKILL after grace", _line.Output);
        Assert.Contains("CMD [\"node\", \"server.js\"]", _line.Output);
        Assert.Equal(ExitCode.Ok, Signals("""["node", "server.js"]"""));
        Assert.Contains("graceful", _line.Output);
        Assert.Equal(ExitCode.Ok, Signals("--", "node", "--max-old-space-size=300", "server.js"));
        Assert.Contains("graceful", _line.Output);
    }

    [Fact]
    public void TheReportSaysWhyAndWhatHelps()
    {
        Signals("cd /app && node server.js");
        Assert.Contains("sh is PID 1 and does not handle SIGTERM", _line.Output);
        Assert.Contains("cd /app && exec node server.js", _line.Output);
        Signals("--shell", "busybox", "cd /app && node server.js");
        Assert.Contains("node is PID 1", _line.Output);
    }

    [Fact]
    public void JsonHasTheRecordingsNames()
    {
        Signals("--format", "json", "--init", "tini", "--handler", "none", "--", "node", "server.js");
        using var json = JsonDocument.Parse(_line.Output);
        Assert.Equal("terminated, no drain", json.RootElement.GetProperty("outcome").GetString());
        Assert.False(json.RootElement.GetProperty("killed_after_grace").GetBoolean());
        Assert.InRange(json.RootElement.GetProperty("pid1_exit_ms").GetDouble(), 1, 50);
        var tree = json.RootElement.GetProperty("tree").EnumerateArray().Select(p => p.GetProperty("comm").GetString());
        Assert.Equal(["tini", "node"], tree);
    }

    [Fact]
    public void PackageJsonAndScriptsOfTheFolderAreRead()
    {
        _line.File("package.json", """{"scripts": {"start": "exec node dist/main.js"}}""");
        _line.File("docker-entrypoint.sh", "#!/bin/sh\nexec tini -- \"$@\"\n");
        Signals("--", "docker-entrypoint.sh", "npm", "start");
        Assert.Contains("graceful", _line.Output);
        Assert.Contains("node dist/main.js", _line.Output);
        Assert.Contains("tini -- npm start", _line.Output);
    }

    [Theory]
    [InlineData("COMMAND:1:16: error[shell-syntax]", "--", "node server.js )")]
    [InlineData("COMMAND:1:6: error[shell-syntax]", "--", "sh", "-c", "node 'server.js")]
    [InlineData("error[unknown-command] $CMD is empty here", "--", "$CMD --port 80")]
    [InlineData("error[unknown-script]", "--", "./run.sh")]
    [InlineData("error[unknown-script]", "--", "npm", "run", "serve")]
    [InlineData("error[no-command]", "--", "tini", "--")]
    [InlineData("error[wrong-value]", "--", "[1, 2]")]
    [InlineData("error[wrong-value]", "--", "")]
    [InlineData("error[command-line]", "--shell", "fish", "--", "node")]
    [InlineData("error[wrong-value]", "--npm", "latest", "--", "npm", "start")]
    [InlineData("--grace: error[wrong-value]", "--grace", "30", "--", "node", "a.js")]
    [InlineData("--env: error[wrong-value]", "--env", "A", "--", "node", "a.js")]
    [InlineData("error[command-line]", "--handler", "drain")]
    public void AMistakeIsSaidWithItsPlaceAndEndsWith104(string expected, params string[] args)
    {
        Assert.Equal(ExitCode.Invalid, Signals(args));
        Assert.Contains(expected, _line.Error);
        Assert.DoesNotContain("internal error", _line.Error);
    }

    [Fact]
    public void TruthSignalsWritesATableAndMeetsEveryRecording()
    {
        Assert.Equal(ExitCode.Ok, _line.Invoke("truth", "signals", "--out", _line.Results));
        Assert.Contains("138 of 138 recorded shutdowns met", _line.Output);
        Assert.StartsWith("id,group,outcome_measured,outcome_simulated,pid1_exit_ms_measured",
            File.ReadAllText(Path.Combine(_line.Results, "signals.csv")));
    }

    [Fact]
    public void AMissedRecordingEndsWith99()
    {
        var file = _line.File("mine.json", """
            {"meta": {"grace_s": 10}, "results": [{"id": "mine", "argv": ["node", "server.js"], "handler": true,
             "outcome": "SIGKILL after grace", "pid1_exit_ms": 10010, "killed_after_grace": true}]}
            """);
        Assert.Equal(ExitCode.Failed, _line.Invoke("truth", "signals", "--recordings", file, "--out", _line.Results));
        Assert.Contains("'SIGKILL after grace' was measured, 'graceful' simulated", _line.Output);
    }
}
