using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Servers;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Scenarios;

/// <summary>Wires the name servers of a world: CoreDNS, node caches, and the resolver behind them.</summary>
internal sealed class DnsServers
{
    private readonly Scenario _scenario;
    private readonly Simulation _sim;
    private readonly MeasuringPlan _plan;
    private readonly ContainerBuilder _containers;
    private readonly IReadOnlyDictionary<string, ImmutableArray<CpuNode>> _nodes;
    private readonly DnsNames _names;
    private readonly SortedDictionary<(string Pool, int Node), UpstreamResolver> _upstreams = [];
    private readonly SortedDictionary<(string Pool, int Node), DnsServer> _caches = [];

    public DnsServers(
        Scenario scenario, Simulation sim, MeasuringPlan plan, ContainerBuilder containers,
        IReadOnlyDictionary<string, ImmutableArray<CpuNode>> nodes, ImmutableArray<int> coreDnsNodes)
    {
        (_scenario, _sim, _plan, _containers, _nodes) = (scenario, sim, plan, containers, nodes);
        _names = new DnsNames(scenario);
        var pool = scenario.Dns.CoreDns.Node ?? scenario.Nodes.Keys.First();
        CoreDns = [.. coreDnsNodes.Select((node, i) => AddCoreDns($"coredns-{i}", pool, node))];
        Replicas = [.. CoreDns.Select(s => s.Process)];
    }

    public ImmutableArray<DnsServer> CoreDns { get; }

    public ImmutableArray<CoreDns> Replicas { get; }

    /// <summary>By node, of those whose pods look names up.</summary>
    public IEnumerable<DnsServer> NodeLocal => _caches.Values;

    public IEnumerable<UpstreamResolver> Upstreams => _upstreams.Values;

    /// <summary>The resolver outside, through that node's interface.</summary>
    public UpstreamResolver UpstreamOf(string pool, int node)
    {
        if (_upstreams.TryGetValue((pool, node), out var known)) return known;
        var spec = _scenario.Dns.Upstream;
        var options = new UpstreamOptions
        {
            Latency = spec.Latency.ToDistribution(),
            PacketsPerSecond = spec.PacketsPerSecond,
            Loss = spec.Loss,
        };
        var upstream = new UpstreamResolver(
            _sim, $"upstream/{pool}-{node}", options, _names.Outside, new DnsAccount(_plan));
        _upstreams.Add((pool, node), upstream);
        return upstream;
    }

    /// <summary>The cache on that node; null where the scenario has none.</summary>
    public CoreDns? NodeLocalOf(string pool, int node)
    {
        if (_scenario.Dns.NodeLocal is not { } spec) return null;
        if (_caches.TryGetValue((pool, node), out var known)) return known.Process;
        var name = $"node-local/{pool}-{node}";
        var account = new DnsAccount(_plan);
        var link = new ServiceLink(_sim, name, Replicas, Rtt, _scenario.Dns.Network.Loss);
        // nodelocaldns.yaml: denials of the cluster's zone for 5 s, everything else for 30 s.
        var cluster = Block(
            name, DnsName.Rooted(_scenario.Dns.ClusterDomain), new DnsCacheOptions { Denial = Duration.FromSeconds(5) },
            new Forwarder(_sim, 0, link.Ask, account));
        var rest = Block(
            name, ".", new DnsCacheOptions(), new Forwarder(_sim, 0, UpstreamOf(pool, node).Ask, account));
        var server = AddProcess(
            name, pool, node, spec.Resources, new CoreDnsOptions { CpuPerQuery = spec.CpuPerQuery }, zone: null,
            [cluster, rest], account);
        _caches.Add((pool, node), server);
        return server.Process;
    }

    public Distribution Rtt => _scenario.Dns.Network.Rtt.ToDistribution();

    private DnsServer AddCoreDns(string name, string pool, int node)
    {
        var spec = _scenario.Dns.CoreDns;
        var account = new DnsAccount(_plan);
        var cache = new DnsCacheOptions
        {
            Success = spec.Cache.Success,
            Denial = spec.Cache.Denial,
            Capacity = spec.Cache.Capacity,
        };
        var all = Block(
            name, ".", cache, new Forwarder(_sim, spec.MaxConcurrent, UpstreamOf(pool, node).Ask, account));
        var options = new CoreDnsOptions { CpuPerQuery = spec.CpuPerQuery, Autopath = spec.Autopath };
        return AddProcess(name, pool, node, spec.Resources, options, _names.Zone, [all], account);
    }

    private ServerBlock Block(string server, string domain, DnsCacheOptions cache, Forwarder forwarder) =>
        new(domain, new DnsCache(cache, _sim.Stream($"dns/{server}/cache/{domain}")), forwarder);

    private DnsServer AddProcess(
        string name, string pool, int node, ResourcesSpec resources, CoreDnsOptions options, KubernetesZone? zone,
        ImmutableArray<ServerBlock> blocks, DnsAccount account)
    {
        var cpus = _nodes[pool][node];
        var container = _containers.Build(name, resources, Duration.Zero, null, _scenario.Nodes[pool], cpus)();
        double? limit = container.Quota is { } quota ? quota.Quota / quota.Period : null;
        var threads = RuntimeThreads.Go(seesLimit: true, cpus.CpuCount, limit).Workers;
        var workers = new Workers(_sim, container, threads);
        return new DnsServer(new CoreDns(_sim, name, options, workers, zone, blocks, account), container);
    }
}

/// <summary>A CoreDNS process and the cgroup it runs in.</summary>
internal sealed record DnsServer(CoreDns Process, CpuGroup Container);
