using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Recording;
using Simulator.Models.Routing;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>One rolling update of processes with pools against a Postgres, as the recorder drove it.</summary>
internal sealed class RolloutReplay
{
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration Look = Duration.FromMilliseconds(100);
    private static readonly Login Login = new("app", "app");

    private readonly Simulation _sim = new();
    private readonly RolloutCase _case;
    private readonly Deployment _deployment;
    private readonly Postgres _postgres;
    private readonly Dictionary<string, SimTime> _deleted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private readonly List<PodEvent> _events = [];
    private SimTime _began;

    public RolloutReplay(RolloutCase rollout, RecordedMachine machine)
    {
        _case = rollout;
        var database = new CpuNode(_sim, machine.Cores, new KernelOptions());
        _postgres = new Postgres(
            _sim,
            new PostgresOptions { ConnectCost = machine.ConnectTrust, RoundTrip = machine.Hop },
            database.CreateGroup("postgres", null, 1024, Duration.Zero));
        var plan = new MeasuringPlan(Duration.Zero, Duration.FromSeconds(600), 1);
        var nodes = new NodePool([new CpuNode(_sim, machine.Cores, new KernelOptions())], long.MaxValue);
        var service = new Service("app", LoadBalancing.Random, new IntervalCounts(plan));
        var now = Distribution.Constant(Duration.Zero);
        var options = new DeploymentOptions
        {
            Name = "app",
            Replicas = rollout.Replicas,
            Strategy = new DeploymentStrategy
            {
                MaxSurge = IntOrPercent.Pods(rollout.Surge),
                MaxUnavailable = IntOrPercent.Pods(rollout.Unavailable),
            },
        };
        var pods = new PodOptions
        {
            Shutdown = rollout.HasHandler ? ShutdownPlan.Graceful : new ShutdownPlan { IsIgnored = true },
            Grace = rollout.Grace,
            Startup = [new Step { Kind = StepKind.Wait, Length = Distribution.Constant(rollout.Start) }],
            Probes = [new Probe { Kind = ProbeKind.Readiness, Period = Look }],
        };
        _deployment = new Deployment(
            _sim, options, nodes, new EndpointSlice(_sim, service, now),
            (place, changed) => new PodWorker(
                _sim, new Pod(place.Name, place.Generation, _ => NewContainer(place, nodes.Nodes[0])), pods, changed,
                OnEvent),
            OnEvent);
    }

    /// <summary>Backends before the rollout, the most during it, and after it.</summary>
    public (long Before, long Peak, long After) Connections { get; private set; }

    /// <summary>Processes at once.</summary>
    public int MostPods { get; private set; }

    /// <summary>Seconds from the rollout's begin to the end of the last old pod.</summary>
    public double AllTerminated { get; private set; }

    /// <summary>Old pods that ended of themselves.</summary>
    public int CleanExits { get; private set; }

    public void Run()
    {
        _deployment.StartLongAgo(Enumerable.Repeat(0, _case.Replicas));
        _sim.RunUntil(SimTime.Zero + (Second * 5));
        var before = _postgres.Connections.Live;
        Connections = (before, before, 0);
        _began = _sim.Now;
        _deployment.Rollout();
        _sim.Start(Count());
        _sim.RunUntil(_began + (_case.Grace * 4) + (Second * 30));
        Connections = Connections with { After = _postgres.Connections.Live };
        var gone = _events.Where(e => e.Kind == PodEventKind.Gone).ToList();
        AllTerminated = (gone[^1].At - _began).TotalSeconds;
        CleanExits = gone.Count - _events.Count(e => e.Kind == PodEventKind.SigKill);
    }

    private Container NewContainer(PodPlace place, CpuNode node)
    {
        var group = node.CreateGroup(place.Name, null, 1024, Duration.Zero);
        var pool = new ClientPool(
            _sim, PoolOptions.NodePostgres with { Max = _case.Pool }, _postgres, Login, place.Name);
        var container = new Container(_sim, group, new RuntimeThreads(1), queueCapacity: null)
        {
            Pools = new Dictionary<string, ClientPool> { ["pg"] = pool },
        };
        _sim.Start(Use(place.Name, container, pool));
        return container;
    }

    // From when it is ready, every second as many queries at once as the pool has connections; a deleted pod has no
    // traffic after a second.
    private async SimTask Use(string pod, Container container, ClientPool pool)
    {
        while (!_ready.Contains(pod) && !container.IsDead) await _sim.Delay(Look);
        while (!container.IsDead)
        {
            var isLate = _deleted.TryGetValue(pod, out var at) && _sim.Now - at > Second;
            if (!isLate || _case.KeepsTraffic)
                for (var i = 0; i < _case.Pool; i++) _sim.Start(pool.Query(Statement.Sleeping(Look / 10)));
            await _sim.Delay(Second);
        }
    }

    private void OnEvent(PodEvent e)
    {
        _events.Add(e);
        if (e.Kind == PodEventKind.Ready) _ready.Add(e.Pod);
        if (e.Kind == PodEventKind.Deleted) _deleted[e.Pod] = e.At;
    }

    // The recorder counted ten times a second: what lives shorter it saw by chance.
    private async SimTask Count()
    {
        await _sim.Delay(Look / 2);
        while (true)
        {
            await _sim.Delay(Look);
            Connections = Connections with { Peak = Math.Max(Connections.Peak, _postgres.Connections.Live) };
            MostPods = Math.Max(MostPods, _deployment.Pods);
        }
    }
}

/// <summary>What was rolled out, and how.</summary>
internal sealed record RolloutCase(
    int Replicas, int Surge, int Unavailable, int Pool, Duration Start, Duration Grace, bool HasHandler,
    bool KeepsTraffic);
