using CsCheck;
using Simulator.Benchmarks;
using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Models.Traffic;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class ClientAccountTests
{
    private const string Seed = "0000KOIKonp2";

    private static Duration Ms(double ms) => Duration.FromMilliseconds(ms);

    [Fact]
    public void WhateverBecomesOfACallItsPartsAddUpToItsLatency()
    {
        // Kills, rollouts, lost nodes, brown-outs, pools and retries: the worlds of the fuzz driver.
        var (calls, kinds) = (0L, new HashSet<string>());
        Gen.Int[0, 1_000_000].Sample(
            n =>
            {
                var scenario = ScenarioReader.ReadText(WorldFuzz.TextOf(11, n)).Scenario!;
                var world = WorldBuilder.Build(scenario, n, keepRequests: true);
                world.RunUntil(world.Plan.To, TestContext.Current.CancellationToken);
                Check(world.Finish(), ref calls, kinds);
            },
            seed: Seed, iter: 40, threads: 1);
        Assert.True(calls > 50_000, $"only {calls} calls");
        Assert.Superset(
            new HashSet<string>
            {
                "ok", "timeout", "unfinished", "connection_reset", "connection_refused", "database_error",
            },
            kinds);
    }

    [Fact]
    public void ThrottlingFullQueuesBreakersAndShedCallsKeepTheSum()
    {
        var (calls, kinds) = (0L, new HashSet<string>());
        Sketches.Sample(sketch => Check(sketch.Run(), ref calls, kinds), seed: Seed, iter: 150, threads: 1);
        Assert.True(calls > 5_000, $"only {calls} calls");
        Assert.Superset(
            new HashSet<string> { "ok", "timeout", "unfinished", "rejected", "shed", "circuit_open" }, kinds);
    }

    [Fact]
    public void WhatTheServerDoesAfterTheClientsTimeoutIsNotTheClientsTime()
    {
        // 40 ms in a step that ends, then 60 of the 500 ms of the next one.
        var row = Assert.Single(new Sketch
        {
            Steps = [Sketch.Cpu(40), Sketch.Wait(500)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 1),
            TimeoutMs = 100,
        }.Run().Requests);
        Assert.Equal(Ms(100), row.Latency);
        Assert.Equal(Ms(540), row.ServerLatency);
        Assert.Equal(Ms(40), row.ClientTime[TimePart.Running]);
        Assert.Equal(Ms(60), row.ClientTime[TimePart.Waited]);
    }

    [Fact]
    public void ATimeoutInTheMiddleOfACpuStepKnowsWhatItsThreadDid()
    {
        // 10 ms of quota in each 100 ms: 250 ms begin with one of them and meet two or three refills.
        var row = Assert.Single(new Sketch
        {
            Limit = 100,
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(400)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 1),
            TimeoutMs = 250,
        }.Run().Requests);
        Assert.Equal(Ms(250), row.ClientTime.Total);
        Assert.InRange(row.ClientTime[TimePart.Running].TotalMilliseconds, 29, 41);
        Assert.Equal(Ms(250), row.ClientTime[TimePart.Running] + row.ClientTime[TimePart.Throttled]);
    }

    [Fact]
    public void ARetriedCallIsItsEarlierAttemptsItsPausesAndItsLastAttempt()
    {
        // Two attempts of 100 ms in vain with 50 ms after each, and the third.
        var row = Assert.Single(new Sketch
        {
            Steps = [Sketch.Wait(1_000)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 1),
            AttemptTimeoutMs = 100,
            Retries = new RetryOptions
            {
                Max = 2,
                Backoff = new BackoffOptions { Base = Ms(50), Factor = 1, Jitter = Jitter.None },
            },
        }.Run().Requests);
        Assert.Equal(3, row.Attempts);
        Assert.Equal(Ms(400), row.Latency);
        Assert.Equal(Ms(200), row.ClientTime[TimePart.EarlierAttempts]);
        Assert.Equal(Ms(100), row.ClientTime[TimePart.Backoff]);
        Assert.Equal(Ms(100), row.ClientTime[TimePart.Waited]);
    }

    [Fact]
    public void WhatTheClientWaitedForAtTheEndOfTheRunIsNamed()
    {
        var row = Assert.Single(new Sketch
        {
            Steps = [Sketch.Wait(200), Sketch.Wait(5_000)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 9),
        }.Run().Requests);
        Assert.Equal("unfinished", row.Outcome);
        Assert.Equal(Ms(1_000), row.ClientTime[TimePart.Waited]);
    }

    private static void Check(ReplicationResult result, ref long calls, HashSet<string> kinds)
    {
        foreach (var row in result.Requests)
        {
            Assert.Equal(row.Latency, row.ClientTime.Total);
            foreach (var part in Enum.GetValues<TimePart>()) Assert.True(row.ClientTime[part] >= Duration.Zero);
            kinds.Add(row.Outcome);
            calls++;
        }

        foreach (var client in result.Clients.Keys)
        {
            var metric = MetricName.Of(client, "latency");
            Assert.Equal(result.Latencies[metric].Measured.Count, result.Breakdowns[metric].Count);
        }
    }

    [Fact]
    public void TheCourseOfTheSlowestIsItsAccountStretchByStretch()
    {
        Sketches.Sample(
            sketch =>
            {
                var scenario = sketch.Build();
                var result = sketch.Run();
                foreach (var worst in result.Breakdowns.Values.Select(b => b.Worst).OfType<WorstRequest>())
                {
                    var course = CourseRun.Of(scenario, 0, worst, TestContext.Current.CancellationToken);
                    var (at, sums) = (worst.At, new TimeAccount());
                    foreach (var s in course.Segments)
                    {
                        Assert.Equal(at, s.From);
                        at = s.To;
                        sums.Add(s.Part, s.To - s.From);
                    }

                    // An endpoint's worst may be cut short by the end of the run, and is told as it was then.
                    Assert.Equal(worst.Latency, sums.Total);
                    if (worst.Time[TimePart.Unfinished] > Duration.Zero) continue;
                    foreach (var part in Enum.GetValues<TimePart>())
                    {
                        var expected = part == TimePart.EarlierAttempts
                            ? Duration.Zero
                            : worst.Time[part] + worst.Earlier[part];
                        Assert.Equal(expected, sums[part]);
                    }
                }
            },
            // In the first world a call is refused at once, and times out in the pause that follows.
            seed: "8nNqR8DEK-25", iter: 60, threads: 1);
    }

    private static Gen<Sketch> Sketches =>
        from limit in Gen.Long[50, 2_000].Nullable(0.5)
        from threads in Gen.Int[1, 6]
        from cpu in Gen.Double[0.5, 60]
        from parallelism in Gen.Int[1, 8]
        from wait in Gen.Double[0, 80]
        from rate in Gen.Double[1, 60]
        from users in Gen.Int[1, 20].Nullable(0.7)
        from capacity in Gen.Int[0, 10].Nullable(0.6)
        from patience in Gen.Double[5, 300].Nullable(0.6)
        from timeout in Gen.Double[10, 1_000].Nullable(0.4)
        from attempt in Gen.Double[5, 300].Nullable(0.6)
        from retries in Gen.Int[0, 4].Nullable(0.5)
        from breaker in Gen.Int[1, 6].Nullable(0.6)
        select new Sketch
        {
            Limit = limit,
            Runtime = new RuntimeSpec { Threads = threads },
            Steps = [Sketch.Cpu(cpu, parallelism), Sketch.Wait(wait), Sketch.Cpu(1)],
            Arrival = Sketch.Poisson(rate),
            Concurrency = users,
            Think = DistributionSpec.Constant(Ms(20)),
            QueueCapacity = capacity,
            QueueTimeoutMs = patience,
            TimeoutMs = timeout,
            AttemptTimeoutMs = attempt,
            Retries = retries is { } most ? new RetryOptions { Max = most, Backoff = new BackoffOptions() } : null,
            CircuitBreaker = breaker is { } row
                ? new CircuitBreakerOptions { ConsecutiveFailures = row, BreakDuration = Ms(500) }
                : null,
            Seconds = 5,
            Warmup = 1,
        };
}
