using Simulator.Kernel;
using Simulator.Models.Traffic;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Traffic;

/// <summary>Retries, attempts and shedding in whole worlds.</summary>
public class RetryTests
{
    private static readonly RetryOptions Twice = new() { Max = 2 };

    [Fact]
    public void ALatencyIsFromTheIntendedArrivalToTheLastAnswer()
    {
        // One thread, two calls at once of 100 ms, patience 160 ms: the second is given up, asks again behind its own
        // first attempt, and is answered after that one and the next.
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(100)],
            Arrival = Sketch.Batch(2, 100, firstSeconds: 1),
            AttemptTimeoutMs = 160,
            Retries = Twice,
        }.Run();
        Assert.Equal([("ok", 1, 100.0), ("ok", 2, 300.0)],
            result.Requests.Select(r => (r.Outcome, r.Attempts, r.Latency.TotalMilliseconds)));

        // The server had three requests, each with its own time: 100, 200, and 140 from the retry.
        Assert.Equal(3, result.Latencies["api.get.latency"].Measured.Count);
        Assert.Equal(Duration.FromMilliseconds(140), result.Requests[1].ServerLatency);
        Assert.Equal((2, 3), (result.Clients["web"].Arrivals, result.Clients["web"].Attempts!.Value));
    }

    [Fact]
    public void ACallThatIsGivenUpIsARowOnceTheServerIsDoneWithItsLastAttempt()
    {
        var result = new Sketch
        {
            Steps = [Sketch.Wait(1_000)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 1),
            AttemptTimeoutMs = 300,
            Retries = Twice,
        }.Run();
        var row = Assert.Single(result.Requests);
        Assert.Equal((ClientResult.Timeout, 3), (row.Outcome, row.Attempts));
        Assert.Equal(900, row.Latency.TotalMilliseconds);
        Assert.Equal(1_000, row.ServerLatency.TotalMilliseconds);
        Assert.Equal(3, result.Services["api"].Completed.Sum());
    }

    [Fact]
    public void TheEndOfTheRunFindsCallsInTheirPauses()
    {
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            QueueCapacity = 0,
            Steps = [Sketch.Cpu(9_500)],
            Arrival = Sketch.Batch(2, 100, firstSeconds: 1),
            Retries = Twice with
            {
                Backoff = new BackoffOptions { Base = Duration.FromSeconds(20), Jitter = Jitter.None },
            },
        }.Run();
        Assert.Equal(["unfinished", "unfinished"], result.Requests.Select(r => r.Outcome));
        Assert.Equal([9_000, 9_000], result.Requests.Select(r => r.Latency.TotalMilliseconds));
        Assert.Equal(2, result.Clients["web"].Outcomes[ClientResult.Unfinished]);
    }

    [Fact]
    public void FirstAttemptsHaveTheSameChancesWithRetriesAndWithout()
    {
        var plain = new Sketch
        {
            Replicas = 2,
            Runtime = new RuntimeSpec { Threads = 1 },
            Routing = RoutingPolicy.Random,
            Steps = [Sketch.ExponentialCpu(20)],
            Arrival = Sketch.Poisson(90),
            TimeoutMs = 100,
        };
        var without = plain.Run().Requests.ToDictionary(r => r.Number);
        var with = (plain with { AttemptTimeoutMs = 100, TimeoutMs = null, Retries = Twice }).Run();
        var once = with.Requests.Where(r => r.Attempts == 1 && r.Outcome == ClientResult.Ok).ToList();
        Assert.All(once, r => Assert.Equal(
            (r.At, r.Pod, r.CpuTime), (without[r.Number].At, without[r.Number].Pod, without[r.Number].CpuTime)));
        Assert.Contains(with.Requests, r => r.Attempts > 1);
        Assert.NotEmpty(once);
    }

    [Fact]
    public void WhatWaitedTooLongForAThreadIsShedWithoutAnyWork()
    {
        // One thread, 100 ms each, patience 250 ms in the queue: three are served, the fourth would begin at 300 ms.
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(100), Sketch.Wait(1)],
            Arrival = Sketch.Batch(10, 100, firstSeconds: 1),
            QueueTimeoutMs = 250,
        }.Run();
        var shed = result.Requests.Where(r => r.Outcome == "shed").ToList();
        Assert.Equal(7, shed.Count);
        Assert.All(shed, r => Assert.Equal((300, 0), (r.Latency.TotalMilliseconds, r.CpuTime.TotalMilliseconds)));
        Assert.Equal(3, result.Services["api"].Completed.Sum());
        Assert.Equal(7, result.Clients["web"].Outcomes["shed"]);
        Assert.Equal(300, result.Services["api"].Pods[0].Cpu.Sum(c => c.UsageNs) / 1e6, 1.0);
    }

    [Fact]
    public void AStepOnSeveralThreadsIsShedAsAWhole()
    {
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 2 },
            Steps = [Sketch.Cpu(200, parallelism: 2)],
            Arrival = Sketch.Batch(4, 100, firstSeconds: 1),
            QueueTimeoutMs = 150,
        }.Run();
        Assert.Equal(["ok", "ok", "shed", "shed"], result.Requests.Select(r => r.Outcome));
    }

    [Fact]
    public void UsersOfAClosedClientTryAgainThemselves()
    {
        // 0.3 s and 0.3 s in vain, 0.2 s of thought: a call every 0.8 s.
        var result = new Sketch
        {
            Concurrency = 1,
            Steps = [Sketch.Wait(1_000)],
            AttemptTimeoutMs = 300,
            Retries = Twice with { Max = 1 },
            Think = DistributionSpec.Constant(Duration.FromMilliseconds(200)),
        }.Run();
        Assert.Equal(13, result.Clients["web"].Arrivals);
        Assert.Equal(12, result.Clients["web"].Outcomes[ClientResult.Timeout]);
        Assert.Equal(25, result.Clients["web"].Attempts);
    }

    [Fact]
    public void AnOpenCircuitLeavesTheServerAlone()
    {
        var result = new Sketch
        {
            Steps = [Sketch.Wait(1_000)],
            Arrival = Sketch.Even(10),
            AttemptTimeoutMs = 100,
            CircuitBreaker = new CircuitBreakerOptions { ConsecutiveFailures = 5 },
        }.Run();

        // Five fail by 0.7 s (the sixth and seventh are on their way), then one attempt each five seconds.
        Assert.InRange(result.Clients["web"].Attempts!.Value, 6, 9);
        Assert.Equal(result.Clients["web"].Arrivals - result.Clients["web"].Attempts,
            result.Clients["web"].Outcomes["circuit_open"]);
        Assert.Equal(0, result.Clients["web"].Outcomes[ClientResult.Ok]);
    }

    [Fact]
    public void GoodputIsCountedInTheIntervalOfTheEnd()
    {
        var result = new Sketch
        {
            Steps = [Sketch.Wait(1_500)],
            Arrival = Sketch.Batch(3, 100, firstSeconds: 1),
            Seconds = 5,
        }.Run();
        var client = result.Clients["web"];
        Assert.Equal([0, 3, 0, 0, 0], client.ArrivalSeries);
        Assert.Equal([0, 0, 3, 0, 0], client.EndSeries[ClientResult.Ok]);
        Assert.Equal(client.ArrivalSeries, client.AttemptSeries);
        Assert.Null(client.Attempts);
    }
}
