using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Traffic;

public class ClientTests
{
    [Fact]
    public void LatencyCountsFromTheIntendedArrivalHoweverLongTheQueue()
    {
        // One thread, 10 requests at once of 10 ms each: the last waits for nine others.
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(10)],
            Arrival = Sketch.Batch(10, 100, firstSeconds: 1),
        }.Run();
        Assert.Equal(
            Enumerable.Range(1, 10).Select(i => Duration.FromMilliseconds(10 * i)),
            result.Requests.Select(r => r.Latency));
        Assert.All(result.Requests, r => Assert.Equal(SimTime.Zero + Duration.FromSeconds(1), r.At));
    }

    [Fact]
    public void ALateAnswerIsATimeoutForTheClientAndWorkForTheServerAllTheSame()
    {
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(10)],
            Arrival = Sketch.Batch(3, 100, firstSeconds: 1),
            TimeoutMs = 25,
        }.Run();
        Assert.Equal(["ok", "ok", "timeout"], result.Requests.Select(r => r.Outcome));
        Assert.Equal(Duration.FromMilliseconds(25), result.Requests[2].Latency);
        Assert.Equal(Duration.FromMilliseconds(30), result.Requests[2].ServerLatency);
        Assert.Equal(3, result.Services["api"].Completed.Sum());
        Assert.Equal(Duration.FromMilliseconds(25), result.Latencies["web.latency"].Measured.Max);
        Assert.Equal(Duration.FromMilliseconds(30), result.Latencies["api.get.latency"].Measured.Max);
    }

    [Fact]
    public void WhatIsStillOnItsWayAtTheEndIsCountedWithItsLatencySoFar()
    {
        var result = new Sketch { Steps = [Sketch.Wait(5_000)], Arrival = Sketch.Even(1), TimeoutMs = 3_500 }.Run();
        var client = result.Clients["web"];
        Assert.Equal(9, client.Arrivals);

        // Arrivals at 1, 2, … 9 s, the end at 10 s: those up to 6 s are late by then, the others not yet.
        Assert.Equal(6, client.Outcomes[ClientResult.Timeout]);
        Assert.Equal(3, client.Outcomes[ClientResult.Unfinished]);
        Assert.Equal(3, result.Latencies["web.latency"].Unfinished);
        Assert.Equal(4, result.Latencies["api.get.latency"].Unfinished);
        Assert.Equal(Duration.FromSeconds(3), result.Requests[6].Latency);
    }

    [Fact]
    public void AClosedClientHasNoMoreRequestsThanUsers()
    {
        var scenario = new Sketch
        {
            Concurrency = 3,
            Runtime = new RuntimeSpec { Threads = 2 },
            Steps = [Sketch.Cpu(10)],
            Think = DistributionSpec.Constant(Duration.FromMilliseconds(5)),
        }.Build();
        var world = WorldBuilder.Build(scenario, 0);
        for (var ms = 1; ms <= 1_000; ms++)
        {
            world.RunUntil(SimTime.Zero + Duration.FromMilliseconds(ms), CancellationToken.None);
            Assert.InRange(world.Clients[0].InFlight.Count, 0, 3);
        }

        // Two threads, never idle with three users who think less than a request takes: 200 requests a second.
        Assert.InRange(world.Clients[0].Sent, 195, 203);
    }

    [Fact]
    public void AUserWhoGivesUpGoesOnAndTheLateAnswerReachesNobody()
    {
        var result = new Sketch
        {
            Concurrency = 1,
            Steps = [Sketch.Wait(1_000)],
            TimeoutMs = 300,
            Think = DistributionSpec.Constant(Duration.FromMilliseconds(200)),
        }.Run();

        // Sent at 0.2, 0.7, 1.2, …: twenty in ten seconds, none answered in time.
        Assert.Equal(20, result.Clients["web"].Arrivals);
        Assert.Equal(20, result.Clients["web"].Outcomes[ClientResult.Timeout]);
        Assert.Equal(0, result.Clients["web"].Outcomes[ClientResult.Unfinished]);
        Assert.Equal(18, result.Services["api"].Completed.Sum());
    }

    [Fact]
    public void RefusalsWithoutThoughtDoNotStopTheClock()
    {
        var result = new Sketch
        {
            Concurrency = 2,
            Runtime = new RuntimeSpec { Threads = 1 },
            QueueCapacity = 0,
            Steps = [Sketch.Cpu(100)],
            Seconds = 1,
        }.Run();
        Assert.InRange(result.Clients["web"].Outcomes[ClientResult.Rejected], 900, 1_001);
        Assert.Equal(10, result.Services["api"].Completed.Sum(), 1.0);
    }

    [Fact]
    public void AReplayedRequestBringsItsOwnWork()
    {
        var result = new Sketch
        {
            Steps = [Sketch.Wait(1), Sketch.Cpu(10)],
            Arrival = new ReplayArrivalSpec
            {
                File = "arrivals.csv",
                Arrivals =
                [
                    new ReplayedArrival(Duration.FromSeconds(1), Duration.FromMilliseconds(33)),
                    new ReplayedArrival(Duration.FromSeconds(2), null),
                ],
            },
        }.Run();
        Assert.Equal([34, 11], result.Requests.Select(r => r.Latency.TotalMilliseconds));
    }
}
