using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Trials;
using Xunit;

namespace Simulator.Tests.Trials;

public class EarlyStopTests
{
    private static Trial Try(string bound, int most)
    {
        var read = ScenarioReader.ReadText("""
            apiVersion: sim/v1
            kind: Scenario
            metadata: {name: early}
            run: {duration: 20s, replications: 3, seed: 11}
            nodes: {pool: {cpus: 1}}
            services:
              api: {runtime: {threads: 1}, endpoints: {get: {steps: [{cpu: {distribution: exponential, mean: 20ms}}]}}}
            clients:
              users: {target: api/get, arrival: {process: poisson, rate: 25/s}}
            thresholds:
              api.get.latency: ["avg < BOUND"]
            """.Replace("BOUND", bound, StringComparison.Ordinal));
        var runner = new TrialRunner(new TrialOptions { UntilDecided = true, MaxReplications = most });
        return runner.Run([RunVariant.Of(read.Baseline!)])[0];
    }

    [Theory]
    [InlineData("400ms")]
    [InlineData("4ms")]
    public void FarFromItsBoundAFigureIsDecidedAtTheFirstLooks(string bound) =>
        Assert.InRange(Try(bound, 100).Replications, 3, 9);

    // M/M/1 at a load of one half: 40 ms on average.
    [Fact]
    public void AtItsBoundATrialGoesOnToTheLast() => Assert.Equal(40, Try("40ms", 40).Replications);

    [Fact]
    public void EachLookIsAfterHalfAsManyReplicationsMore()
    {
        int[] looks = [3, 4, 6, 9, 13, 19, 28, 40];
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.Equal(pair.Second, EarlyStop.Next(pair.First, 40)));
    }
}
