using Simulator.Reports;
using Simulator.Scenarios.Truth;
using Spectre.Console;
using Xunit;

namespace Simulator.Tests.Reports;

/// <summary>What <c>truth cpu</c> prints.</summary>
public class TruthReportTests
{
    [Fact]
    public void AMissStandsBesideTheOtherSeedsOfItsCase()
    {
        var text = Text(Row("busy", 1, 60, 20, 4), Row("busy", 2, 21, 20.5, 4), Row("busy", 3, 19, 20, 4));
        Assert.Contains("other seeds", text, StringComparison.Ordinal);
        Assert.Matches(@"busy/1 +p99 +2: 21\.0 −0\.50 +3: 19\.0 \+1\.00", text);
    }

    [Theory]
    [InlineData(1, 20)] // The case has no other seed.
    [InlineData(2, 60)] // Nothing is missed.
    public void WithoutAMissOrAnotherSeedThereIsNothingToCompare(int seeds, double simulated)
    {
        var rows = Enumerable.Range(1, seeds).Select(seed => Row("busy", seed, 60, simulated, 4));
        Assert.DoesNotContain("other seeds", Text([.. rows]), StringComparison.Ordinal);
    }

    private static TruthRow Row(string name, long seed, double measured, double simulated, double bound) => new()
    {
        Group = "one thread", Name = name, Seed = seed, Metric = "p99", Measured = measured, Simulated = simulated,
        Error = Math.Abs(measured - simulated), Bound = bound,
    };

    private static string Text(params TruthRow[] rows)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;
        TruthReport.Write(console, TruthOrder.WorstFirst(rows));
        return text.ToString();
    }
}
