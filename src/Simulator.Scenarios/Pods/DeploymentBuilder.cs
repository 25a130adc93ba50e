using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Recording;
using Simulator.Models.Routing;

namespace Simulator.Scenarios;

/// <summary>Makes the Deployments of a world: node pools, pods that are there from the start, and those to come.</summary>
internal sealed class DeploymentBuilder
{
    private readonly Scenario _scenario;
    private readonly Simulation _sim;
    private readonly ContainerBuilder _containers;
    private readonly CpuSampler _sampler;
    private readonly DatabaseBuilder _databases;
    private readonly PodLog _log = new();
    private readonly SortedDictionary<string, NodePool> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Deployment> _deployments = new(StringComparer.Ordinal);

    public DeploymentBuilder(
        Scenario scenario, Simulation sim, ContainerBuilder containers, CpuSampler sampler,
        DatabaseBuilder databases, IReadOnlyDictionary<string, ImmutableArray<CpuNode>> nodes)
    {
        (_scenario, _sim, _containers, _sampler) = (scenario, sim, containers, sampler);
        _databases = databases;
        foreach (var (name, spec) in scenario.Nodes) _pools[name] = new NodePool(nodes[name], spec.AllocatableMillicores);
    }

    /// <summary>By node pool, with what runs on its nodes.</summary>
    public IReadOnlyDictionary<string, NodePool> Pools => _pools;

    /// <summary>By service.</summary>
    public IReadOnlyDictionary<string, Deployment> Deployments => _deployments;

    /// <summary>All that happened to pods.</summary>
    public PodLog Log => _log;

    /// <summary>What a pod's CPU is sampled as: shop-g2-0 may be a pod of shop, or of shop-g2.</summary>
    public static string SampledAs(string service, string pod) => $"{service}/{pod}";

    /// <summary>Pods come and go in it; in others the first ones are the last.</summary>
    public static bool IsLively(Scenario scenario) =>
        scenario.Events.Count > 0 || scenario.Services.Values.Any(s => !s.Lifecycle.Probes.IsEmpty);

    /// <summary>Something that is no Deployment of the scenario's has requested CPU there.</summary>
    public void Take(string pool, IEnumerable<int> nodes, ResourcesSpec resources)
    {
        foreach (var node in nodes) _pools[pool].Take(node, resources.Requests.Cpu?.Millicores ?? 0);
    }

    /// <summary>Adds a service's Deployment, and starts its first pods.</summary>
    /// <param name="service">Still without pods.</param>
    /// <param name="spec">Of the service.</param>
    /// <param name="placed">The node of each first pod.</param>
    /// <param name="handlers">By endpoint, for its probes.</param>
    /// <param name="resolvers">As in <see cref="PodBuilder"/>.</param>
    public void Add(
        Service service, ServiceSpec spec, ImmutableArray<int> placed, IReadOnlyDictionary<string, RequestHandler> handlers,
        Func<Container, int, string, PodResolver>? resolvers)
    {
        var pool = _pools[spec.Node];
        var pods = new PodBuilder(
            _sim, _containers, _scenario.Nodes[spec.Node], spec,
            (process, generation) => _databases.PoolsFor(process, service.Name, spec, generation), resolvers);
        var lifecycle = spec.Lifecycle;
        var pod = OptionsOf(spec, handlers);
        var options = new DeploymentOptions
        {
            Name = service.Name,
            Replicas = spec.Replicas,
            Strategy = StrategyOf(lifecycle.Strategy),
            MinReady = Duration.FromSeconds(lifecycle.MinReadySeconds),
            Millicores = spec.Resources.Requests.Cpu?.Millicores ?? 0,
        };
        var log = _log.Of(service.Name);
        var slice = new EndpointSlice(_sim, service, lifecycle.EndpointsPropagation.ToDistribution());
        var deployment = new Deployment(_sim, options, pool, slice, Make, log);
        _deployments.Add(service.Name, deployment);
        deployment.StartLongAgo(placed);

        PodWorker Make(PodPlace place, Action<PodWorker> changed)
        {
            var made = pods.Build(place.Name, place.Generation, pool.Nodes[place.Node], place.Node);
            var key = SampledAs(service.Name, place.Name);
            _sampler.Add(key, made.ReadCpu);
            return new PodWorker(_sim, made, pod, Tell, log);

            void Tell(PodWorker worker)
            {
                if (worker.IsGone) _sampler.End(key);
                changed(worker);
            }
        }
    }

    private static PodOptions OptionsOf(ServiceSpec service, IReadOnlyDictionary<string, RequestHandler> handlers)
    {
        var spec = service.Lifecycle;
        return new PodOptions
        {
            // The reader has refused commands that cannot be judged.
            Shutdown = spec.Shutdown is { } signals ? ShutdownPlan.Of(signals).Plan! : ShutdownPlan.Graceful,
            Grace = Duration.FromSeconds(spec.TerminationGracePeriodSeconds),
            PreStop = spec.PreStop,
            Startup = [.. spec.Startup.Select(s => s.ToStep())],
            Probes = [.. spec.Probes.Select(p => ProbeOf(p.Kind, p.Spec, handlers))],
            Timers = [.. service.Timers.Select(t => TimerOf(t.Key, t.Value, handlers))],
        };
    }

    private static TimerOptions TimerOf(
        string name, TimerSpec spec, IReadOnlyDictionary<string, RequestHandler> handlers) => new()
    {
        Name = name,
        Handler = handlers[spec.Endpoint],
        Every = spec.Every.ToDistribution(),
    };

    private static Probe ProbeOf(
        ProbeKind kind, ProbeSpec spec, IReadOnlyDictionary<string, RequestHandler> handlers) => new()
    {
        Kind = kind,
        Handler = spec.Endpoint is null ? null : handlers[spec.Endpoint],
        InitialDelay = Duration.FromSeconds(spec.InitialDelaySeconds),
        Period = Duration.FromSeconds(spec.PeriodSeconds),
        Timeout = Duration.FromSeconds(spec.TimeoutSeconds),
        SuccessThreshold = spec.SuccessThreshold,
        FailureThreshold = spec.FailureThreshold,
        Grace = spec.TerminationGracePeriodSeconds is { } seconds ? Duration.FromSeconds(seconds) : null,
    };

    private static DeploymentStrategy StrategyOf(StrategySpec spec) => spec.RollingUpdate is { } rolling
        ? new DeploymentStrategy { MaxSurge = rolling.MaxSurge, MaxUnavailable = rolling.MaxUnavailable }
        : new DeploymentStrategy { IsRecreate = true };
}
