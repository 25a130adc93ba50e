using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sizing;
using Xunit;

namespace Simulator.Tests.Sizing;

public class BurstinessTests
{
    private static Scenario With(string arrival) => ScenarioReader.ReadText("""
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: bursts}
        run: {duration: 400s}
        nodes: {pool: {cpus: 2}}
        services:
          api: {runtime: {threads: 2}, endpoints: {get: {steps: [{cpu: 1ms}]}}}
        clients:
          users: {target: api/get, ARRIVAL}
        """.Replace("ARRIVAL", arrival, StringComparison.Ordinal)).Scenario!;

    private static BatchArrivalSpec Batch(Scenario scenario) => (BatchArrivalSpec)scenario.Clients["users"].Arrival!;

    private static double RateOf(Scenario scenario)
    {
        var batch = Batch(scenario);
        return batch.Size.ToDistribution().Mean / batch.Every.ToDistribution().Mean.TotalSeconds;
    }

    [Theory]
    [InlineData("arrival: {process: poisson, rate: 8/s}", 2)]
    [InlineData("arrival: {process: poisson, rate: 8/s}", 4)]
    [InlineData("arrival: {process: constant, rate: 8/s}", 2)]
    [InlineData("arrival: {process: batch, size: 16, every: 2s}", 0.5)]
    [InlineData("arrival: {process: batch, size: 16, every: {distribution: uniform, min: 1s, max: 3s}}", 2)]
    [InlineData("arrival: {process: batch, size: 3, every: 375ms}", 0.5)]
    [InlineData("arrival: {process: batch, size: {distribution: uniform, min: 10, max: 22}, every: 2s}", 2)]
    public void AsManyRequestsASecondWhateverComesAtOnce(string arrival, double factor) =>
        Assert.Equal(8, RateOf(Burstiness.Of(With(arrival), factor)), 6);

    [Fact]
    public void PoissonArrivalsBecomePairsWhoseGapsAreExponential()
    {
        var pairs = Batch(Burstiness.Of(With("arrival: {process: poisson, rate: 8/s}"), 2));
        Assert.Equal(2, pairs.Size.Value);
        Assert.Equal(DistributionLaw.Exponential, pairs.Every.Law);
        Assert.Equal(Duration.FromMilliseconds(250), pairs.Every.Mean);
    }

    [Fact]
    public void WhatCannotBeHalvedIsDoubledTwice()
    {
        Assert.Equal([2, 4], Burstiness.Factors(With("arrival: {process: poisson, rate: 8/s}")));
        Assert.Equal([0.5, 2], Burstiness.Factors(With("arrival: {process: batch, size: 16, every: 2s}")));
    }

    [Theory]
    [InlineData("arrival: {process: poisson, stages: [{duration: 1m, rate: 8/s}]}", "its rate changes over time")]
    [InlineData("concurrency: 3, think: 1s", "its users wait for answers")]
    public void WhatHasNoOtherBurstsIsNamedAndLeftAlone(string arrival, string why)
    {
        var scenario = With(arrival);
        Assert.Empty(Burstiness.Factors(scenario));
        Assert.Equal([("users", why)], Burstiness.Unchanged(scenario));
        Assert.Equal(scenario.Clients["users"], Burstiness.Of(scenario, 2).Clients["users"]);
    }
}
