using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>NodeLocal DNSCache: a CoreDNS on every node, past conntrack.</summary>
public sealed record NodeLocalDnsSpec
{
    public ResourcesSpec Resources { get; init; } = new();

    public Duration CpuPerQuery { get; init; } = Duration.FromMicroseconds(56);

    /// <summary>From a pod to the cache on its node.</summary>
    public Duration Rtt { get; init; } = Duration.FromMicroseconds(50);

    private static NodeLocalDnsSpec Default { get; } = new();

    internal static ObjectShape<NodeLocalDnsSpec> Shape { get; } = new(
        "nodeLocalDns",
        "NodeLocal DNSCache: a CoreDNS on every node, past conntrack.",
        f => new NodeLocalDnsSpec
        {
            Resources = f.Section(
                "resources", ResourcesSpec.Shape, "Requests and limits of the container, as in a pod's spec."),
            CpuPerQuery = f.Optional(
                "cpuPerQuery", CoreDnsSpec.CpuPerQueryShape, Default.CpuPerQuery, "CPU time of one query."),
            Rtt = f.Optional(
                "rtt", Amount.Duration, Default.Rtt, "Of a query and its reply, between a pod and its node's cache."),
        });
}
