using System.Collections.Immutable;

namespace Simulator.Models.Dns;

/// <summary>What a name server said to one query.</summary>
public sealed record DnsReply
{
    public required DnsRcode Rcode { get; init; }

    /// <summary>Addresses of the type asked for.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>An alias is in the answer section; alone it counts as an answer to glibc, but gives no
    /// address.</summary>
    public bool HasAlias { get; init; }

    /// <summary>The TC bit.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Neither authoritative nor recursive: with nothing in it, a server that does not know the
    /// zone.</summary>
    public bool IsLame { get; init; }

    public bool HasAnswer => HasAlias || !Addresses.IsEmpty;

    /// <summary>NOERROR with an empty answer section.</summary>
    public bool IsNoData => Rcode == DnsRcode.NoError && !HasAnswer;
}
