using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>A reply, shared by all who get it, and how long it may be kept.</summary>
/// <param name="Reply">What the stub resolver sees.</param>
/// <param name="Ttl">Of the record, or of the SOA that comes with a denial.</param>
public readonly record struct DnsAnswer(DnsReply Reply, Duration Ttl)
{
    private static readonly ImmutableArray<string> Ipv4 = ["192.0.2.10"];
    private static readonly ImmutableArray<string> Ipv6 = ["2001:db8::10"];

    /// <summary>NXDOMAIN or NODATA.</summary>
    public bool IsDenial => Reply.Rcode == DnsRcode.NxDomain || Reply.IsNoData;

    /// <summary>An address of that type; which one, is nobody's business here.</summary>
    public static DnsAnswer Address(RecordType type, Duration ttl) => new(
        new DnsReply { Rcode = DnsRcode.NoError, Addresses = type == RecordType.A ? Ipv4 : Ipv6 }, ttl);

    /// <summary>A reply without records.</summary>
    public static DnsAnswer Empty(DnsRcode rcode, Duration ttl) => new(new DnsReply { Rcode = rcode }, ttl);
}
