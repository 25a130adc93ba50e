using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>What the hops of a query are called, by people and in metric paths.</summary>
internal static class DnsWords
{
    /// <summary>In the order in which a query meets them.</summary>
    public static IReadOnlyList<DnsHop> Hops { get; } = [DnsHop.NodeLocal, DnsHop.CoreDns, DnsHop.Upstream];

    /// <summary>As in <c>dns.coredns.rate</c>.</summary>
    public static string Key(DnsHop hop) => hop switch
    {
        DnsHop.CoreDns => "coredns",
        DnsHop.NodeLocal => "nodelocal",
        _ => "upstream",
    };

    /// <summary>For headings.</summary>
    public static string Title(DnsHop hop) => hop == DnsHop.Upstream ? "Upstream resolver" : Name(hop);

    /// <summary>For sentences.</summary>
    public static string Name(DnsHop hop) => hop switch
    {
        DnsHop.CoreDns => "CoreDNS",
        DnsHop.NodeLocal => "NodeLocal DNSCache",
        _ => "upstream resolver",
    };

    /// <summary>The metric that holds how long a service's lookups took.</summary>
    public static string Latency(string service) => MetricName.Of(service, "dns", "latency");

    /// <summary>Is a latency that of lookups?</summary>
    public static bool IsLatency(string metric) => MetricName.PartsOf(metric) is [_, "dns", "latency"];

    /// <summary>Four names at most: <c>a, b and c</c>, <c>a, b, c, d and 3 more</c>.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        const int most = 4;
        if (names.Count > most) return $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }
}
