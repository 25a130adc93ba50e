using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A service gets another number of pods.</summary>
public sealed record ScaleEventSpec : EventSpec
{
    public required string Service { get; init; }

    /// <summary>0 to 10 000.</summary>
    public required int Replicas { get; init; }

    internal static new ObjectShape<ScaleEventSpec> Shape { get; } = new(
        "scale",
        "A service gets another number of pods.",
        f => new ScaleEventSpec
        {
            Service = f.Required("service", References.Service, "Whose pods."),
            Replicas = f.Required(
                "replicas", Is.Int(0, 10_000, "each pod is simulated thread by thread"), "How many it has then."),
        });
}

/// <summary>Pods are deleted; their Deployment replaces them.</summary>
public sealed record KillPodsEventSpec : EventSpec
{
    public required string Service { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>As of kubectl delete; 0: SIGKILL at once.</summary>
    public int GracePeriodSeconds { get; init; }

    internal static new ObjectShape<KillPodsEventSpec> Shape { get; } = new(
        "killPods",
        "Pods are deleted; their Deployment replaces them.",
        f => new KillPodsEventSpec
        {
            Service = f.Required("service", References.Service, "Whose pods."),
            Count = f.Optional("count", CountShape, 1, "How many pods."),
            GracePeriodSeconds = f.Optional(
                "gracePeriodSeconds", Is.Int(0, 86_400), 0,
                "In place of the pod's own grace; 0: SIGKILL at once, as with kubectl delete --force."),
        });
}

/// <summary>Containers crash; the kubelet restarts them, later and later.</summary>
public sealed record KillContainersEventSpec : EventSpec
{
    public required string Service { get; init; }

    public int Count { get; init; } = 1;

    internal static new ObjectShape<KillContainersEventSpec> Shape { get; } = new(
        "killContainers",
        "Containers crash; the kubelet restarts them, later and later.",
        f => new KillContainersEventSpec
        {
            Service = f.Required("service", References.Service, "Whose containers."),
            Count = f.Optional("count", CountShape, 1, "Of how many pods."),
        });
}

/// <summary>Nodes are gone from one moment to the next, with all that ran there.</summary>
public sealed record LoseNodeEventSpec : EventSpec
{
    /// <summary>The name of their pool.</summary>
    public required string Node { get; init; }

    public int Count { get; init; } = 1;

    internal static new ObjectShape<LoseNodeEventSpec> Shape { get; } = new(
        "loseNode",
        "Nodes are gone from one moment to the next, with all that ran there.",
        f => new LoseNodeEventSpec
        {
            Node = f.Required("node", References.NodePool, "The pool they are of."),
            Count = f.Optional("count", CountShape, 1, "How many of its nodes."),
        });
}
