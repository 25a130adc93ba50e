using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>What is looked up, by whom, against what.</summary>
public sealed record DnsReplayOptions
{
    public required ResolverProfile Profile { get; init; }

    public required string ResolvConf { get; init; }

    public required ScriptedZone Zone { get; init; }

    public required string Name { get; init; }

    /// <summary>A alone.</summary>
    public bool Ipv4Only { get; init; }

    /// <summary>Lookups of that name in one process.</summary>
    public int Count { get; init; } = 1;

    /// <summary>All at time zero; else each when the one before has ended.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Where <c>rotate</c> starts; null: where the resolver does.</summary>
    public int? FirstServer { get; init; }

    public ulong Seed { get; init; } = 42;
}

/// <summary>All that happened, in order.</summary>
/// <param name="Conf">As the resolver read it.</param>
/// <param name="Lookups">Those that ended, in the order they were asked for.</param>
/// <param name="Exchanges">Every query, also those that met nobody.</param>
/// <param name="IsCut">Stopped early: more queries or years than anybody waits for.</param>
public sealed record DnsReplayResult(
    ResolvConf Conf, ImmutableArray<DnsLookup> Lookups, ImmutableArray<DnsExchange> Exchanges, bool IsCut)
{
    /// <summary>From the start to the last lookup's end; forever when one never ends.</summary>
    public Duration Elapsed
    {
        get
        {
            var end = SimTime.Zero;
            foreach (var lookup in Lookups)
                if (lookup.End > end) end = lookup.End;
            return end - SimTime.Zero;
        }
    }
}

/// <summary>One lookup from the call to its return; <see cref="End"/> is never when it hangs.</summary>
public sealed record DnsLookup(SimTime Start, SimTime End, DnsOutcome Outcome, bool IsCached);

/// <summary>One query and what became of it.</summary>
public sealed record DnsExchange(int Lookup, SimTime At, DnsSend Send, string Server, string Reply, bool IsRefused);
