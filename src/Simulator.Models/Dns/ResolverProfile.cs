using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>What a program's lookups go through: a stub resolver, and the queue and cache before it.</summary>
public sealed record ResolverProfile(string Name, ResolverFamily Family)
{
    // libuv's UV_THREADPOOL_SIZE.
    private const int NodePool = 4;

    /// <summary>Lookups of one process that run at the same time.</summary>
    public int Concurrency { get; init; } = int.MaxValue;

    /// <summary>
    /// .NET 10 (Dns.cs, RunAsync) and Java (InetAddress, NameServiceAddresses): lookups of the same host name wait for
    /// each other.
    /// </summary>
    public bool OneAtATimePerName { get; init; }

    /// <summary>How long a found name stays (java.security, networkaddress.cache.ttl); zero: no cache.</summary>
    public Duration PositiveTtl { get; init; }

    /// <summary>How long a failure stays (networkaddress.cache.negative.ttl).</summary>
    public Duration NegativeTtl { get; init; }

    /// <summary>getaddrinfo: the thread that asks waits until it returns.</summary>
    public bool Blocks => Family is ResolverFamily.Glibc or ResolverFamily.Musl123 or ResolverFamily.Musl125;

    /// <summary>All that the command line knows, in the order it shows them.</summary>
    public static ImmutableArray<ResolverProfile> All { get; } =
    [
        new("glibc", ResolverFamily.Glibc),
        new("musl-1.2.3", ResolverFamily.Musl123),
        new("musl-1.2.5", ResolverFamily.Musl125),
        new("go", ResolverFamily.Go),
        new("c-ares", ResolverFamily.Cares),
        new("node-lookup", ResolverFamily.Glibc) { Concurrency = SlowIo(NodePool) },
        new("node-resolve", ResolverFamily.NodeResolve),
        new("java", ResolverFamily.Glibc)
        {
            PositiveTtl = Duration.FromSeconds(30),
            NegativeTtl = Duration.FromSeconds(10),
            OneAtATimePerName = true,
        },
        new("dotnet", ResolverFamily.Glibc) { OneAtATimePerName = true },
        new("python", ResolverFamily.Glibc),
    ];

    /// <summary>Null when there is none of that name.</summary>
    public static ResolverProfile? Find(string name)
    {
        foreach (var profile in All)
            if (profile.Name == name) return profile;
        return null;
    }

    /// <summary>getaddrinfo is slow I/O to libuv: at most half of the pool, rounded up (src/threadpool.c).</summary>
    public static int SlowIo(int pool) => (pool + 1) / 2;
}
