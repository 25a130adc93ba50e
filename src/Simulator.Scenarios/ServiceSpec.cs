using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A workload: its pods, what they may use, and what a request to it costs.</summary>
public sealed record ServiceSpec
{
    /// <summary>The node pool its pods run on.</summary>
    public required string Node { get; init; }

    public int Replicas { get; init; } = 1;

    public ResourcesSpec Resources { get; init; } = new();

    /// <summary>
    /// cfs_burst_us of the container, at most its quota; the kubelet cannot set it (kubernetes#104516).
    /// </summary>
    public Duration CpuBurst { get; init; } = Duration.Zero;

    /// <summary>Offset of the period grid of every group of the service; null: random for each group.</summary>
    public Duration? Phase { get; init; }

    public RoutingPolicy Routing { get; init; } = RoutingPolicy.Random;

    public required RuntimeSpec Runtime { get; init; }

    public QueueSpec Queue { get; init; } = new();

    /// <summary>Namespace, dnsPolicy and the other keys about names stand flat among the service's.</summary>
    public PodDnsSpec Dns { get; init; } = new();

    /// <summary>command, the probes, strategy and the other keys about a pod's life stand flat too.</summary>
    public PodLifecycleSpec Lifecycle { get; init; } = new();

    /// <summary>Of database connections, in each pod.</summary>
    public NameMap<PoolSpec> Pools { get; init; } = NameMap.Empty<PoolSpec>();

    /// <summary>What each container does by itself.</summary>
    public NameMap<TimerSpec> Timers { get; init; } = NameMap.Empty<TimerSpec>();

    public required NameMap<EndpointSpec> Endpoints { get; init; }

    private static ScalarShape<RoutingPolicy> RoutingShape { get; } = Is.OneOf(
        ("random", RoutingPolicy.Random),
        ("round-robin", RoutingPolicy.RoundRobin),
        ("least-requests", RoutingPolicy.LeastRequests),
        ("power-of-two", RoutingPolicy.PowerOfTwo));

    internal static ObjectShape<ServiceSpec> Shape { get; } = new(
        "service",
        "A workload: its pods, what they may use, and what a request to it costs.",
        f => new ServiceSpec
        {
            Node = f.Optional(
                "node", References.NodePool, f.FirstOf("nodes"),
                at => new ScalarNode(at, f.FirstOf("nodes"), isPlain: false, Defaults.Origin),
                "The node pool its pods run on. Default: the first."),
            Replicas = f.Optional(
                "replicas", Is.Int(1, 10_000, "each pod is simulated thread by thread"), 1, "Number of pods."),
            Resources = f.Section(
                "resources", ResourcesSpec.Shape, "Requests and limits of the container, as in a pod's spec."),
            CpuBurst = f.Optional(
                "cpuBurst", Amount.Duration, Duration.Zero,
                "cpu.max.burst: unused quota that may be saved up, at most one quota. "
                    + "The kubelet cannot set it (kubernetes#104516)."),
            Phase = f.MaybeValue(
                "phase", Amount.Duration,
                "Fixes the offset of the quota's period grid. Default: random for each group, as in Linux since 6.4."),
            Routing = f.Optional(
                "routing", RoutingShape, RoutingPolicy.Random,
                "How requests choose a pod. kube-proxy's iptables mode is random."),
            Runtime = RuntimeSpec.Bind(f, out var runtime),
            Queue = f.Section("queue", QueueSpec.Shape, "The requests that wait for a thread of one pod."),
            Dns = PodDnsSpec.Bind(f, out var image),
            Lifecycle = PodLifecycleSpec.Bind(f, image, runtime),
            Pools = f.Section(
                "pools",
                new MapShape<PoolSpec>(References.Pool) { Of = "pools", AtMost = 100 },
                "Pools of database connections in each pod, by name: pg: {library: node-postgres}."),
            Timers = f.Section(
                "timers",
                new MapShape<TimerSpec>(TimerSpec.Shape) { Of = "timers", AtMost = 100 },
                "What each container does by itself, by name: outbox: {endpoint: poll, every: 5s}."),
            Endpoints = f.Required(
                "endpoints",
                new MapShape<EndpointSpec>(EndpointSpec.Shape)
                {
                    Of = "endpoints",
                    AtLeast = 1,
                    AtMost = 100,
                    Reserved = [Names.OfLookups, Names.OfPools],
                },
                "What can be called, by name."),
        });
}

/// <summary>How requests choose among a service's pods. Default: random, as kube-proxy's iptables mode does.</summary>
public enum RoutingPolicy
{
    Random,
    RoundRobin,
    LeastRequests,

    /// <summary>The less loaded of two pods drawn at random.</summary>
    PowerOfTwo,
}

/// <summary>The requests that wait for a thread of one pod.</summary>
public sealed record QueueSpec
{
    /// <summary>Requests beyond it are rejected; null: without bound.</summary>
    public int? Capacity { get; init; }

    /// <summary>Requests that wait longer are answered without any work; null: however long it takes.</summary>
    public Duration? Timeout { get; init; }

    internal static ObjectShape<QueueSpec> Shape { get; } = new(
        "queue",
        "The requests that wait for a thread of one pod.",
        f => new QueueSpec
        {
            Capacity = f.MaybeValue(
                "capacity", Is.Int(0, 10_000_000),
                "Requests that find so many waiting are rejected. Default: no bound."),
            Timeout = f.MaybeValue(
                "timeout", Amount.PositiveDuration,
                "A request that has waited longer when a thread gets to it is answered at once (shed), unserved. "
                    + "Default: never."),
        });
}
