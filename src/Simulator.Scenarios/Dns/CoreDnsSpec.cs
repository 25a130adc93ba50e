using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>CoreDNS as the Deployment of kube-system.</summary>
public sealed record CoreDnsSpec
{
    public int Replicas { get; init; } = 2;

    /// <summary>The node pool its pods run on; null: the first.</summary>
    public string? Node { get; init; }

    public ResourcesSpec Resources { get; init; } = new();

    /// <summary>17,700 queries/s per core (coredns/deployment, Scaling_CoreDNS.md).</summary>
    public Duration CpuPerQuery { get; init; } = Duration.FromMicroseconds(56);

    /// <summary>The kubernetes plugin's ttl: of records of services, and of their absence.</summary>
    public Duration KubernetesTtl { get; init; } = Duration.FromSeconds(30);

    public DnsCacheSpec Cache { get; init; } = new();

    public bool Autopath { get; init; }

    /// <summary>forward's max_concurrent: queries above it are answered REFUSED.</summary>
    public int MaxConcurrent { get; init; } = 1000;

    private static CoreDnsSpec Default { get; } = new();

    /// <summary>One query's CPU time, of CoreDNS wherever it runs.</summary>
    internal static ScalarShape<Duration> CpuPerQueryShape { get; } = Amount.DurationBetween(
        new Duration(1), Duration.FromSeconds(1), "is not between 1ns and 1s");

    internal static ObjectShape<CoreDnsSpec> Shape { get; } = new(
        "coredns",
        "CoreDNS as the Deployment of kube-system.",
        f => new CoreDnsSpec
        {
            Replicas = f.Optional(
                "replicas", Is.Int(1, 1000, "each pod is simulated thread by thread"), Default.Replicas,
                "Number of pods; EKS has 2."),
            Node = f.Optional(
                "node", References.NodePool, f.FirstOf("nodes"),
                at => new ScalarNode(at, f.FirstOf("nodes"), isPlain: false, Defaults.Origin),
                "The node pool its pods run on. Default: the first."),
            Resources = f.Section(
                "resources", ResourcesSpec.Shape, "Requests and limits of the container, as in a pod's spec."),
            CpuPerQuery = f.Optional(
                "cpuPerQuery", CpuPerQueryShape, Default.CpuPerQuery,
                "CPU time of one query: 17,700 queries a second and core (coredns/deployment, Scaling_CoreDNS.md)."),
            KubernetesTtl = f.Optional(
                "kubernetesTtl", Amount.Seconds(3600), Default.KubernetesTtl,
                "The kubernetes plugin's ttl: of the cluster's records, and of their absence."),
            Cache = f.Section("cache", DnsCacheSpec.Shape, "The cache plugin."),
            Autopath = f.Optional(
                "autopath", Is.Bool, Default.Autopath,
                "true: the server walks the search list itself and answers the first query (the autopath plugin)."),
            MaxConcurrent = f.Optional(
                "maxConcurrent", Is.Int(1, 1_000_000), Default.MaxConcurrent,
                "The forward plugin's max_concurrent: queries above it are answered REFUSED."),
        });
}

/// <summary>The cache plugin: the longest time an answer is kept, and how many.</summary>
public sealed record DnsCacheSpec
{
    /// <summary>At most; zero: successes are not kept.</summary>
    public Duration Success { get; init; } = Duration.FromSeconds(30);

    /// <summary>At most; zero: denials are not kept.</summary>
    public Duration Denial { get; init; } = Duration.FromSeconds(30);

    /// <summary>Entries of each kind.</summary>
    public int Capacity { get; init; } = 9984;

    private static DnsCacheSpec Default { get; } = new();

    internal static ObjectShape<DnsCacheSpec> Shape { get; } = new(
        "dnsCache",
        "CoreDNS's cache plugin.",
        f => new DnsCacheSpec
        {
            Success = f.Optional(
                "success", Amount.Seconds(86_400), Default.Success,
                "Longest time that an answer is kept, whatever its TTL; 0s: not at all."),
            Denial = f.Optional(
                "denial", Amount.Seconds(86_400), Default.Denial,
                "Longest time that NXDOMAIN and NODATA are kept; 0s: not at all."),
            Capacity = f.Optional(
                "capacity", Is.Int(1, 1_000_000, "each entry is simulated"), Default.Capacity, "Entries of each kind."),
        });
}
