using System.Collections.Immutable;

namespace Simulator.Models.Dns.Kubelet;

/// <summary>
/// The resolv.conf that the kubelet writes for a pod (pkg/kubelet/network/dns/dns.go, GetPodDNS).
/// </summary>
/// <param name="Text">The file.</param>
/// <param name="Remarks">What was cut off, as the event DNSConfigForming says.</param>
public sealed record PodResolvConf(string Text, ImmutableArray<string> Remarks)
{
    /// <summary>The address of kube-dns where nobody says otherwise: the tenth of kubeadm's range.</summary>
    public const string DefaultClusterIp = "10.96.0.10";

    /// <summary>The address of NodeLocal DNSCache on every node; nobody answers there without it.</summary>
    public const string NodeLocalDns = "169.254.20.10";

    // KEP-2595, ExpandedDNSConfig; three name servers are glibc's MAXNS.
    private const int MostNameservers = 3;
    private const int MostSearches = 32;
    private const int LongestSearch = 2048;

    /// <param name="policy">The pod's dnsPolicy.</param>
    /// <param name="hostNetwork">The pod is in the node's network: ClusterFirst falls back to Default.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="clusterIp">The kubelet's clusterDNS.</param>
    /// <param name="clusterDomain">Such as cluster.local.</param>
    /// <param name="node">The node's resolv.conf.</param>
    /// <param name="pod">The pod's dnsConfig.</param>
    public static PodResolvConf Of(
        DnsPolicy policy, bool hostNetwork, string ns, string clusterIp, string clusterDomain, DnsConfig node,
        DnsConfig pod)
    {
        var start = policy switch
        {
            DnsPolicy.None => new DnsConfig(),
            DnsPolicy.Default => node,
            DnsPolicy.ClusterFirst when hostNetwork => node,
            _ => new DnsConfig
            {
                Nameservers = [clusterIp],
                Searches = [$"{ns}.svc.{clusterDomain}", $"svc.{clusterDomain}", clusterDomain, .. node.Searches],
                Options = [("ndots", "5")],
            },
        };
        var remarks = ImmutableArray.CreateBuilder<string>();
        var servers = Cut(Distinct(start.Nameservers, pod.Nameservers), MostNameservers, "nameservers", remarks);
        var searches = Cut(Distinct(start.Searches, pod.Searches), MostSearches, "search domains", remarks);
        return new PodResolvConf(
            TextOf(servers, Shorten(searches, remarks), Merge(start.Options, pod.Options)), remarks.ToImmutable());
    }

    private static List<string> Distinct(ImmutableArray<string> a, ImmutableArray<string> b) =>
        [.. a.Concat(b).Select(Trimmed).Distinct(StringComparer.Ordinal)];

    private static string Trimmed(string domain) => domain.Length > 1 ? domain.TrimEnd('.') : domain;

    private static List<string> Cut(
        List<string> items, int most, string what, ImmutableArray<string>.Builder remarks)
    {
        if (items.Count <= most) return items;
        remarks.Add($"DNSConfigForming: {items.Count} {what}, the limit is {most}; the last ones are left out");
        return items[..most];
    }

    private static List<string> Shorten(List<string> searches, ImmutableArray<string>.Builder remarks)
    {
        var kept = searches.Count;
        while (kept > 0 && searches.Take(kept).Sum(s => s.Length + 1) - 1 > LongestSearch) kept--;
        if (kept == searches.Count) return searches;
        remarks.Add($"DNSConfigForming: the search line is longer than {LongestSearch} characters; "
            + $"{kept} of {searches.Count} domains are left");
        return searches[..kept];
    }

    // By name, the pod's value wins; the kubelet's order is that of a Go map, ours that of the files.
    private static List<string> Merge(
        ImmutableArray<(string Name, string? Value)> start, ImmutableArray<(string Name, string? Value)> pod)
    {
        var merged = new List<(string Name, string? Value)>();
        foreach (var option in start.Concat(pod))
        {
            var at = merged.FindIndex(o => o.Name == option.Name);
            if (at < 0) merged.Add(option);
            else merged[at] = option;
        }

        return [.. merged.Select(o => string.IsNullOrEmpty(o.Value) ? o.Name : $"{o.Name}:{o.Value}")];
    }

    private static string TextOf(List<string> servers, List<string> searches, List<string> options)
    {
        var lines = new List<string>();
        if (searches.Count > 0) lines.Add("search " + string.Join(' ', searches));
        lines.AddRange(servers.Select(s => "nameserver " + s));
        if (options.Count > 0) lines.Add("options " + string.Join(' ', options));
        return string.Concat(lines.Select(l => l + "\n"));
    }
}
