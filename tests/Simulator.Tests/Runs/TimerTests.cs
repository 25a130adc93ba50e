using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public sealed class TimerTests
{
    /// <summary>How many jobs there are in a hundred seconds.</summary>
    private static long Jobs(string service, string events = "", string every = "1s", string work = "100ms")
    {
        var read = ScenarioReader.ReadText(
            $$$"""
            apiVersion: sim/v1
            kind: Scenario
            metadata: {name: timers}
            run: {duration: 100s, replications: 1}
            nodes: {worker: {cpus: 4}}
            services:
              shop:
                runtime: {language: node}
                timers: {jobs: {endpoint: job, every: {{{every}}}}}
                endpoints:
                  job: {steps: [{wait: {{{work}}}}]}
                  pay: {steps: [{cpu: 1ms}]}
                {{{service}}}
            clients:
              users: {target: shop/pay, arrival: {process: constant, rate: 1/s}}
            {{{events}}}
            """);
        Assert.Empty(read.Diagnostics);
        var variants = new[] { RunVariant.Of(read.Baseline!) };
        var run = Runner.Run([.. variants], new RunOptions { CloseUps = false }, TestContext.Current.CancellationToken);
        var summary = Summary.Of(run, [.. variants]).Variants[0];
        return summary.Latencies.Single(l => l.Metric == "shop.job.latency").Count;
    }

    [Fact]
    public void EachContainerHasItsOwn()
    {
        Assert.InRange(Jobs(""), 99, 100);
        Assert.InRange(Jobs("replicas: 3"), 297, 300);
    }

    // Those of the last 2.5 s are cut short by the end of the run.
    [Fact]
    public void TheyGoOffWhetherOrNotTheWorkIsDone() => Assert.InRange(Jobs("", work: "2500ms"), 97, 100);

    [Fact]
    public void WhoIgnoresSigtermGoesOnUntilSigkillWhateverTheEndpointsSay()
    {
        const string deploy = "events: {deploy: {at: 50s, rollout: {}}}";

        Assert.InRange(Jobs("handler: drain", deploy), 97, 101);
        Assert.InRange(Jobs("handler: none", deploy), 127, 131);
    }

    [Fact]
    public void TheyBeginWhenTheContainerListens()
    {
        const string crash = "events: {crash: {at: 50s, killContainers: {service: shop}}}";

        Assert.InRange(Jobs("startup: {wait: 20s}", crash), 77, 80);
    }

    [Fact]
    public void PodsThatHaveBeenThereForLongAreSomewhereInTheirIntervals()
    {
        // Of a timer of 200 s, 100 s show half: 50 of 100 pods, and four standard deviations.
        Assert.InRange(Jobs("replicas: 100", every: "200s"), 30, 70);
    }
}
