using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;
using Simulator.Models.Pods;
using Simulator.Models.Recording;
using Simulator.Models.Routing;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios;

/// <summary>The one place where a scenario becomes a world: nodes, services with their pods, clients.</summary>
/// <remarks>
/// Every random stream is named after what it is for, so that a changed limit, or one more service, shifts nobody
/// else's draws: variants of a scenario see the same arrivals, the same work, the same routes.
/// </remarks>
public sealed class WorldBuilder
{
    private readonly Scenario _scenario;
    private readonly Simulation _sim;
    private readonly MeasuringPlan _plan;
    private readonly ContainerBuilder _containers;
    private readonly CpuSampler _sampler;
    private readonly Dictionary<string, ImmutableArray<CpuNode>> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<EndpointRef, RequestHandler> _handlers = [];
    private readonly SortedDictionary<string, LatencyRecorder> _latencies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BreakdownRecorder> _breakdowns = new(StringComparer.Ordinal);
    private readonly DatabaseBuilder _databases;
    private readonly DeploymentBuilder _pods;
    private DnsBuilder? _dns;

    private WorldBuilder(Scenario scenario, int replication)
    {
        _scenario = scenario;
        _sim = new Simulation(scenario.Run.Seed, replication);
        _containers = new ContainerBuilder(_sim);
        var pods = scenario.Services.Values.Sum(s => s.Replicas);
        _plan = new MeasuringPlan(scenario.Run.Warmup, scenario.Run.Duration, pods);
        _sampler = new CpuSampler(_sim, SimTime.Zero, _plan.To, _plan.Interval);
        _databases = new DatabaseBuilder(scenario, _sim, _plan, _containers);
        foreach (var (name, pool) in _scenario.Nodes)
            _nodes[name] = [.. Enumerable.Range(0, pool.Count).Select(_ => new CpuNode(_sim, pool.Cpus, pool.Kernel))];
        _pods = new DeploymentBuilder(scenario, _sim, _containers, _sampler, _databases, _nodes);
    }

    /// <param name="scenario">Whose seed it is run with.</param>
    /// <param name="replication">From 0.</param>
    /// <param name="keepRequests">Every request becomes a row of the result.</param>
    /// <param name="trace">Takes down the course of one call; null: of none.</param>
    /// <exception cref="ScenarioException">Its parts do not fit together.</exception>
    public static World Build(
        Scenario scenario, int replication, bool keepRequests = false, RequestTrace? trace = null)
    {
        var placement = Placement.Of(scenario);
        if (placement.Problems.Length > 0) throw new ScenarioException(placement.Problems);
        var world = new WorldBuilder(scenario, replication).Build(placement, keepRequests ? new RequestLog() : null);
        if (trace is not null) world.Clients.Single(c => c.Options.Name == trace.Target.Client).Trace = trace;
        return world;
    }

    private World Build(Placement placement, RequestLog? log)
    {
        if (DnsBuilder.IsNeeded(_scenario))
        {
            var server = _scenario.Dns.CoreDns;
            _pods.Take(server.Node ?? _scenario.Nodes.Keys.First(), placement.CoreDnsNodes, server.Resources);
            _dns = new DnsBuilder(_scenario, _sim, _plan, _containers, _nodes, placement);
        }

        ImmutableArray<Service> services =
            [.. _scenario.Services.Select(s => AddService(s.Key, s.Value, placement.NodesOf(s.Key)))];
        var names = _dns?.Finish();
        foreach (var (server, container) in names?.Containers ?? []) _sampler.Add(server, container.Read);
        var databases = _scenario.Databases.Count > 0 ? _databases.Finish() : null;
        foreach (var (process, container) in databases?.Containers ?? []) _sampler.Add(process, container.Read);
        new EventRunner(_sim, _scenario, _pods, (name, factor) => databases!.Postgres(name).SlowDown = factor).Start();
        ImmutableArray<Client> clients = [.. _scenario.Clients.Select(c => AddClient(c.Key, c.Value, log))];
        return new World
        {
            Simulation = _sim,
            Plan = _plan,
            Services = services,
            Clients = clients,
            Latencies = _latencies.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Breakdowns = _breakdowns.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Sampler = _sampler,
            Dns = names,
            Databases = databases,
            Log = log,
            Pods = DeploymentBuilder.IsLively(_scenario) ? _pods.Log : null,
        };
    }

    private Service AddService(string name, ServiceSpec spec, ImmutableArray<int> nodes)
    {
        _databases.AddService(name, spec, names => AddLatency([.. names]));
        var service = new Service(name, BalancingOf(spec.Routing), new IntervalCounts(_plan));
        var resolvers = _dns is not null && DnsBuilder.LooksUp(spec)
            ? _dns.AddService(name, spec, AddLatency(name, "dns", "latency"))
            : null;
        var handlers = new Dictionary<string, RequestHandler>(StringComparer.Ordinal);
        foreach (var (endpoint, endpointSpec) in spec.Endpoints)
        {
            ImmutableArray<Step> steps = 
            [
                .. endpointSpec.Steps.Select(
                    (s, i) => StepOf(s, name, endpoint) with { Label = s.Name ?? $"{s.Kind} step {i + 1}" }),
            ];
            var latency = AddLatency(name, endpoint, "latency");
            var breakdown = _breakdowns[MetricName.Of(name, endpoint, "latency")] = new BreakdownRecorder(_plan);
            handlers[endpoint] = _handlers[new EndpointRef(name, endpoint)] =
                new RequestHandler(_sim, service, new Endpoint(endpoint, steps, latency, breakdown));
        }

        _pods.Add(service, spec, nodes, handlers, resolvers);
        return service;
    }

    private Step StepOf(StepSpec spec, string service, string endpoint) => spec switch
    {
        CpuStepSpec cpu => cpu.ToStep() with
        {
            Latency = cpu.Name is null ? null : AddLatency(service, endpoint, cpu.Name, "latency"),
            Tasks = cpu.Name is null ? null : AddLatency(service, endpoint, cpu.Name, "task"),
        },
        WaitStepSpec wait => wait.ToStep() with
        {
            Latency = wait.Name is null ? null : AddLatency(service, endpoint, wait.Name, "latency"),
        },
        DnsStepSpec dns => new Step
        {
            Kind = StepKind.Wait,
            Length = (dns as CallStepSpec)?.Latency.ToDistribution() ?? Distribution.Constant(Duration.Zero),
            Host = new HostName(dns.Host, dns.Names),
            KeepAlive = (dns as CallStepSpec)?.KeepAlive ?? 0,
            Latency = dns.Name is null ? null : AddLatency(service, endpoint, dns.Name, "latency"),
        },
        DatabaseStepSpec database => new Step
        {
            Kind = StepKind.Query,
            Length = Distribution.Constant(Duration.Zero),
            Query = _databases.StepOf(database, service),
            Latency = database.Name is null ? null : AddLatency(service, endpoint, database.Name, "latency"),
        },
        _ => throw new InvalidOperationException($"Nobody models {spec.GetType().Name}."),
    };

    private LatencyRecorder AddLatency(params ReadOnlySpan<string> names)
    {
        var recorder = new LatencyRecorder(_plan);
        _latencies.Add(MetricName.Of(names), recorder);
        return recorder;
    }

    private Client AddClient(string name, ClientSpec spec, RequestLog? log)
    {
        var options = new ClientOptions
        {
            Name = name,
            Timeout = spec.Timeout,
            AttemptTimeout = spec.AttemptTimeout,
            Retries = spec.Retries is { } retries ? retries with { On = spec.RetryOn } : null,
            CircuitBreaker = spec.CircuitBreaker,
        };
        var client = new Client(_sim, options, _handlers[spec.Target], new ClientRecorder(_plan), log);
        if (spec.Arrival is { } arrival) _ = new OpenLoop(_sim, client, ArrivalsOf(arrival, name), _plan.To);
        else _ = new ClosedLoop(_sim, client, spec.Concurrency!.Value, spec.Think.ToDistribution(), _plan.To);
        return client;
    }

    private Arrivals ArrivalsOf(ArrivalSpec spec, string client)
    {
        var stream = _sim.Stream($"clients/{client}/arrivals");
        return spec switch
        {
            RateArrivalSpec { IsPoisson: true } rate => RateArrivals.Poisson(ProfileOf(rate), stream),
            RateArrivalSpec rate => RateArrivals.Even(ProfileOf(rate)),
            BatchArrivalSpec batch => new BatchArrivals(
                batch.Size.ToDistribution(),
                batch.Every.ToDistribution(),
                batch.First,
                _sim.Stream($"clients/{client}/sizes"),
                stream),
            ReplayArrivalSpec replay => new ReplayArrivals(
                [.. replay.Arrivals.Select(a => new Arrival(SimTime.Zero + a.At, a.Work))], replay.Repeat),
            DailyArrivalSpec daily => RateArrivals.Poisson(ProfileOf(daily), stream, daily.StartAt),
            _ => throw new InvalidOperationException($"Nobody models {spec.GetType().Name}."),
        };
    }

    private static RateProfile ProfileOf(RateArrivalSpec spec)
    {
        if (spec.Stages.IsEmpty) return RateProfile.Constant(spec.Rate.PerSecond);
        var before = spec.Rate.PerSecond;
        var stretches = ImmutableArray.CreateBuilder<RateStretch>(spec.Stages.Length);
        foreach (var stage in spec.Stages)
        {
            var rate = stage.Rate.PerSecond;
            stretches.Add(new RateStretch(stage.Duration.TotalSeconds, stage.IsRamp ? before : rate, rate));
            before = rate;
        }

        return RateProfile.Stages(stretches.MoveToImmutable());
    }

    private static RateProfile ProfileOf(DailyArrivalSpec spec) => RateProfile.Cycle(
    [
        .. spec.Hours.Select((rate, hour) =>
            new RateStretch(3600, rate.PerSecond, spec.Hours[(hour + 1) % spec.Hours.Length].PerSecond)),
    ]);

    private static LoadBalancing BalancingOf(RoutingPolicy policy) => policy switch
    {
        RoutingPolicy.RoundRobin => LoadBalancing.RoundRobin,
        RoutingPolicy.LeastRequests => LoadBalancing.LeastRequests,
        RoutingPolicy.PowerOfTwo => LoadBalancing.PowerOfTwoChoices,
        _ => LoadBalancing.Random,
    };
}
