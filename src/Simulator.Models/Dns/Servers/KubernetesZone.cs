using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// The kubernetes plugin: services of the cluster, NODATA for what is above them, NXDOMAIN for the rest of the zone
/// (plugin/kubernetes/kubernetes.go, findServices; the SOA carries the plugin's ttl, backend_lookup.go).
/// </summary>
public sealed class KubernetesZone
{
    private readonly Dictionary<string, KnownName> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _origin;
    private readonly string _underOrigin;
    private readonly KnownName _above;
    private readonly KnownName _absent;

    /// <param name="clusterDomain">Such as cluster.local.</param>
    /// <param name="ttl">Of answers and of denials.</param>
    /// <param name="names">Full names of services, with or without final dot.</param>
    public KubernetesZone(string clusterDomain, Duration ttl, IEnumerable<string> names)
    {
        _origin = DnsName.Rooted(clusterDomain);
        _underOrigin = "." + _origin;
        _above = KnownName.Empty(DnsRcode.NoError, ttl);
        _absent = KnownName.Empty(DnsRcode.NxDomain, ttl);
        var service = KnownName.Found(ttl, ipv6: false);
        _names[_origin] = _names["svc." + _origin] = _above;
        foreach (var name in names) Add(DnsName.Rooted(name), service);
    }

    public bool Holds(string name) =>
        name.EndsWith(_underOrigin, StringComparison.OrdinalIgnoreCase)
            || name.Equals(_origin, StringComparison.OrdinalIgnoreCase);

    public DnsAnswer Find(string name, RecordType type) =>
        (_names.TryGetValue(name, out var known) ? known : _absent).Of(type)!.Value;

    private void Add(string name, KnownName service)
    {
        _names[name] = service;
        // Its namespace exists, and has no address of its own.
        for (var at = name.IndexOf('.'); at >= 0; at = name.IndexOf('.', at + 1))
        {
            var parent = name[(at + 1)..];
            if (!Holds(parent)) break;
            _names.TryAdd(parent, _above);
        }
    }
}
