using System.Xml.Linq;
using Simulator.Reports.Dns;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Reports;

public class DnsFigureTests
{
    private static Dictionary<string, Figure> Figures(params FakeDns[] variants)
    {
        var run = FakeDns.Run(variants);
        return PlotSet.Of(run, FakeDnsSummary.Of(run)).ToDictionary(f => f.Name);
    }

    [Fact]
    public void TheHeadlineSaysHowManyQueriesWereInVain()
    {
        var alone = Figures(FakeDns.Eks())["dns-queries"];
        Assert.Equal("10 queries for one name: 8 say NXDOMAIN", alone.Title);
        var both = Figures(FakeDns.Eks(), FakeDns.AsIs("heroku"))["dns-queries"];
        Assert.Equal("10 queries for one name: 8 say NXDOMAIN; 2 with heroku", both.Title);
    }

    [Fact]
    public void OfSeveralServicesTheTitleSaysWhoseItIs()
    {
        var titles = Figures(
            FakeDns.Eks() with { LookupsPerSecond = 500, Service = "shop" },
            FakeDns.AsIs("baseline") with { LookupsPerSecond = 1 });
        Assert.Equal("shop: 10 queries for one name: 8 say NXDOMAIN", titles["dns-queries"].Title);
        Assert.StartsWith("shop: half of the lookups", titles["dns-latency"].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void AThresholdAboutLookupsChoosesTheService()
    {
        var run = FakeDns.Run(
            FakeDns.Eks() with { LookupsPerSecond = 500, Service = "shop" }, FakeDns.AsIs("baseline"));
        var told = FakeDnsSummary.Of(run);
        var verdict = new Verdict
        {
            Threshold = "api.dns.queries_per_lookup value < 3",
            Metric = "api.dns.queries_per_lookup",
            Observed = new Measured(2, 0),
            Bound = 3,
            Unit = MetricUnit.Count,
            Margin = 0.3,
            Outcome = VerdictOutcome.Pass,
            IsWarning = false,
        };
        var judged = new Summary { Variants = [told.Variants[0] with { Verdicts = [verdict] }] };
        Assert.Equal("shop", new Story(run, told).DnsService);
        Assert.Equal("api", new Story(run, judged).DnsService);
    }

    [Fact]
    public void LookupsHaveAPictureOfTheirOwnAndNeverTakeThatOfTheRequests()
    {
        var run = FakeDns.Run(FakeDns.Eks());
        Assert.Null(new Story(run, FakeDnsSummary.Of(run)).Metric);
        Assert.DoesNotContain("latency", Figures(FakeDns.Eks()).Keys);
    }

    [Fact]
    public void TheRatesTellOfDropsOrHowFarTheLimitIs()
    {
        var dropping = Figures(FakeDns.Eks() with { LookupsPerSecond = 600, Dropped = 1 })["dns-rates"].Title;
        Assert.Matches(@"^\d+ % of what upstream/worker-0 is sent is dropped in baseline", dropping);
        Assert.EndsWith("limit 1024/s", dropping, StringComparison.Ordinal);
        var near = Figures(FakeDns.Eks() with { LookupsPerSecond = 100 })["dns-rates"].Title;
        Assert.EndsWith("of 1024/s allowed", near, StringComparison.Ordinal);
        var calm = Figures(FakeDns.Eks() with { LookupsPerSecond = 10 })["dns-rates"].Title;
        Assert.Equal("CoreDNS answers 96.6 queries/s in baseline", calm);
    }

    [Fact]
    public void TheLatencyTellsOfTimeoutsAndWhoHasNone()
    {
        var title = Figures(FakeDns.Eks() with { TimedOut = 0.01 }, FakeDns.AsIs("heroku"))["dns-latency"].Title;
        Assert.Equal("Half of the lookups end within 3.75 ms, 1 % wait for a timeout; none with heroku", title);
    }

    [Fact]
    public void WithoutLookupsThereIsNothingToDraw() =>
        Assert.Empty(Figures(FakeDns.Eks() with { LookupsPerSecond = 0 }));

    [Fact]
    public void AVariantWithoutLookupsStandsBesideTheOthers()
    {
        var figures = Figures(FakeDns.Eks(), FakeDns.AsIs("keep-alive") with { LookupsPerSecond = 0 });
        Assert.Equal("10 queries for one name: 8 say NXDOMAIN", figures["dns-queries"].Title);
        foreach (var figure in figures.Values) Assert.NotEmpty(XElement.Parse(figure.ToSvg()).Elements());
    }

    [Fact]
    public void SearchDomainsStandInTheOrderOfTheListWhateverTheirNumbers()
    {
        DnsQueryCount[] counts =
        [
            new("as is", "ANSWER", 900), new("ec2.internal", "NXDOMAIN", 500), new("cluster.local", "NXDOMAIN", 400),
            new("svc.cluster.local", "LOST", 100), new("svc.cluster.local", "NXDOMAIN", 410),
            new("apps.svc.cluster.local", "NXDOMAIN", 300),
        ];
        Assert.Equal(["apps.svc.cluster.local", "svc.cluster.local", "cluster.local", "ec2.internal", "as is"],
            DnsSuffixes.InOrder(counts).Select(s => s.Suffix));
    }
}
