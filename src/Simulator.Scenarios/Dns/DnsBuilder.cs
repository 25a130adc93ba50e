using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Kubelet;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Scenarios;

/// <summary>
/// Gives pods their resolvers: resolv.conf as the kubelet writes it, the runtime's rules, and ways to servers.
/// </summary>
internal sealed class DnsBuilder
{
    private readonly Scenario _scenario;
    private readonly Simulation _sim;
    private readonly MeasuringPlan _plan;
    private readonly DnsServers _servers;
    private readonly List<ServiceLookups> _recorders = [];

    public DnsBuilder(
        Scenario scenario, Simulation sim, MeasuringPlan plan, ContainerBuilder containers,
        IReadOnlyDictionary<string, ImmutableArray<CpuNode>> nodes, Placement placement)
    {
        (_scenario, _sim, _plan) = (scenario, sim, plan);
        _servers = new DnsServers(scenario, sim, plan, containers, nodes, placement.CoreDnsNodes);
    }

    public static bool IsNeeded(Scenario scenario) => scenario.Services.Values.Any(LooksUp);

    public static bool LooksUp(ServiceSpec service) =>
        service.Endpoints.Values.Any(e => e.Steps.Any(s => s is DnsStepSpec));

    /// <summary>How that service's pods find names.</summary>
    public static ResolverProfile ProfileOf(ServiceSpec service)
    {
        var profile = ResolverProfile.Find(service.Dns.Resolver ?? service.Runtime.Language switch
        {
            RuntimeLanguage.Node => "node-lookup",
            RuntimeLanguage.Go => "go",
            RuntimeLanguage.Jvm => "java",
            RuntimeLanguage.Dotnet => "dotnet",
            _ => "glibc",
        })!;
        if (profile.Name == "node-lookup")
            profile = profile with { Concurrency = ResolverProfile.SlowIo(service.Runtime.UvThreadpoolSize) };
        if (profile.Family != ResolverFamily.Glibc) return profile;
        return service.Dns.Libc switch
        {
            Libc.Musl123 => profile with { Family = ResolverFamily.Musl123 },
            Libc.Musl125 => profile with { Family = ResolverFamily.Musl125 },
            _ => profile,
        };
    }

    /// <summary>The resolv.conf of that service's pods.</summary>
    public static PodResolvConf ResolvConfOf(Scenario scenario, ServiceSpec service) => PodResolvConf.Of(
        service.Dns.DnsPolicy, service.Dns.HostNetwork, service.Dns.Namespace, scenario.Dns.ClusterIp,
        scenario.Dns.ClusterDomain,
        ConfigOf(scenario.Nodes[service.Node].ResolvConf), ConfigOf(service.Dns.DnsConfig));

    /// <summary>The resolvers of a service's pods: made anew with each container.</summary>
    /// <returns>Of a container, on the node of that number, in a process of that name.</returns>
    public Func<Container, int, string, PodResolver> AddService(string name, ServiceSpec spec, LatencyRecorder latency)
    {
        var profile = ProfileOf(spec);
        var written = ResolvConfOf(_scenario, spec);
        var conf = ResolvConf.Parse(written.Text, profile.Family);
        var recorder = new LookupRecorder(_plan, latency, conf.Search);
        // What the kubelet cut off, and what the resolver makes of the rest.
        _recorders.Add(new ServiceLookups(
            name, recorder, [.. written.Remarks, .. conf.Remarks.Select(r => $"line {r.Line}: {r.Text}")]));
        return (container, node, process) => new PodResolver(
            _sim,
            new PodResolverOptions { Profile = profile },
            new StubResolver(profile.Family, conf, _sim.Stream($"pods/{process}/resolver"), null),
            container,
            new PodRoutes(_sim, process, RoutesOf(spec, node)),
            recorder);
    }

    /// <summary>All that there is now.</summary>
    public DnsWorld Finish() => new()
    {
        Plan = _plan,
        Recorders = [.. _recorders],
        CoreDns = _servers.CoreDns,
        NodeLocal = [.. _servers.NodeLocal],
        Upstreams = [.. _servers.Upstreams],
    };

    private PodRoutesOptions RoutesOf(ServiceSpec spec, int node)
    {
        var network = _scenario.Dns.Network;
        var isClusterFirst = spec.Dns.DnsPolicy is DnsPolicy.ClusterFirst or DnsPolicy.ClusterFirstWithHostNet;
        var domain = _scenario.Dns.ClusterDomain;
        return new PodRoutesOptions
        {
            ClusterIp = _scenario.Dns.ClusterIp,
            CoreDns = _servers.Replicas,
            NodeLocal = _servers.NodeLocalOf(spec.Node, node),
            NodeLocalRtt = _scenario.Dns.NodeLocal?.Rtt ?? Duration.Zero,
            Upstream = _servers.UpstreamOf(spec.Node, node),
            Rtt = _servers.Rtt,
            Loss = network.Loss,
            ConntrackRace = network.ConntrackRace,
            // plugin/kubernetes/autopath.go: the list of the pod's namespace, then CoreDNS's own.
            Autopath = isClusterFirst && _scenario.Dns.NodeLocal is null
                ? [$"{spec.Dns.Namespace}.svc.{domain}", $"svc.{domain}", domain, .. CoreDnsSearches]
                : [],
        };
    }

    private ImmutableArray<string> CoreDnsSearches =>
        _scenario.Nodes[_scenario.Dns.CoreDns.Node ?? _scenario.Nodes.Keys.First()].ResolvConf.Searches;

    private static DnsConfig ConfigOf(DnsConfigSpec spec) => new()
    {
        Nameservers = spec.Nameservers,
        Searches = spec.Searches,
        Options = [.. spec.Options.Select(o => (o.Name, o.Value))],
    };
}
