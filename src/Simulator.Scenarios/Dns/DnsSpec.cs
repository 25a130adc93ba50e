using Simulator.Kernel;

namespace Simulator.Scenarios;

/// <summary>The name servers of the cluster and behind it, and the way to them.</summary>
public sealed record DnsSpec
{
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>Full names, or globs with <c>*</c>, and what is known of them; the first that fits counts.</summary>
    public NameMap<DnsHostSpec> Hosts { get; init; } = NameMap.Empty<DnsHostSpec>();

    public DnsNetworkSpec Network { get; init; } = new();

    /// <summary>The cluster's name server, behind the service address that kubelets write into resolv.conf.</summary>
    public CoreDnsSpec CoreDns { get; init; } = new();

    /// <summary>A cache on every node; null: there is none.</summary>
    public NodeLocalDnsSpec? NodeLocal { get; init; }

    public UpstreamDnsSpec Upstream { get; init; } = new();
}

/// <summary>What the servers say to one name.</summary>
public sealed record DnsHostSpec
{
    public DnsHostAnswer Answer { get; init; } = DnsHostAnswer.Address;

    /// <summary>There is an AAAA record too.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Of the answer or, for NODATA and NXDOMAIN, of the SOA that comes with it.</summary>
    public Duration Ttl { get; init; } = Duration.FromSeconds(60);
}

/// <summary>The kinds of answers.</summary>
public enum DnsHostAnswer
{
    Address,

    /// <summary>The name exists, without an address.</summary>
    NoData,
    NxDomain,
    ServFail,
    Refused,

    /// <summary>The servers of that zone are silent: a resolver that asks them times out.</summary>
    Silence,
}

/// <summary>The way from a pod to the cluster's name server.</summary>
public sealed record DnsNetworkSpec
{
    /// <summary>Of a query and its reply.</summary>
    public DistributionSpec<Duration> Rtt { get; init; } = DistributionSpec.Constant(Duration.FromMicroseconds(500));

    /// <summary>Share of queries that are lost on the way there or back, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>
    /// How often, 0 to 1, the second of two queries from one new socket is lost in conntrack (kubernetes#56903).
    /// </summary>
    public double ConntrackRace { get; init; }
}

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
}

/// <summary>NodeLocal DNSCache: a CoreDNS on every node, past conntrack.</summary>
public sealed record NodeLocalDnsSpec
{
    public ResourcesSpec Resources { get; init; } = new();

    public Duration CpuPerQuery { get; init; } = Duration.FromMicroseconds(56);

    /// <summary>From a pod to the cache on its node.</summary>
    public Duration Rtt { get; init; } = Duration.FromMicroseconds(50);
}

/// <summary>The resolver outside the cluster, such as the VPC's, which recurses.</summary>
public sealed record UpstreamDnsSpec
{
    /// <summary>From a query to its answer.</summary>
    public DistributionSpec<Duration> Latency { get; init; } =
        DistributionSpec.Constant(Duration.FromMilliseconds(2));

    /// <summary>Of each network interface; what is above is dropped without a word (AWS: 1,024).</summary>
    public int PacketsPerSecond { get; init; } = 1024;

    /// <summary>Share of queries lost on the way there or back, 0 to 1.</summary>
    public double Loss { get; init; }
}
