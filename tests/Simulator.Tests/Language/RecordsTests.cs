using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Language;

public class RecordsTests
{
    private static Scenario Good(string name) => ScenarioReader.ReadFile(Corpus.PathOf("Good", name)).Scenario!;

    [Fact]
    public void AbsentKeysHaveTheRecordsOwnDefaults()
    {
        var scenario = Good("minimal.yaml");
        var service = scenario.Services["api"];
        var bare = new ServiceSpec
        {
            Node = "pool", Runtime = service.Runtime, Pools = service.Pools, Timers = service.Timers,
            Endpoints = service.Endpoints,
        };
        var pool = new NodePoolSpec { Cpus = 2 };
        var run = new RunSpec { Duration = Duration.FromSeconds(60) };

        Assert.Equal(run, scenario.Run);
        Assert.Equal(pool, scenario.Nodes["pool"]);
        Assert.Equal(bare, service);
        Assert.Empty(service.Pools);
        Assert.Empty(service.Timers);
        Assert.Empty(scenario.Databases);
        Assert.Empty(scenario.Dns.Hosts);
        Assert.Equal(new DnsNetworkSpec(), scenario.Dns.Network);
        Assert.Equal(new CoreDnsSpec { Node = "pool" }, scenario.Dns.CoreDns);
        Assert.Null(scenario.Dns.NodeLocal);
        Assert.Equal(new UpstreamDnsSpec(), scenario.Dns.Upstream);
        Assert.Empty(scenario.Clients);
        Assert.Empty(scenario.Metadata.Labels);
    }

    [Fact]
    public void ThresholdsCarryTheirBoundInTheMetricsUnit()
    {
        var thresholds = Good("everything-of-thresholds.yaml").Thresholds;
        (string, Aggregator, double, double, MetricUnit) First(string metric, int i = 0)
        {
            var t = thresholds[metric][i];
            return (t.Metric.Text, t.Aggregator, t.Percentile, t.Bound, t.Unit);
        }

        Assert.Equal(
            ("api.get.latency", Aggregator.Percentile, 99.9, 0.8, MetricUnit.Seconds), First("api.get.latency"));
        Assert.Equal(("api.get.latency", Aggregator.Count, 0, 100, MetricUnit.Count), First("api.get.latency", 5));
        Assert.Equal(("api.get.latency", Aggregator.Rate, 0, 5, MetricUnit.PerSecond), First("api.get.latency", 6));
        Assert.Equal(("api.cpu.usage", Aggregator.Value, 0, 0.5, MetricUnit.Cores), First("api.cpu.usage"));
        Assert.Equal(("users.throughput", Aggregator.Value, 0, 5, MetricUnit.PerSecond), First("users.throughput"));
        Assert.Equal(
            ("\"web.v2\".get.latency", Aggregator.Percentile, 99, 1, MetricUnit.Seconds),
            First("\"web.v2\".get.latency"));
        Assert.Equal(MetricKind.EndpointLatency, thresholds["api.cpu.latency"][0].Metric.Kind);
        Assert.Equal(MetricKind.StepTask, thresholds["api.get.work.task"][0].Metric.Kind);
        Assert.Equal(ThresholdSeverity.Warn, thresholds["users.latency"][0].Severity);
    }

    [Fact]
    public void AVariantsThresholdsTakeThePlaceOfTheScenarios()
    {
        var read = ScenarioReader.ReadFile(Corpus.PathOf("Good", "everything-of-variants.yaml"));
        var variant = read.Variants.Single(v => v.Name == "no-limit").Scenario;

        Assert.Equal(["p99 < 1s"], read.Scenario!.Thresholds["users.latency"].Select(t => t.Expr));
        Assert.Equal(["p99 < 100ms", "p50 < 10ms"], variant.Thresholds["users.latency"].Select(t => t.Expr));
        Assert.Equal(["users.latency", "users.error_ratio"], variant.Thresholds.Keys);
    }

    [Fact]
    public void AnAliasIsACopy()
    {
        var read = ScenarioReader.ReadFile(Corpus.PathOf("Good", "everything-of-variants.yaml"));
        var services = read.Variants.Single(v => v.Name == "alias-is-a-copy").Scenario.Services;

        Assert.Equal(new CpuQuantity(1000), services["api"].Resources.Limits.Cpu);
        Assert.Equal(new CpuQuantity(500), services["web.v2"].Resources.Limits.Cpu);
    }

    [Fact]
    public void RecordedArrivalsAreOrderedAndKeepTheirDistances()
    {
        var clients = Good("everything-of-clients.yaml").Clients;
        var replay = (ReplayArrivalSpec)clients["replay"].Arrival!;
        Assert.Equal([0, 0.5, 1.25], replay.Arrivals.Select(a => a.At.TotalSeconds));
        Assert.Equal([3, 12, 1.5], replay.Arrivals.Select(a => a.Work!.Value.TotalMilliseconds));
        var log = (ReplayArrivalSpec)clients["log"].Arrival!;
        Assert.Equal([10, 11.25, 12], log.Arrivals.Select(a => a.At.TotalSeconds));
        Assert.Equal([5, 7.5, 1], log.Arrivals.Select(a => a.Work!.Value.TotalMilliseconds));
    }

    [Fact]
    public void ADayByItsPeakIsACosine()
    {
        var day = (DailyArrivalSpec)Good("everything-of-clients.yaml").Clients["day"].Arrival!;
        Assert.Equal(24, day.Hours.Length);
        Assert.Equal(20, day.Hours[20].PerSecond, 9);
        Assert.Equal(2, day.Hours[8].PerSecond, 9);
        Assert.Equal(11, day.Hours[14].PerSecond, 9);
        Assert.Equal(Duration.FromSeconds(18.5 * 3600), day.StartAt);
    }

    [Fact]
    public void EveryLawConvertsAndKeepsItsMean()
    {
        var d = Good("everything-of-services.yaml").Services["d"].Endpoints;
        Assert.Equal("uniform(0ns..1ms)", ((CpuStepSpec)d["z"].Steps[0]).Cpu.ToDistribution().ToString());
        Assert.Equal(404, ((CpuStepSpec)d["file"].Steps[0]).Cpu.ToDistribution().Mean.TotalMilliseconds, 6);
        foreach (var service in Good("everything-of-services.yaml").Services.Values)
        {
            foreach (var step in service.Endpoints.Values.SelectMany(e => e.Steps).OfType<CpuStepSpec>())
                Assert.True(step.Cpu.ToDistribution().Mean > Duration.Zero);
        }
    }
}
