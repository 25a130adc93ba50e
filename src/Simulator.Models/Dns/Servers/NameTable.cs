using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>All names that exist outside the cluster: what a resolver finds that asks their own servers.</summary>
public sealed class NameTable
{
    // As long as that of a name that is not said otherwise.
    private static readonly DnsAnswer Unknown = DnsAnswer.Empty(DnsRcode.NxDomain, Duration.FromSeconds(60));

    private readonly Dictionary<string, KnownName> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Pattern, KnownName Known)> _globs = [];

    /// <param name="name">A full name, with or without its final dot; <c>*</c> stands for any characters.</param>
    /// <param name="known">What its servers say; of several that fit, an exact name counts, then the first
    /// glob.</param>
    public void Add(string name, KnownName known)
    {
        var rooted = DnsName.Rooted(name);
        if (rooted.Contains('*')) _globs.Add((rooted, known));
        else _exact.TryAdd(rooted, known);
    }

    /// <summary>Null: its servers are silent.</summary>
    public DnsAnswer? Find(string name, RecordType type)
    {
        if (_exact.TryGetValue(name, out var known)) return known.Of(type);
        foreach (var (pattern, glob) in _globs)
            if (ScriptedServers.Matches(pattern, name)) return glob.Of(type);
        return Unknown;
    }
}

/// <summary>What is known of one name; null: its servers are silent.</summary>
public sealed record KnownName(DnsAnswer? A, DnsAnswer? Aaaa)
{
    /// <summary>An address, perhaps also one of IPv6.</summary>
    public static KnownName Found(Duration ttl, bool ipv6) => new(
        DnsAnswer.Address(RecordType.A, ttl),
        ipv6 ? DnsAnswer.Address(RecordType.Aaaa, ttl) : DnsAnswer.Empty(DnsRcode.NoError, ttl));

    /// <summary>The same for both types: NODATA with NOERROR.</summary>
    public static KnownName Empty(DnsRcode rcode, Duration ttl)
    {
        var answer = DnsAnswer.Empty(rcode, ttl);
        return new KnownName(answer, answer);
    }

    public static KnownName Silent { get; } = new(null, null);

    public DnsAnswer? Of(RecordType type) => type == RecordType.A ? A : Aaaa;
}
