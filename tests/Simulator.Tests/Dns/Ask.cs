using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Dns;

/// <summary>Lookups in one line of a test.</summary>
internal static class Ask
{
    public const string Search = "search default.svc.cluster.local svc.cluster.local cluster.local ec2.internal\n";

    /// <summary>Four search domains, one server, ndots:5.</summary>
    public const string Eks = Search + "nameserver 127.0.0.1\noptions ndots:5\n";

    public static DnsReplayResult Run(
        string resolver, string name, string zone, string conf = Eks, int count = 1, bool atOnce = false)
    {
        var (read, errors) = DnsZoneReader.ReadText(zone, "zone");
        Assert.Empty(errors);
        return DnsReplay.Run(new DnsReplayOptions
        {
            Profile = ResolverProfile.Find(resolver)!,
            ResolvConf = conf,
            Zone = read!,
            Name = name,
            Count = count,
            AtOnce = atOnce,
        });
    }

    public static DnsReplayResult Public(string resolver, string name, string conf) =>
        DnsReplay.Run(new DnsReplayOptions
    {
        Profile = ResolverProfile.Find(resolver)!,
        ResolvConf = conf,
        Zone = ScriptedZone.OnlyPublic(name),
        Name = name,
    });

    /// <summary>"queries ok-or-error milliseconds" of the first lookup.</summary>
    public static string InShort(this DnsReplayResult result)
    {
        var lookup = result.Lookups[0];
        var words = lookup.Outcome.IsFound ? "ok" : lookup.Outcome.Error;
        var time = lookup.End == SimTime.Never ? "never" : $"{(lookup.End - lookup.Start).TotalMilliseconds:0}";
        return $"{result.Exchanges.Count(e => !e.IsRefused)} {words} {time}";
    }
}
