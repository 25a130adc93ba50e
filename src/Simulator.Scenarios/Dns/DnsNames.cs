using Simulator.Models.Dns;
using Simulator.Models.Dns.Servers;

namespace Simulator.Scenarios;

/// <summary>Which names exist: those of the scenario's services, its hosts, and whatever its steps ask for.</summary>
internal sealed class DnsNames
{
    private readonly List<string> _cluster;

    public DnsNames(Scenario scenario)
    {
        var domain = scenario.Dns.ClusterDomain;
        _cluster = [.. scenario.Services.Select(s => $"{s.Key}.{s.Value.Dns.Namespace}.svc.{domain}.")];
        foreach (var (name, spec) in scenario.Dns.Hosts)
        {
            if (DnsName.Rooted(name).EndsWith($".{domain}.", StringComparison.OrdinalIgnoreCase))
                _cluster.Add(DnsName.Rooted(name));
            else Outside.Add(name, KnownNameOf(spec));
        }

        // A host of a step that nothing else explains exists as it is given.
        foreach (var host in HostsOf(scenario))
        {
            var under = host.TrimEnd('.') + ".";
            var isKnown = _cluster.Concat(scenario.Dns.Hosts.Keys)
                .Any(n => n.StartsWith(under, StringComparison.OrdinalIgnoreCase) || IsGlobOf(n, under));
            if (!isKnown) Outside.Add(host, KnownNameOf(new DnsHostSpec()));
        }

        Zone = new KubernetesZone(domain, scenario.Dns.CoreDns.KubernetesTtl, _cluster);
    }

    public NameTable Outside { get; } = new();

    public KubernetesZone Zone { get; }

    private static bool IsGlobOf(string pattern, string host) => pattern.Contains('*', StringComparison.Ordinal)
        && ScriptedServers.Matches(DnsName.Rooted(pattern), host.Replace('*', '0'));

    private static IEnumerable<string> HostsOf(Scenario scenario) => scenario.Services.Values
        .SelectMany(s => s.Endpoints.Values).SelectMany(e => e.Steps).OfType<DnsStepSpec>().Select(s => s.Host)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private static KnownName KnownNameOf(DnsHostSpec spec) => spec.Answer switch
    {
        DnsHostAnswer.Address => KnownName.Found(spec.Ttl, spec.Ipv6),
        DnsHostAnswer.NoData => KnownName.Empty(DnsRcode.NoError, spec.Ttl),
        DnsHostAnswer.NxDomain => KnownName.Empty(DnsRcode.NxDomain, spec.Ttl),
        DnsHostAnswer.ServFail => KnownName.Empty(DnsRcode.ServFail, spec.Ttl),
        DnsHostAnswer.Refused => KnownName.Empty(DnsRcode.Refused, spec.Ttl),
        _ => KnownName.Silent,
    };
}
