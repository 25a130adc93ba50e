using Simulator.Kernel;
using Simulator.Models.Dns;

namespace Simulator.Scenarios.Language;

/// <summary>What a lookup costs before anything is run: roughly, and only for the checks.</summary>
internal static class LookupLoad
{
    /// <summary>There and back, the server's task, its cache, the resolver behind, the timer of the timeout.</summary>
    private const int EventsPerQuery = 10;

    /// <summary>Of a lookup that is walked through the whole search list, two queries a name.</summary>
    public static double Events(ServiceSpec service, Scenario scenario)
    {
        var text = DnsBuilder.ResolvConfOf(scenario, service).Text;
        var searches = ResolvConf.Parse(text, DnsBuilder.ProfileOf(service).Family).Search.Length;
        return 2.0 * (searches + 1) * EventsPerQuery;
    }

    /// <summary>One answer from the nearest server; nothing where the runtime's own cache answers.</summary>
    public static Duration Shortest(ServiceSpec service, DnsSpec dns)
    {
        if (DnsBuilder.ProfileOf(service).PositiveTtl > Duration.Zero) return Duration.Zero;
        var (rtt, cpu) = dns.NodeLocal is { } near
            ? (near.Rtt, near.CpuPerQuery)
            : (dns.Network.Rtt.ToDistribution().Mean, dns.CoreDns.CpuPerQuery);
        return Duration.FromNanoseconds((double)rtt.Nanoseconds + cpu.Nanoseconds);
    }
}
