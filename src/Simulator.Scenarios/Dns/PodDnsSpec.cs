using System.Collections.Immutable;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Kubelet;

namespace Simulator.Scenarios;

/// <summary>How a service's pods find names: what Kubernetes writes into resolv.conf, and who reads it.</summary>
public sealed record PodDnsSpec
{
    public string Namespace { get; init; } = "default";

    public DnsPolicy DnsPolicy { get; init; } = DnsPolicy.ClusterFirst;

    public DnsConfigSpec DnsConfig { get; init; } = new();

    public bool HostNetwork { get; init; }

    /// <summary>A name of <see cref="ResolverProfile.All"/>; null: the runtime's.</summary>
    public string? Resolver { get; init; }

    public Libc Libc { get; init; } = Libc.Glibc;
}

/// <summary>The C library of the image.</summary>
public enum Libc
{
    Glibc,
    Musl123,
    Musl125,
}

/// <summary>A pod's dnsConfig, or a node's own resolv.conf.</summary>
public sealed record DnsConfigSpec
{
    public ImmutableArray<string> Nameservers { get; init; } = [];

    public ImmutableArray<string> Searches { get; init; } = [];

    public ImmutableArray<DnsOptionSpec> Options { get; init; } = [];
}

/// <summary>One of the options of resolv.conf, such as ndots with 2.</summary>
public sealed record DnsOptionSpec(string Name, string? Value);
