using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;
using Simulator.Models.Dns.Kubelet;

namespace Simulator.Scenarios;

/// <summary>The name servers of the cluster and behind it, and the way to them.</summary>
public sealed record DnsSpec
{
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The kubelet's clusterDNS: what pods have as their name server.</summary>
    public string ClusterIp { get; init; } = PodResolvConf.DefaultClusterIp;

    /// <summary>
    /// Full names, or globs with <c>*</c>, and what is known of them; an exact name counts, then the first glob.
    /// </summary>
    public NameMap<DnsHostSpec> Hosts { get; init; } = NameMap.Empty<DnsHostSpec>();

    public DnsNetworkSpec Network { get; init; } = new();

    /// <summary>The cluster's name server, behind the service address that kubelets write into resolv.conf.</summary>
    public CoreDnsSpec CoreDns { get; init; } = new();

    /// <summary>A cache on every node; null: there is none.</summary>
    public NodeLocalDnsSpec? NodeLocal { get; init; }

    public UpstreamDnsSpec Upstream { get; init; } = new();

    private static DnsSpec Default { get; } = new();

    internal static ObjectShape<DnsSpec> Shape { get; } = new(
        "dns",
        "The name servers of the cluster and behind it, and the way to them.",
        f => new DnsSpec
        {
            ClusterDomain = f.Optional(
                "clusterDomain", HostText.Domain, Default.ClusterDomain, "The kubelet's clusterDomain."),
            ClusterIp = f.Optional(
                "clusterIP", HostText.Address, Default.ClusterIp,
                "Address of the service kube-dns, such as EKS's 172.20.0.10. Other addresses are outside."),
            Hosts = f.Section(
                "hosts",
                new MapShape<DnsHostSpec>(DnsHostSpec.Shape)
                {
                    Of = "hosts",
                    AtMost = 10_000,
                    KeyPattern = HostText.GlobPattern,
                    KeyMistake = HostText.GlobMistake,
                    AllowsExtensions = false,
                },
                "What is known of names, in full or as globs such as *.corp.example; "
                    + "an exact one counts, then the first glob."),
            Network = f.Section("network", DnsNetworkSpec.Shape, "The way from a pod to the cluster's name server."),
            CoreDns = f.Section(
                "coredns", CoreDnsSpec.Shape, "The cluster's name server, a Deployment of kube-system."),
            NodeLocal = f.Maybe(
                "nodeLocal", NodeLocalDnsSpec.Shape, "NodeLocal DNSCache on every node; {} deploys it as it comes."),
            Upstream = f.Section(
                "upstream", UpstreamDnsSpec.Shape, "The resolver outside the cluster, such as the VPC's."),
        });
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

    private static DnsNetworkSpec Default { get; } = new();

    internal static ObjectShape<DnsNetworkSpec> Shape { get; } = new(
        "dnsNetwork",
        "The way from a pod to the cluster's name server.",
        f => new DnsNetworkSpec
        {
            Rtt = f.Optional(
                "rtt", Chance.Duration, Default.Rtt, at => Chance.Constant(Default.Rtt, at),
                "Of a query and its reply: a time, {p50, p99}, or a distribution by name."),
            Loss = f.Optional(
                "loss", Amount.Ratio, Default.Loss, "Share of queries that are lost on the way there or back."),
            ConntrackRace = f.Optional(
                "conntrackRace", Amount.Ratio, Default.ConntrackRace,
                "How often the second of two queries from one new socket is lost in conntrack (kubernetes#56903)."),
        });
}
