using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Recording;
using Simulator.Models.Routing;

namespace Simulator.Tests.Pods;

/// <summary>One Deployment on a pool of nodes, and all that happens to its pods.</summary>
internal sealed class Cluster
{
    public Cluster(DeploymentOptions options, PodOptions? pods = null, int nodes = 1, long allocatable = 100_000,
        double propagation = 0)
    {
        Plan = new MeasuringPlan(Duration.Zero, Duration.FromSeconds(3600), 1);
        Nodes = new NodePool(
            [.. Enumerable.Range(0, nodes).Select(_ => new CpuNode(Sim, 4, new KernelOptions()))], allocatable);
        Service = new Service(options.Name, LoadBalancing.Random, new IntervalCounts(Plan));
        var slice = new EndpointSlice(Sim, Service, Distribution.Constant(S(propagation)));
        Deployment = new Deployment(
            Sim, options, Nodes, slice,
            (place, changed) => new PodWorker(
                Sim, new Pod(place.Name, place.Generation, _ => NewContainer(place)), pods ?? new PodOptions(), changed,
                Events.Add),
            Events.Add);
    }

    public Simulation Sim { get; } = new();

    public MeasuringPlan Plan { get; }

    public NodePool Nodes { get; }

    public Service Service { get; }

    public Deployment Deployment { get; }

    public List<PodEvent> Events { get; } = [];

    public static Duration S(double seconds) => Duration.FromSeconds(seconds);

    public static DeploymentOptions Of(int replicas) => new()
    {
        Name = "shop",
        Replicas = replicas,
    };

    public static PodOptions StartsIn(double seconds) => new()
    {
        Startup = [new Step { Kind = StepKind.Wait, Length = Distribution.Constant(S(seconds)) }],
        Probes = [new Probe { Kind = ProbeKind.Readiness, Period = S(1) }],
    };

    public Cluster Started(int? replicas = null)
    {
        Deployment.StartLongAgo(Enumerable.Range(0, replicas ?? Deployment.Replicas).Select(i => i % Nodes.Nodes.Length));
        return this;
    }

    public void RunTo(double seconds) => Sim.RunUntil(SimTime.Zero + S(seconds));

    public int Count(PodEventKind kind) => Events.Count(e => e.Kind == kind);

    /// <summary>Seconds at which a thing happened, of one pod or of all.</summary>
    public ImmutableArray<double> Times(PodEventKind kind, string? pod = null) =>
        [.. Events.Where(e => e.Kind == kind && (pod is null || e.Pod == pod)).Select(e => (e.At - SimTime.Zero).TotalSeconds)];

    private Container NewContainer(PodPlace place)
    {
        var group = Nodes.Nodes[place.Node].CreateGroup(place.Name, null, 1024, Duration.Zero);
        return new Container(Sim, group, new RuntimeThreads(2), queueCapacity: null);
    }
}
