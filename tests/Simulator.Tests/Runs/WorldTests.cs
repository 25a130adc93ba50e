using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class WorldTests
{
    private static readonly Sketch Loaded = new()
    {
        Replicas = 2,
        Steps = [Sketch.ExponentialCpu(8)],
        Arrival = Sketch.Poisson(60),
        Routing = RoutingPolicy.Random,
    };

    [Fact]
    public void ALimitChangesNobodysArrivalsWorkOrRoutes()
    {
        var free = Loaded.Run().Requests.ToDictionary(r => r.Number);
        var limited = (Loaded with { Limit = 300 }).Run().Requests.Where(r => r.Outcome == ClientResult.Ok).ToArray();
        Assert.All(limited, r => Assert.Equal(
            (r.At, r.Pod, r.CpuTime), (free[r.Number].At, free[r.Number].Pod, free[r.Number].CpuTime)));
        Assert.Contains(limited, r => r.Latency > free[r.Number].Latency);
    }

    [Fact]
    public void OneMoreServiceWithItsClientShiftsNobodysDraws()
    {
        var scenario = Loaded.Build();
        var more = scenario with
        {
            Services = NameMap.Of(("aaa", Loaded.Service), ("api", scenario.Services["api"])),
            Clients = NameMap.Of(
                ("aaa", Loaded.Client with { Target = new EndpointRef("aaa", "get") }), ("web", Loaded.Client)),
        };
        var world = WorldBuilder.Build(more, 0, keepRequests: true);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        var there = world.Finish().Requests.Where(r => r is { Client: "web", Outcome: ClientResult.Ok })
            .ToDictionary(r => r.Number);
        var alone = Loaded.Run().Requests.Where(r => there.ContainsKey(r.Number) && r.Outcome == ClientResult.Ok);
        Assert.All(alone, r => Assert.Equal((r.At, r.CpuTime), (there[r.Number].At, there[r.Number].CpuTime)));
    }

    [Fact]
    public void ReplicationsDifferAndTheSameReplicationDoesNot()
    {
        var scenario = Loaded.Build();
        Assert.Equal(Requests(scenario, 0), Requests(scenario, 0));
        Assert.NotEqual(Requests(scenario, 0), Requests(scenario, 1));
    }

    [Fact]
    public void AContainerHasTheKubeletsQuotaAndWeight()
    {
        var pod = WorldBuilder.Build((Loaded with { Limit = 300 }).Build(), 0).Services[0].Pods[0];
        Assert.Equal(new CfsQuota(Ms(30), Ms(100), Duration.Zero), pod.Container!.Group.Quota);
        Assert.Equal(102, pod.Container!.Group.Weight);
    }

    [Fact]
    public void WithoutQuotaEnforcementALimitIsOnlyARequest()
    {
        var scenario = (Loaded with { Limit = 300 }).Build();
        var kubelet = new KubeletSpec { CpuCFSQuota = false };
        var nodes = NameMap.Of(("worker", new NodePoolSpec { Cpus = 4, Kubelet = kubelet }));
        Assert.Null(WorldBuilder.Build(scenario with { Nodes = nodes }, 0).Services[0].Pods[0].Container!.Group.Quota);
    }

    [Fact]
    public void PodsTakeTurnsOnTheNodes()
    {
        var placement = Placement.Of(new Sketch { Nodes = 3, Replicas = 7 }.Build());
        Assert.Equal([0, 1, 2, 0, 1, 2, 0], placement.NodesOf("api"));
    }

    [Fact]
    public void PodsThatFitNowhereAreRefusedWithTheArithmetic()
    {
        // 100m each, ten to a CPU: 20 fit on two nodes of one CPU.
        var scenario = new Sketch { Nodes = 2, Cpus = 1, Replicas = 21 }.Build();
        var problem = Assert.Single(Assert.Throws<ScenarioException>(() => WorldBuilder.Build(scenario, 0)).Problems);
        Assert.Equal("services.api.replicas", problem.Path);
        Assert.Equal(
            "20 of 21 pods fit: each requests 100m CPU, and the most that is left on one of the 2 nodes of worker is " +
            "0 of 1 allocatable.",
            problem.Message);
    }

    [Fact]
    public void WarmUpIsCutByTheIntendedArrivalAndStaysInTheSeries()
    {
        var result = new Sketch { Warmup = 4, Steps = [Sketch.Wait(1_500)], Arrival = Sketch.Even(2) }.Run();

        // 0.5, 1.0 … 9.5 s arrive; 4.0 … 9.5 count; those of 3.0 and 3.5 end after warm-up and do not.
        Assert.Equal(12, result.Clients["web"].Arrivals);
        Assert.Equal(12, result.Latencies["web.latency"].Measured.Count);
        Assert.Equal([1, 2, 2, 2, 2, 2, 2, 2, 2, 2], result.Latencies["web.latency"].Series.Select(h => h!.Count));

        // The last one to end does so at the very end, which belongs to the last second.
        Assert.Equal([0, 0, 2, 2, 2, 2, 2, 2, 2, 3], result.Services["api"].Completed);
    }

    [Fact]
    public void TheCountersOfTheIntervalsAddUpToTheContainers()
    {
        var scenario = (Loaded with { Limit = 300, Seconds = 7.5 }).Build();
        var world = WorldBuilder.Build(scenario, 0);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        var cpu = world.Finish().Services["api"].Pods[0].Cpu;
        var whole = world.Services[0].Pods[0].ReadCpu();
        Assert.Equal(8, cpu.Length);
        Assert.Equal(whole.UsageNs, cpu.Sum(c => c.UsageNs));
        Assert.Equal(whole.NrPeriods, cpu.Sum(c => c.NrPeriods));
        Assert.Equal(whole.NrThrottled, cpu.Sum(c => c.NrThrottled));
        Assert.Equal(whole.ThrottledNs, cpu.Sum(c => c.ThrottledNs));
        Assert.True(whole.NrThrottled > 10);
    }

    [Theory]
    [InlineData(3_600, 1, 1, 3_600)]
    [InlineData(3_601, 1, 2, 1_801)]
    [InlineData(86_400, 1, 30, 2_880)]
    [InlineData(300, 10_000, 5, 60)]
    public void ALongRunOrManyPodsHaveLongerIntervals(double seconds, int pods, double interval, int count)
    {
        var plan = new MeasuringPlan(Duration.Zero, Duration.FromSeconds(seconds), pods);
        Assert.Equal((Duration.FromSeconds(interval), count), (plan.Interval, plan.Intervals));
    }

    private static ImmutableArray<RequestRow> Requests(Scenario scenario, int replication)
    {
        var world = WorldBuilder.Build(scenario, replication, keepRequests: true);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        return world.Finish().Requests;
    }

    private static Duration Ms(double ms) => Duration.FromMilliseconds(ms);
}
