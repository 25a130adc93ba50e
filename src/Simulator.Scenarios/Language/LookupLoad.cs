using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Kubelet;

namespace Simulator.Scenarios.Language;

/// <summary>What a lookup costs before anything is run: roughly, and only for the checks.</summary>
internal static class LookupLoad
{
    /// <summary>There and back, the server's task, its cache, the resolver behind, the timer of the timeout.</summary>
    private const int EventsPerQuery = 10;

    /// <summary>The namespace's, svc and the cluster's own.</summary>
    private const int ClusterSearches = 3;

    /// <summary>Of a lookup that is walked through the whole search list, two queries a name.</summary>
    public static double Events(ServiceSpec service, Scenario scenario)
    {
        var (pod, node) = (service.Dns, scenario.Nodes[service.Node].ResolvConf);
        var isOfNode = pod.DnsPolicy == DnsPolicy.Default
            || (pod.DnsPolicy == DnsPolicy.ClusterFirst && pod.HostNetwork);
        var searches = pod.DnsConfig.Searches.Length + pod.DnsPolicy switch
        {
            DnsPolicy.None => 0,
            _ when isOfNode => node.Searches.Length,
            _ => ClusterSearches + node.Searches.Length,
        };
        return 2.0 * (searches + 1) * EventsPerQuery;
    }

    /// <summary>One answer from the nearest server; nothing where the runtime's own cache answers.</summary>
    public static Duration Shortest(ServiceSpec service, DnsSpec dns)
    {
        var resolver = service.Dns.Resolver ?? (service.Runtime.Language == RuntimeLanguage.Jvm ? "java" : null);
        if (resolver is not null && ResolverProfile.Find(resolver)!.PositiveTtl > Duration.Zero) return Duration.Zero;
        var (rtt, cpu) = dns.NodeLocal is { } near
            ? (near.Rtt, near.CpuPerQuery)
            : (dns.Network.Rtt.ToDistribution().Mean, dns.CoreDns.CpuPerQuery);
        return Duration.FromNanoseconds((double)rtt.Nanoseconds + cpu.Nanoseconds);
    }
}
