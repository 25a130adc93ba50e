using Simulator.Reports;
using Simulator.Reports.Plots;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Reports;

public class DottedNameTests
{
    [Theory]
    [InlineData("web", "latency")]
    [InlineData("web.v2", "get", "latency")]
    [InlineData("web", "get.v2", "work.1", "task")]
    public void APathIsTakenApartIntoTheNamesItWasMadeOf(params string[] names) =>
        Assert.Equal(names, MetricName.PartsOf(MetricName.Of(names)));

    [Fact]
    public void AMetricMeansTheSameWhateverDotsItsNamesHave()
    {
        Assert.Equal(MetricWords.Meaning("web.get.latency"), MetricWords.Meaning("\"web.v2\".get.latency"));
        Assert.Equal(MetricWords.Meaning("web.get.work.task"), MetricWords.Meaning("\"web.v2\".get.work.task"));
        Assert.NotEqual(MetricWords.Meaning("web.get.work.latency"), MetricWords.Meaning("\"web.v2\".get.latency"));
    }

    [Fact]
    public void RowsOfTheSummaryAreNamedAsThresholdsNameThem()
    {
        var told = FakeSummary.Of(FakeRun.InvisibleThrottle()).Variants[0];
        var client = SummaryRows.Client(told.Clients[0] with { Client = "users.v2" }).Select(r => r.Metric);
        var service = SummaryRows.Service(told.Services[0] with { Service = "pdf.v2" }).Select(r => r.Metric);
        Assert.Contains("\"users.v2\".error_ratio", client);
        Assert.Contains("\"pdf.v2\".throughput", service);
        Assert.Contains("\"pdf.v2\".cpu.throttled_ratio_5m", service);
    }

    [Fact]
    public void ThePicturesShowTheServiceOfTheMetricThoughItsNameHasDots()
    {
        var run = FakeRun.InvisibleThrottle();
        var variant = run.Variants[0];
        var replication = variant.Replications[0];
        var pdf = replication.Services["pdf"];
        var latency = replication.Latencies["pdf.render.latency"];
        replication = replication with
        {
            Services = replication.Services.Clear().Add("a", pdf).Add("pdf", pdf).Add("pdf.v2", pdf),
            Latencies = replication.Latencies.Clear().Add("\"pdf.v2\".render.latency", latency),
        };
        variant = variant with { Replications = [replication], CloseUp = null };
        var told = new Summary
        {
            Variants =
            [
                FakeSummary.Of(run).Variants[0] with
                {
                    Verdicts = [],
                    Latencies =
                    [
                        FakeSummary.Of(run).Variants[0].Latencies[0] with { Metric = "\"pdf.v2\".render.latency" },
                    ],
                },
            ],
        };
        Assert.Equal("pdf.v2", new Story(run with { Variants = [variant] }, told).Service);
    }
}
