using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Recording;
using Simulator.Models.Routing;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// Fleets of services that roll out together or one after the other: pods that hold connections, old and new.
/// </summary>
/// <remarks>The section is arithmetic of the recorder's own, over pods that take 10 s to start.</remarks>
internal static class FleetTruth
{
    public const string Section = "fleet_arithmetic";

    private static readonly Duration Start = Duration.FromSeconds(10);

    public static List<TruthRow> Compare(JsonElement section)
    {
        var rows = new PoolRows(Section);
        foreach (var known in section.EnumerateArray())
        {
            double Number(string name) => known.Number(name) ?? 0;
            var each = Number("conns_per_pod");
            var (services, replicas) = ((int)Number("services"), (int)Number("replicas"));
            var (old, stagger) = (known.Text("old_pod") ?? "", Number("stagger_s"));
            var most = MostPods(services, replicas, Hold(old), Duration.FromSeconds(stagger));
            var name = $"{services} × {replicas} × {each}, {old}, every {stagger} s";
            rows.Add(name, "steady", Number("steady"), services * replicas * each, 0.5);
            rows.Relative(name, "peak", Number("peak"), most * each, 0.03);
        }

        return rows.Rows;
    }

    // From its deletion on; what it says of seconds comes last.
    private static Duration Hold(string old) =>
        Duration.FromSeconds(JsonFacts.NumberIn(old, @"([0-9.]+) s$") ?? 30);

    private static int MostPods(int services, int replicas, Duration hold, Duration stagger)
    {
        var sim = new Simulation();
        var plan = new MeasuringPlan(Duration.Zero, Duration.FromSeconds(1), 1);
        var node = new CpuNode(sim, 1, new KernelOptions());
        var (holding, most) = (services * replicas, 0);
        var pods = new PodOptions
        {
            Shutdown = new ShutdownPlan { Drains = true, EndsIdle = hold },
            Grace = hold * 2,
            Startup = [new Step { Kind = StepKind.Wait, Length = Distribution.Constant(Start) }],
            Probes = [new Probe { Kind = ProbeKind.Readiness, Period = Duration.FromSeconds(1) }],
        };
        for (var i = 0; i < services; i++)
        {
            var deployment = Deploy($"s{i}");
            deployment.StartLongAgo(Enumerable.Repeat(0, replicas));
            sim.Start(Roll(deployment, stagger * i));
        }

        sim.RunUntil(SimTime.Zero + (stagger * services) + Duration.FromSeconds(600));
        return most;

        Deployment Deploy(string name)
        {
            var now = Distribution.Constant(Duration.Zero);
            var options = new DeploymentOptions { Name = name, Replicas = replicas };
            var slice = new EndpointSlice(
                sim, new Service(name, LoadBalancing.Random, new IntervalCounts(plan)), now);
            return new Deployment(
                sim, options, new NodePool([node], long.MaxValue), slice,
                (place, changed) => new PodWorker(
                    sim, new Pod(place.Name, place.Generation, _ => NewContainer(place.Name)), pods, changed, Count),
                Count);
        }

        Container NewContainer(string name) =>
            new(sim, node.CreateGroup(name, null, 1024, Duration.Zero), new RuntimeThreads(1), queueCapacity: null);

        async SimTask Roll(Deployment deployment, Duration at)
        {
            await sim.Until(SimTime.Zero + Duration.FromSeconds(100) + at);
            deployment.Rollout();
        }

        // A new pod opens its connections when it is up, an old one holds them until it ends.
        void Count(PodEvent e)
        {
            if (e.Kind == PodEventKind.Listening) holding++;
            if (e.Kind == PodEventKind.Gone) holding--;
            most = Math.Max(most, holding);
        }
    }
}
