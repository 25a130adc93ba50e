using Simulator.Reports;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;
using Spectre.Console;
using Xunit;

namespace Simulator.Tests.Reports;

public class DnsConsoleTests
{
    private static readonly FakeDns Talk = FakeDns.Eks() with { LookupsPerSecond = 1_500_000 / 86_400.0 };

    private static string[] Lines(int width, params FakeDns[] variants)
    {
        var run = FakeDns.Run(variants);
        using var text = new StringWriter();
        var output = new AnsiConsoleOutput(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = output });
        console.Profile.Width = width;
        new ConsoleReport(console, run, FakeDnsSummary.Of(run), strict: false).Write();
        return text.ToString().Split('\n');
    }

    private static string? Reason(FakeDns fake)
    {
        var run = FakeDns.Run(fake);
        return DnsReason.Of(run, run.Variants[0], FakeDnsSummary.Of(run).Variants[0]);
    }

    [Fact]
    public void ADayOfTheTalkNeedsThreeMillionQueriesAndSendsTwelveMillionMore()
    {
        var lines = Lines(10_000, Talk);
        Assert.Contains(lines, l => l.StartsWith("api: lookups", StringComparison.Ordinal));
        var row = lines.First(l => l.StartsWith("baseline", StringComparison.Ordinal)
            && l.Contains(" 12.0 M ", StringComparison.Ordinal));
        Assert.Contains(" 3.01 M ", row, StringComparison.Ordinal);
        Assert.Contains(" 80% ", row, StringComparison.Ordinal);
    }

    [Fact]
    public void EightyColumnsAreEnoughForLongNamesAndHugeNumbers() => Assert.All(
        Lines(80, Talk with { LookupsPerSecond = 1e6, TimedOut = 0.01, Failed = 0.1, Dropped = 0.5, Refused = 0.1 },
            FakeDns.Eks("node-local-dns-cache-on-every-node") with { NodeLocal = true }),
        l => Assert.True(l.TrimEnd('\r').Length <= 80, l));

    [Fact]
    public void HopsStandInTheOrderInWhichAQueryMeetsThem()
    {
        var lines = Lines(80, Talk, Talk with { Name = "cached", NodeLocal = true }).ToList();
        int At(string start) => lines.FindIndex(l => l.StartsWith(start, StringComparison.Ordinal));
        Assert.True(At("NodeLocal DNSCache: queries") < At("CoreDNS: queries"));
        Assert.InRange(At("CoreDNS: queries"), 1, At("Upstream resolver: queries"));
        Assert.Contains(lines, l => l.Contains("1024", StringComparison.Ordinal));
    }

    [Fact]
    public void TheReasonNamesTheSearchDomainsThatAteTheQueries() => Assert.Equal(
        "api sends 10.0 queries a lookup and needs 2.00: 8.00 go to default.svc.cluster.local, svc.cluster.local, "
            + "cluster.local and ec2.internal, which have no such name (NXDOMAIN).",
        Reason(Talk));

    [Fact]
    public void TimeoutsAreToldWithWhatTheyCost()
    {
        var reason = Reason(FakeDns.AsIs("baseline") with { TimedOut = 0.01 });
        const string start =
            "1 % of api's lookups wait for a timeout: half of all lookups end within 750 µs, the mean is 5";
        Assert.StartsWith(start, reason, StringComparison.Ordinal);
        Assert.Contains("the longest 10.0 s", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void DropsAndRefusalsAreTold()
    {
        var reason = Reason(FakeDns.AsIs("baseline") with { LookupsPerSecond = 3000, Dropped = 0.5, Refused = 0.03 });
        Assert.Contains("CoreDNS answers REFUSED to 3 % of its queries", reason, StringComparison.Ordinal);
        Assert.Contains("are dropped without a word", reason, StringComparison.Ordinal);
        Assert.Contains("against a limit of 1024/s", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsOnlyRepeatedIsNoSearchDomainsFault()
    {
        var repeating = new FakeDns("baseline", ("ec2.internal", "NXDOMAIN", 0.001), ("as is", "ANSWER", 2.5));
        Assert.Equal("api sends 2.50 queries a lookup and needs 2.00, the rest being the search list's and repeats.",
            Reason(repeating));
        Assert.Null(Reason(repeating with { Sent = [("ec2.internal", "NXDOMAIN", 0.001), ("as is", "ANSWER", 2)] }));
        Assert.EndsWith("(try_again 69).", Reason(FakeDns.AsIs("baseline") with { Failed = 0.002 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingIsWastedThereIsNothingToSay() => Assert.Null(Reason(FakeDns.AsIs("baseline")));

    [Theory]
    [InlineData(12_000_000, 60_000, "12.0 M", "±0.1")]
    [InlineData(999_400, 0, "999 k", "±0")]
    [InlineData(999_600, 0, "1.00 M", "±0")]
    [InlineData(9_999, 12, "9999", "±12")]
    [InlineData(0, 0, "0", "±0")]
    [InlineData(2.4e9, double.NaN, "2.40 G", "±?")]
    public void LargeAmountsHaveAPrefix(double value, double halfWidth, string text, string half)
    {
        Assert.Equal(text, Human.Many(value));
        Assert.Equal(half, Human.ManyHalfWidth(new Measured(value, halfWidth)));
    }
}
