using System.Diagnostics;
using Xunit;

namespace Simulator.Tests.Commands;

public sealed class SignalTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task ASignalStopsTheProgramWith105AndLeavesNothingHalfWritten(string signal)
    {
        var cancel = TestContext.Current.CancellationToken;
        var simulator = Path.Combine(AppContext.BaseDirectory, "simulator.dll");
        // Long enough that it cannot be done before the signal comes.
        string[] run = ["exec", simulator, "run", _line.Scenario, "--duration", "2h", "--set", "run.replications=200",
            "--out", _line.Results, "--trace-events", Path.Combine(_line.Folder, "events.txt")];
        using var process = Process.Start(new ProcessStartInfo("dotnet", run) { RedirectStandardError = true })!;
        while (!File.Exists(Path.Combine(_line.Folder, "events.txt.part")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(20, cancel);
        }

        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString()]);
        await kill.WaitForExitAsync(cancel);
        var watch = Stopwatch.StartNew();
        var error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == ExitCode.Interrupted, $"{process.ExitCode}: {error}");
        Assert.Equal("interrupted; nothing was written\n", error);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"stopped after {watch.Elapsed}");
        Assert.Equal(["scenario.yaml"], Directory.GetFileSystemEntries(_line.Folder).Select(Path.GetFileName));
    }
}
