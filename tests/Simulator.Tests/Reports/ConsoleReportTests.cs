using System.Collections.Immutable;
using Simulator.Models.Recording;
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

    [Theory]
    [InlineData(80, "rest")]
    [InlineData(10_000, "waited")]
    public void WhereTheTimeWentFitsTheScreenAndLosesNothing(int width, string last)
    {
        // 300, 188, 117, … ms, whole ones: the small ones go together where there is no room.
        var parts = Enum.GetValues<TimePart>()
            .Select(p => new Measured(Math.Round(300 / Math.Pow(1.6, (int)p)) / 1000, 0)).ToImmutableArray();
        var account = new MeanAccount(new Measured(parts.Sum(p => p.Value), 0), parts);
        var told = FakeSummary.Of(Run);
        var breakdown = new BreakdownSummary("pdf.render.latency", 7, [account, account, account, account, account]);
        var variants = told.Variants.Select(v => v with { Breakdowns = [breakdown] });
        var lines = Lines(width, new Summary { Variants = [.. variants] }).ToList();
        var title = lines.FindIndex(l => l.StartsWith("Where the time of requests", StringComparison.Ordinal));
        var header = lines.FindIndex(title, l => l.Contains("latency  queued", StringComparison.Ordinal));
        Assert.Contains(last, lines[header], StringComparison.Ordinal);
        Assert.All(lines[title..header], l => Assert.True(l.Length <= width, l));
        Assert.InRange(lines[header].TrimEnd().Length, 1, width);
        var cells = lines[header + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = cells[1..].Select(c => double.Parse(c[..^2])).ToList();
        Assert.Equal(values[0], values[1..].Sum(), 0.1);
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
