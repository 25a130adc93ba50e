using System.Collections.Immutable;
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

    public PodDnsSpec Dns { get; init; } = new();

    public required NameMap<EndpointSpec> Endpoints { get; init; }

    private static ScalarShape<RoutingPolicy> RoutingShape { get; } = Is.OneOf(
        ("random", RoutingPolicy.Random),
        ("round-robin", RoutingPolicy.RoundRobin),
        ("least-requests", RoutingPolicy.LeastRequests));

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
            Runtime = f.Required(
                "runtime",
                RuntimeSpec.Shape,
                "How many threads of a pod compete for CPU: {threads: 6} or {language: go}."),
            Queue = f.Section("queue", QueueSpec.Shape, "The requests that wait for a thread of one pod."),
            Endpoints = f.Required(
                "endpoints",
                new MapShape<EndpointSpec>(EndpointSpec.Shape) { Of = "endpoints", AtLeast = 1, AtMost = 100 },
                "What can be called, by name."),
        });
}

/// <summary>How requests choose among a service's pods. Default: random, as kube-proxy's iptables mode does.</summary>
public enum RoutingPolicy
{
    Random,
    RoundRobin,
    LeastRequests,
}

/// <summary>Requests and limits of the container, as in a pod's spec.</summary>
public sealed record ResourcesSpec
{
    public ResourceListSpec Requests { get; init; } = new();

    public ResourceListSpec Limits { get; init; } = new();

    internal static ObjectShape<ResourcesSpec> Shape { get; } = new(
        "resources",
        "Requests and limits of the container, as in a pod's spec.",
        f =>
        {
            var resources = new ResourcesSpec
            {
                Requests = f.Section(
                    "requests", ResourceListSpec.Requested, "What the scheduler reserves; it sets the CPU weight."),
                Limits = f.Section("limits", ResourceListSpec.Limit, "What the container may use at most."),
            };
            f.Check(
                () => resources is not { Requests.Cpu: { } request, Limits.Cpu: { } limit }
                    || request.CompareTo(limit) <= 0,
                "requests", "out-of-range",
                () => $"requests {resources.Requests.Cpu} of CPU, more than the limit, {resources.Limits.Cpu}; "
                    + "Kubernetes refuses that");
            return resources;
        });
}

/// <summary>Amounts by resource; null where none is given. Memory is carried, not modelled.</summary>
public sealed record ResourceListSpec
{
    public CpuQuantity? Cpu { get; init; }

    public Bytes? Memory { get; init; }

    internal static ObjectShape<ResourceListSpec> Requested { get; } = Of("requests", Amount.Cpu);

    internal static ObjectShape<ResourceListSpec> Limit { get; } = Of(
        "limits", Amount.CpuAtLeast(1, "as a limit would stop the container for good: remove the key for no limit"));

    private static ObjectShape<ResourceListSpec> Of(string name, ScalarShape<CpuQuantity> cpu) => new(
        name,
        "Amounts by resource.",
        f => new ResourceListSpec
        {
            Cpu = f.MaybeValue(
                "cpu", cpu, "Such as 500m or 0.5. The kubelet makes a quota of a limit, at least 1 ms a period."),
            Memory = f.MaybeValue("memory", Amount.Bytes, "Carried along; memory is not modelled."),
        });
}

/// <summary>The requests that wait for a thread of one pod.</summary>
public sealed record QueueSpec
{
    /// <summary>Requests beyond it are rejected; null: without bound.</summary>
    public int? Capacity { get; init; }

    internal static ObjectShape<QueueSpec> Shape { get; } = new(
        "queue",
        "The requests that wait for a thread of one pod.",
        f => new QueueSpec
        {
            Capacity = f.MaybeValue(
                "capacity", Is.Int(0, 10_000_000),
                "Requests that find so many waiting are rejected. Default: no bound."),
        });
}

/// <summary>What a request to this endpoint does, step after step.</summary>
public sealed record EndpointSpec
{
    /// <summary>At least one.</summary>
    public required ImmutableArray<StepSpec> Steps { get; init; }

    internal static ObjectShape<EndpointSpec> Shape { get; } = new(
        "endpoint",
        "What a request to this endpoint does, step after step.",
        f =>
        {
            var endpoint = new EndpointSpec
            {
                Steps = f.Required(
                    "steps",
                    new ListShape<StepSpec>(StepSpec.Shape) { Of = "steps", AtLeast = 1, AtMost = 100 },
                    "In order; each is {cpu: …} or {wait: …}."),
            };
            f.Check(
                () => endpoint.Steps.Where(s => s.Name is not null).GroupBy(s => s.Name).All(g => g.Count() == 1),
                "steps", "duplicate-name",
                () => "two steps have the same name; metrics are named by it");
            return endpoint;
        });
}

/// <summary>One step of a request.</summary>
public abstract record StepSpec
{
    private protected StepSpec()
    {
    }

    /// <summary>Unique in its endpoint; the step's metrics are named by it.</summary>
    public string? Name { get; init; }

    private const string NameDoc = "Gives the step metrics of its own, and a name for --set.";

    private static Shape<StepSpec> CpuStep { get; } = new ObjectShape<StepSpec>(
        "cpuStep",
        "Burns CPU time, and with it quota.",
        f => new CpuStepSpec
        {
            Name = f.Maybe("name", Is.Name, NameDoc),
            Cpu = f.Required(
                "cpu", Chance.Duration, "The step's whole CPU time: a time, {p50, p99}, or a distribution by name."),
            Parallelism = f.Optional(
                "parallelism", Is.Int(1, 1024, "no pod has so many threads"), 1,
                "Splits the CPU time evenly over so many threads; the step ends with the last."),
        });

    private static Shape<StepSpec> WaitStep { get; } = new ObjectShape<StepSpec>(
        "waitStep",
        "Waits without burning CPU.",
        f => new WaitStepSpec
        {
            Name = f.Maybe("name", Is.Name, NameDoc),
            Wait = f.Required("wait", Chance.Duration, "How long: a time, {p50, p99}, or a distribution by name."),
        });

    internal static Shape<StepSpec> Shape { get; } = new UnionShape<StepSpec>(
        "step", "One step of a request: CPU time, or waiting.", [CpuStep, WaitStep])
    {
        Choose = (node, path, cx) =>
        {
            if (node is not MapNode map)
            {
                cx.Error(
                    node,
                    "wrong-type",
                    path,
                    $"expected a step, {{cpu: 5ms}} or {{wait: 5ms}}, found {ReadContext.Kind(node)}");
                return null;
            }

            if (map.FindEntry("cpu") is not null && map.FindEntry("wait") is { } second)
            {
                cx.Error(second.KeyPosition, "one-of", path, "a step is either cpu or wait: make two steps of it");
                return null;
            }

            if (map.Find("wait") is not null) return WaitStep;
            return map.Find("cpu") is not null
                || map.Entries.Any(e => !Names.IsExtension(e.Key) && e.Key is not ("name" or "parallelism"))
                ? CpuStep
                : Missing(map, path, cx);
        },
    };

    private static Shape<StepSpec>? Missing(MapNode map, NodePath path, ReadContext cx)
    {
        cx.Error(map, "one-of", path, "a step needs cpu or wait");
        return null;
    }
}

/// <summary>Burns CPU time, and with it quota.</summary>
public sealed record CpuStepSpec : StepSpec
{
    /// <summary>The step's whole CPU time, split evenly over <see cref="Parallelism"/> threads.</summary>
    public required DistributionSpec<Duration> Cpu { get; init; }

    public int Parallelism { get; init; } = 1;
}

/// <summary>Resolves a name, and does nothing with it.</summary>
public record DnsStepSpec : StepSpec
{
    /// <summary>As the program gives it; each <c>*</c> in it stands for a number below <see cref="Names"/>.</summary>
    public required string Host { get; init; }

    /// <summary>How many different names it is, each as likely as the other.</summary>
    public int Names { get; init; } = 1;
}

/// <summary>Calls a host: resolves its name first unless the connection is open, then waits for the answer.</summary>
public sealed record CallStepSpec : DnsStepSpec
{
    /// <summary>From the request to the far side's answer.</summary>
    public required DistributionSpec<Duration> Latency { get; init; }

    /// <summary>Share of calls that find an open connection, 0 to 1.</summary>
    public double KeepAlive { get; init; }
}

/// <summary>Waits without burning CPU.</summary>
public sealed record WaitStepSpec : StepSpec
{
    public required DistributionSpec<Duration> Wait { get; init; }
}
