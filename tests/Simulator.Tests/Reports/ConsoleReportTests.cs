using Simulator.Reports;
using Simulator.Scenarios.Results;
using Spectre.Console;
using Xunit;

namespace Simulator.Tests.Reports;

public class ConsoleReportTests
{
    private static readonly RunResult Run = FakeRun.InvisibleThrottle();

    private static string[] Lines(int width, Summary? summary = null)
    {
        using var text = new StringWriter();
        var output = new AnsiConsoleOutput(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = output });
        console.Profile.Width = width;
        new ConsoleReport(console, Run, summary ?? FakeSummary.Of(Run), strict: false).Write();
        return text.ToString().Split('\n');
    }

    [Fact]
    public void VerdictsComeBeforeNumbersAndReasonsLast()
    {
        var lines = Lines(80).ToList();
        var verdict = lines.FindIndex(l => l.Contains("✓ pdf.render.latency p99 < 10s", StringComparison.Ordinal));
        var table = lines.FindIndex(l => l.Contains("p99.9", StringComparison.Ordinal));
        var reason = lines.FindIndex(l => l.StartsWith("baseline: pdf was throttled", StringComparison.Ordinal));
        Assert.InRange(verdict, 1, 6);
        Assert.True(verdict < table && table < reason, $"{verdict} {table} {reason}");
    }

    [Fact]
    public void AFailedThresholdShowsWhatWasObservedAndByHowMuch()
    {
        var line = Assert.Single(Lines(80), l => l.Contains('✗') && l.Contains("3.07 s", StringComparison.Ordinal));
        Assert.Contains("±0.06", line, StringComparison.Ordinal);
        Assert.Contains("margin −28", line, StringComparison.Ordinal);
    }

    [Fact]
    public void EightyColumnsAreEnough() => Assert.All(Lines(80), l => Assert.True(l.Length <= 80, l));

    [Fact]
    public void WithoutATerminalNothingIsWrapped()
    {
        var lines = Lines(10_000);
        Assert.Single(lines, l => l.StartsWith("baseline: pdf was throttled", StringComparison.Ordinal)
            && l.EndsWith("of the limit.", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("baseline", StringComparison.Ordinal)
            && l.Contains("s ±0.19 ", StringComparison.Ordinal));
    }

    [Fact]
    public void NamesWithMarkupAreShownAsTheyAre()
    {
        var summary = FakeSummary.Of(Run);
        var odd = summary.Variants[0] with { Title = "[red]odd[/]" };
        Assert.Contains(Lines(80, new Summary { Variants = [odd, .. summary.Variants.Skip(1)] }),
            l => l.Contains("[red]odd[/]", StringComparison.Ordinal));
    }
}
