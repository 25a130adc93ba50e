using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>What scripted name servers say: the first rule that fits, else the default.</summary>
public sealed record ScriptedZone
{
    public required ZoneAction Default { get; init; }

    public ImmutableArray<ZoneRule> Rules { get; init; } = [];

    /// <summary>Addresses where somebody listens; empty: all but loopback addresses past 127.0.0.4 (and
    /// 127.0.0.53).</summary>
    public ImmutableArray<string> Listen { get; init; } = [];

    /// <summary>Some reply takes time.</summary>
    public bool HasDelays => Default.Delay > Duration.Zero || Rules.Any(r => r.Action.Delay > Duration.Zero);

    /// <summary>That name exists with one IPv4 address, and nothing else does.</summary>
    public static ScriptedZone OnlyPublic(string name) => new()
    {
        Default = new ZoneAction { Rcode = DnsRcode.NxDomain },
        Rules = [new ZoneRule { Name = DnsName.Rooted(name), Action = new ZoneAction { Ipv4 = ["192.0.2.10"] } }],
    };

    public bool Listens(string server)
    {
        if (!Listen.IsEmpty) return Listen.Contains(server);
        return !server.StartsWith("127.", StringComparison.Ordinal)
            || server is "127.0.0.1" or "127.0.0.2" or "127.0.0.3" or "127.0.0.4" or "127.0.0.53";
    }
}

/// <summary>Which queries an action is for; <c>*</c> in a name stands for any characters.</summary>
public sealed record ZoneRule
{
    public string Name { get; init; } = "*";

    /// <summary>Null: every type.</summary>
    public RecordType? Type { get; init; }

    public string Server { get; init; } = "*";

    /// <summary>Only the n-th of the queries that fit, from 1; empty: all.</summary>
    public ImmutableArray<int> Nth { get; init; } = [];

    /// <summary>A and AAAA are counted apart.</summary>
    public bool CountsPerType { get; init; }

    public required ZoneAction Action { get; init; }
}

/// <summary>One reply, or none.</summary>
public sealed record ZoneAction
{
    public DnsRcode Rcode { get; init; }

    public ImmutableArray<string> Ipv4 { get; init; } = [];

    public ImmutableArray<string> Ipv6 { get; init; } = [];

    public string? Alias { get; init; }

    public Duration Delay { get; init; }

    public bool Drops { get; init; }

    /// <summary>Truncated over UDP, whole over TCP.</summary>
    public bool Truncates { get; init; }

    public bool IsLame { get; init; }
}
