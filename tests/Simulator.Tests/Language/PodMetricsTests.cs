using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Language;

public sealed class PodMetricsTests
{
    private static ReadResult Read(string thresholds, string endpoint = "get", string more = "") => ScenarioReader.ReadText(
        $$"""
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: base}
        run: {duration: 1m}
        nodes: {pool: {cpus: 8} }
        services:
          api:
            runtime: {threads: 2}
            endpoints:
              {{endpoint}}: {steps: [{cpu: 5ms}]}
        clients:
          users:
            target: api/{{endpoint}}
            arrival: {process: poisson, rate: 10/s}
        thresholds:
          {{thresholds}}
        {{more}}
        """,
        "f.yaml",
        new ReadOptions());

    private static string Mistake(string thresholds) => Assert.Single(Read(thresholds).Diagnostics).Message;

    [Theory]
    [InlineData("count", MetricKind.PodsCount, "max")]
    [InlineData("ready", MetricKind.PodsReady, "min")]
    [InlineData("terminating", MetricKind.PodsTerminating, "avg")]
    [InlineData("restarts", MetricKind.PodsRestarts, "value")]
    [InlineData("killed", MetricKind.PodsKilled, "value")]
    [InlineData("unhealthy", MetricKind.PodsUnhealthy, "value")]
    public void AServicesPodsHaveNumbers(string name, MetricKind kind, string aggregator)
    {
        var read = Read($"api.pods.{name}: [\"{aggregator} < 22\"]");
        Assert.Empty(read.Diagnostics);
        var threshold = Assert.Single(read.Scenario!.Thresholds[$"api.pods.{name}"]);
        Assert.Equal(
            (kind, "api", MetricUnit.Count, 22),
            (threshold.Metric.Kind, threshold.Metric.Owner, threshold.Unit, threshold.Bound));
    }

    [Theory]
    [InlineData("api.pods.restart: [\"value < 1\"]", "Did you mean 'restarts'?")]
    [InlineData("api.pods.terminating: [\"min < 1\"]", "ask for max | avg")]
    [InlineData("api.pods.count: [\"value < 1\"]", "ask for max | avg | min")]
    [InlineData("api.pods.killed: [\"max < 1\"]", "ask for value")]
    [InlineData("users.recovery_time: [\"value < 60s\"]", "the scenario has no events")]
    [InlineData("users.recovery_tim: [\"value < 60s\"]", "recovery_time")]
    public void AMistakeComesWithItsFix(string thresholds, string fix) =>
        Assert.Contains(fix, Mistake(thresholds), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void WhereSomethingHappensThereIsATimeOfRecovery()
    {
        var read = Read(
            "users.recovery_time: [\"value < 60s\"]",
            more: "events: {deploy: {at: 30s, rollout: {services: [api]} } }");
        Assert.Empty(read.Diagnostics);
        var threshold = Assert.Single(read.Scenario!.Thresholds["users.recovery_time"]);
        Assert.Equal(
            (MetricKind.ClientRecoveryTime, "users", MetricUnit.Seconds, 60),
            (threshold.Metric.Kind, threshold.Metric.Owner, threshold.Unit, threshold.Bound));
    }

    [Fact]
    public void AnEndpointMayBeCalledPods()
    {
        var read = Read("{api.pods.latency: [\"p99 < 1s\"], api.pods.count: [\"max < 3\"]}", "pods");
        Assert.Empty(read.Diagnostics);
        Assert.Equal(
            (MetricKind.EndpointLatency, MetricKind.PodsCount),
            (read.Scenario!.Thresholds["api.pods.latency"][0].Metric.Kind,
                read.Scenario.Thresholds["api.pods.count"][0].Metric.Kind));
    }
}
