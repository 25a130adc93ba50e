using System.Collections.Immutable;

namespace Simulator.Models.Dns.Kubelet;

/// <summary>Name servers, search domains and options: a pod's dnsConfig, or a node's own resolv.conf.</summary>
public sealed record DnsConfig
{
    public ImmutableArray<string> Nameservers { get; init; } = [];

    public ImmutableArray<string> Searches { get; init; } = [];

    /// <summary>Such as <c>ndots</c> with <c>2</c>; the value is null where the name alone is the option.</summary>
    public ImmutableArray<(string Name, string? Value)> Options { get; init; } = [];
}
