using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class RoutingTests
{
    [Fact]
    public void RoundRobinTakesTurns()
    {
        var result = new Sketch { Replicas = 3, Routing = RoutingPolicy.RoundRobin, Seconds = 1 }.Run();
        Assert.Equal(
            ["api-0", "api-1", "api-2", "api-0", "api-1", "api-2", "api-0", "api-1", "api-2"],
            result.Requests.Select(r => r.Pod));
    }

    [Fact]
    public void RandomRoutingGivesEachPodItsShare()
    {
        var result = new Sketch
        {
            Replicas = 4, Routing = RoutingPolicy.Random, Arrival = Sketch.Even(1_000), Seconds = 4,
        }.Run();
        Assert.All(result.Requests.CountBy(r => r.Pod), pod => Assert.InRange(pod.Value, 880, 1_120));
    }

    [Fact]
    public void LeastRequestsFindsTheIdlePod()
    {
        // Four at once on four pods: nobody shares, whatever the draws say.
        var result = new Sketch
        {
            Cpus = 8,
            Replicas = 4,
            Routing = RoutingPolicy.LeastRequests,
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(10)],
            Arrival = Sketch.Batch(4, 1, 0),
        }.Run();
        Assert.Equal(40, result.Requests.Length);
        Assert.All(result.Requests, r => Assert.Equal(Duration.FromMilliseconds(10), r.Latency));
        Assert.True(result.Requests.Chunk(4).Select(batch => batch[0].Pod).Distinct().Count() > 1);
    }

    [Fact]
    public void WithRandomRoutingAsManyQueueAsPodsAreBusy()
    {
        // Poisson arrivals see time averages: 5 pods of one thread, 400/s of 5 ms, are busy for 40 % of the time.
        var sketch = new Sketch
        {
            Cpus = 8,
            Replicas = 5,
            Routing = RoutingPolicy.Random,
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.ExponentialCpu(5)],
            Arrival = Sketch.Poisson(400),
            Seconds = 60,
        };
        var summary = Summary.Of(Sketch.RunAll([sketch.Variant()], new RunOptions()), [sketch.Variant()]);
        Assert.Equal(0.4, summary.Variants[0].Breakdowns.Single(b => !b.IsOfClient).QueuedRatio.Value, 0.02);
    }

    [Fact]
    public void ADifferentPolicyChangesNobodysWorkOrArrival()
    {
        var random = new Sketch { Replicas = 3, Steps = [Sketch.ExponentialCpu(5)], Arrival = Sketch.Poisson(50) };
        var least = random with { Routing = RoutingPolicy.LeastRequests };
        Assert.Equal(Draws(random), Draws(least));
    }

    private static IEnumerable<(SimTime, Duration)> Draws(Sketch sketch) =>
        sketch.Run().Requests.Where(r => r.Outcome == ClientResult.Ok).Select(r => (r.At, r.CpuTime)).Take(400);
}
