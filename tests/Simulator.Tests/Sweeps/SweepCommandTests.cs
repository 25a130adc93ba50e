using Simulator.Tests.Commands;
using Xunit;

namespace Simulator.Tests.Sweeps;

public sealed class SweepCommandTests : IDisposable
{
    private const string Limit = "services.pdf.resources.limits.cpu";

    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private int Sweep(params string[] args) =>
        _line.Invoke(["sweep", _line.Scenario, "--out", _line.Results, .. args]);

    [Fact]
    public void ItSaysWhereTheVerdictChangesAndWritesTablesAndAPicture()
    {
        Assert.Equal(0, Sweep(
            "--sweep", Limit + "=250m,500m..1500m:500m", "--set", "thresholds={pdf.cpu.throttled_ratio: ['value < 30%']}"));
        var lines = _line.Output.Split('\n');
        Assert.Matches(@"^All thresholds hold from limits\.cpu \S+ up\.$", lines[0]);
        Assert.Matches(@"^At \S+ pdf\.cpu\.throttled_ratio value < 30% (fails|is undecided): ", lines[1]);
        Assert.All(lines[2..^3], l => Assert.InRange(l.Length, 0, 80));
        Assert.Equal(
            [".points", "knee.png", "knee.svg", "sweep.csv", "sweep.json"],
            Directory.GetFileSystemEntries(_line.Results).Select(Path.GetFileName).Order());
        var csv = File.ReadAllLines(Path.Combine(_line.Results, "sweep.csv"));
        Assert.Equal(Limit + ",metric,unit,value,half_width,replications,threshold,verdict,seed,sha,version", csv[0]);
        Assert.Matches(@"^250m,pdf\.cpu\.throttled_ratio,ratio,0\.\d+,0\.\d+,2,value < 30%,fail,42,", csv[1]);
    }

    [Theory]
    [InlineData(new[] { "--sweep", Limit + "=500m,1", "--sweep", "services.pdf.runtime.threads=1,2" }, "heat.png")]
    [InlineData(
        new[]
        {
            "--sweep", Limit + "=500m,1", "--sweep", "services.pdf.runtime.threads=1,2", "--sweep",
            "clients.users.arrival.rate=4/s,8/s",
        },
        "heat-multiples.png")]
    public void TwoParametersAreAHeatMapAndThreeAreSmallOnes(string[] sweeps, string picture)
    {
        Assert.Equal(0, Sweep("--sweep", Limit + "=500m,1"));
        Assert.Equal(0, Sweep(sweeps));
        Assert.Equal([picture], Directory.GetFiles(_line.Results, "*.png").Select(Path.GetFileName));
    }

    [Fact]
    public void AnInterruptedSweepSaysThatTheSameCommandGoesOn()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Equal(ExitCode.Interrupted, _line.Invoke(
            cancel.Token, "sweep", _line.Scenario, "--out", _line.Results, "--sweep", Limit + "=500m,1"));
        Assert.Equal(
            "interrupted; 0 of 2 points are finished, and the same command goes on from there\n", _line.Error);
    }

    [Theory]
    [InlineData("--variant: error[unknown-name] there is no variant 'x'", "--sweep", Limit + "=1,2", "--variant", "x")]
    [InlineData("--max-replications: error[one-of] ", "--sweep", Limit + "=1,2", "--max-replications", "9")]
    [InlineData("error[command-line] --precision: '5' is not between 0% and 100%", "--precision", "5")]
    [InlineData("error[command-line] --precision: 0% is reached by nothing", "--precision", "0%")]
    [InlineData("--sweep:1:1: error[missing-key] there is nothing to sweep")]
    public void AMistakeIsToldBeforeAnythingRuns(string mistake, params string[] args)
    {
        Assert.Equal(ExitCode.Invalid, Sweep(args));
        Assert.StartsWith(mistake, _line.Error);
        Assert.False(Directory.Exists(_line.Results));
    }
}
