namespace Simulator.Models.Dns;

/// <summary>The stub resolvers whose walks differ.</summary>
public enum ResolverFamily
{
    /// <summary>glibc 2.36: also Python, .NET, Java, and Node's dns.lookup.</summary>
    Glibc,

    /// <summary>musl up to 1.2.3, Alpine up to 3.17: no TCP.</summary>
    Musl123,

    /// <summary>musl from 1.2.4, Alpine from 3.18.</summary>
    Musl125,

    /// <summary>Go's own resolver (1.19).</summary>
    Go,

    /// <summary>c-ares 1.18.1 through ares_getaddrinfo: curl and gRPC of that age.</summary>
    Cares,

    /// <summary>c-ares 1.34 as Node's dns.resolve4 uses it: one name, never a suffix.</summary>
    NodeResolve,
}
