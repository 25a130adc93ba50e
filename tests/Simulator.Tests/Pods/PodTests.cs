using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Pods;

public class PodTests
{
    [Theory]
    [InlineData(6, 6, 15)] // A task for each thread, a CPU for each.
    [InlineData(4, 6, 30)] // Six tasks on four threads: two rounds.
    [InlineData(1, 6, 90)]
    [InlineData(8, 6, 15)]
    public void AParallelStepEndsWithItsLastTask(int threads, int parallelism, double expectedMs)
    {
        var result = new Sketch
        {
            Cpus = 8,
            Runtime = new RuntimeSpec { Threads = threads },
            Steps = [Sketch.Cpu(90, parallelism, "crypto")],
            Arrival = Sketch.Even(1),
        }.Run();
        var step = result.Latencies["api.get.crypto.latency"].Measured;
        Assert.Equal(Duration.FromMilliseconds(expectedMs), step.Max);
        Assert.Equal(Duration.FromMilliseconds(15), result.Latencies["api.get.crypto.task"].Measured.Max);
        Assert.Equal(step.Count * 6, result.Latencies["api.get.crypto.task"].Measured.Count);
    }

    [Fact]
    public void WorkThatCannotBeSplitEvenlyIsStillAllDone()
    {
        var result = new Sketch { Cpus = 8, Steps = [Sketch.Cpu(10.000001, 3)], Arrival = Sketch.Even(1) }.Run();
        Assert.Equal(9 * 10_000_001L, result.Services["api"].Pods[0].Cpu.Sum(c => c.UsageNs), 10.0);
    }

    [Fact]
    public void NodesEventLoopDoesOneThingAtATimeAndItsPoolTheRest()
    {
        // Three requests at once: 10 ms each on the loop one after the other, then 4 x 10 ms each on four pool threads.
        var result = new Sketch
        {
            Cpus = 8,
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Node },
            Steps = [Sketch.Cpu(10, name: "parse"), Sketch.Cpu(40, 4, "crypto")],
            Arrival = Sketch.Batch(3, 100, firstSeconds: 1),
        }.Run();
        Assert.Equal(Duration.FromMilliseconds(30), result.Latencies["api.get.parse.latency"].Measured.Max);
        Assert.Equal([20, 30, 40], result.Requests.Select(r => r.Latency.TotalMilliseconds));
    }

    [Fact]
    public void RequestsBeyondTheQueueAreRefusedAndThoseInItServed()
    {
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 2 },
            QueueCapacity = 3,
            Steps = [Sketch.Cpu(10)],
            Arrival = Sketch.Batch(10, 100, firstSeconds: 1),
        }.Run();
        Assert.Equal(5, result.Clients["web"].Outcomes[ClientResult.Ok]);
        Assert.Equal(5, result.Clients["web"].Outcomes[ClientResult.Rejected]);
        Assert.Equal(5, result.Latencies["web.latency"].Measured.Count);
    }

    [Fact]
    public void ARequestThatNeedsNoThreadIsNotRefused()
    {
        var sketch = new Sketch { QueueCapacity = 0, Steps = [Sketch.Wait(10)], Arrival = Sketch.Batch(9, 100, 1) };
        var result = sketch.Run();
        Assert.Equal(9, result.Clients["web"].Outcomes[ClientResult.Ok]);
    }

    [Fact]
    public void TheSharesOfARequestAddUpToItsLatencyAndEveryArrivalHasOneOutcome()
    {
        var sketches = Gen.Select(
            Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 8], Gen.OneOf<long?>(150, 500, 1500, null),
            Gen.Double[1, 60], Gen.Double[1, 30], Gen.OneOf<double?>(50, null), Gen.OneOf<int?>(0, 3, null));
        sketches.Sample(
            (cpus, threads, parallelism, limit, ms, rate, timeout, capacity) =>
            {
                var result = new Sketch
                {
                    Cpus = cpus,
                    Runtime = new RuntimeSpec { Threads = threads },
                    Limit = limit,
                    Steps = [Sketch.Cpu(ms, parallelism), Sketch.Wait(3), Sketch.ExponentialCpu(2)],
                    Arrival = Sketch.Poisson(rate),
                    TimeoutMs = timeout,
                    QueueCapacity = capacity,
                    Seconds = 5,
                }.Run();
                foreach (var r in result.Requests)
                {
                    Assert.Equal(r.ServerLatency, r.Time.Total);
                    foreach (var part in Enum.GetValues<TimePart>()) Assert.True(r.Time[part] >= Duration.Zero);
                    if (r.Outcome == "ok") Assert.Equal(Duration.Zero, r.Time[TimePart.Unfinished]);
                    Assert.True(r.Time[TimePart.Running] <= r.CpuTime, "one task's time is no more than all tasks'");
                }

                var client = result.Clients["web"];
                Assert.Equal(client.Arrivals, client.Outcomes.Values.Sum());
                Assert.Equal(client.Arrivals, result.Requests.Length);
                Assert.Equal(
                    result.Requests.CountBy(r => r.Outcome).OrderBy(c => c.Key, StringComparer.Ordinal),
                    client.Outcomes.Where(o => o.Value > 0)
                        .Select(o => new KeyValuePair<string, int>(o.Key, (int)o.Value)));
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public void ThrottledTimeIsSeenByTheRequestThatSuffersIt()
    {
        // 30 ms of work at 10 ms a period: at least two refills away.
        var result = new Sketch { Limit = 100, Steps = [Sketch.Cpu(30)], Arrival = Sketch.Even(1) }.Run();
        Assert.All(result.Requests.Where(r => r.Outcome == "ok"), r =>
        {
            Assert.InRange(r.Time[TimePart.Throttled].TotalMilliseconds, 90, 280);
            Assert.Equal(Duration.FromMilliseconds(30), r.Time[TimePart.Running]);
        });
    }

    [Fact]
    public void ARequestAllocatesNothingOnceTheRunIsWarm()
    {
        var scenario = new Sketch
        {
            Limit = 2_000,
            Steps = [Sketch.ExponentialCpu(1), Sketch.Wait(5)],
            Arrival = Sketch.Poisson(500),
            Seconds = 60,
        }.Build();
        var world = WorldBuilder.Build(scenario, 0);
        world.RunUntil(SimTime.Zero + Duration.FromSeconds(30), CancellationToken.None);
        var sent = world.Clients[0].Sent;
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.RunUntil(SimTime.Zero + Duration.FromSeconds(60), CancellationToken.None);
        var requests = world.Clients[0].Sent - sent;

        // What remains are the histograms of the seconds, some kilobytes each; and in debug builds, whose async
        // methods are classes, one object a request.
#if DEBUG
        const int most = 250;
#else
        const int most = 16;
#endif
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)requests;
        Assert.InRange(bytes, 0, most);
    }

    [Theory]
    [InlineData(500, 2)]
    [InlineData(2500, 3)]
    [InlineData(9000, 8)]
    [InlineData(null, 8)]
    public void GoFrom125RoundsTheLimitUpButTakesTwo(int? millicores, int threads) =>
        Assert.Equal(threads, RuntimeThreads.Go(seesLimit: true, 8, millicores / 1000.0).Threads);

    [Fact]
    public void GoBefore125SeesTheNodesCpus() =>
        Assert.Equal(8, RuntimeThreads.Go(seesLimit: false, 8, 0.5).Threads);

    [Theory]
    [InlineData(500, 1)]
    [InlineData(1500, 2)]
    [InlineData(9000, 8)]
    [InlineData(null, 8)]
    public void JvmAndDotnetRoundTheLimitUp(int? millicores, int threads)
    {
        Assert.Equal(threads, RuntimeThreads.Jvm(8, millicores / 1000.0).Threads);
        Assert.Equal(threads, RuntimeThreads.Dotnet(8, millicores / 1000.0).Threads);
    }

    [Theory]
    [InlineData("1.24", 8)]
    [InlineData("1.25", 2)]
    [InlineData("1.25.3", 2)]
    [InlineData(null, 2)]
    public void AScenariosVersionOfGoDecides(string? version, int threads)
    {
        var scenario = new Sketch
        {
            Cpus = 8,
            Limit = 500,
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Go, Version = version },
        }.Build();
        Assert.Equal(threads, WorldBuilder.Build(scenario, 0).Services[0].Pods[0].Container!.Runtime.Threads);
    }
}
