using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Scenarios;

/// <summary>
/// Builds the databases of a world, each on a machine of its own, with PgBouncer's replicas on theirs; gives pods their
/// pools, and endpoints the steps that use them.
/// </summary>
internal sealed class DatabaseBuilder
{
    private readonly Scenario _scenario;
    private readonly Simulation _sim;
    private readonly MeasuringPlan _plan;
    private readonly ContainerBuilder _containers;
    private readonly Dictionary<string, DatabaseServer> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Service, string Pool), PoolRecorder> _pools = [];
    private readonly Dictionary<(string Database, string Lock), long> _locks = [];

    public DatabaseBuilder(Scenario scenario, Simulation sim, MeasuringPlan plan, ContainerBuilder containers)
    {
        (_scenario, _sim, _plan, _containers) = (scenario, sim, plan, containers);
        foreach (var (name, spec) in scenario.Databases) _servers.Add(name, Build(name, spec));
    }

    /// <summary>What the processes of a database's PgBouncer are called, in metrics and tables.</summary>
    public static string PgBouncerName(string database) => $"{database}-{Language.Names.OfPgBouncer}";

    /// <summary>Before its pods' pools and its steps.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="spec">Whose pools they are.</param>
    /// <param name="addLatency">Makes the recorder of a metric.</param>
    public void AddService(string service, ServiceSpec spec, Func<ImmutableArray<string>, LatencyRecorder> addLatency)
    {
        foreach (var pool in spec.Pools.Keys)
        {
            var wait = addLatency([service, Language.Names.OfPools, pool, "wait"]);
            _pools.Add((service, pool), new PoolRecorder(_sim, _plan, wait));
        }
    }

    /// <summary>The pools of one container, by their names in the service.</summary>
    /// <param name="container">Names their random streams: no two have the same.</param>
    /// <param name="service">Its service.</param>
    /// <param name="spec">Whose pools they are.</param>
    /// <param name="generation">Of the pod: a rollout makes a new one.</param>
    public ImmutableDictionary<string, ClientPool> PoolsFor(
        string container, string service, ServiceSpec spec, int generation)
    {
        var pools = ImmutableDictionary.CreateBuilder<string, ClientPool>(StringComparer.Ordinal);
        foreach (var (name, pool) in spec.Pools)
        {
            var login = new Login(pool.Database ?? name, pool.User)
            {
                IsSuperuser = pool.Role == DatabaseRole.Superuser,
                MayUseReserved = pool.Role == DatabaseRole.PgUseReservedConnections,
            };
            var options = pool.ToOptions(_scenario.Nodes[spec.Node].Cpus);
            var made = new ClientPool(
                _sim, options, _servers[login.Database].Entry, login, $"pods/{container}/pools/{name}");
            _pools[(service, name)].Watch(made, generation);
            pools.Add(name, made);
        }

        return pools.ToImmutable();
    }

    /// <summary>What a query or transaction step of that service does.</summary>
    public QueryStep StepOf(DatabaseStepSpec step, string service)
    {
        var database = _scenario.Services[service].Pools[step.Pool].Database ?? step.Pool;
        return new QueryStep(
            _sim, step.Pool, [.. step.Parts.Select(p => PartOf(p, database))], step is TransactionStepSpec,
            _pools[(service, step.Pool)], _servers[database].Recorder);
    }

    /// <summary>All that there is now.</summary>
    public DatabaseWorld Finish() => new()
    {
        Plan = _plan,
        Servers = [.. _scenario.Databases.Keys.Select(d => _servers[d])],
        Pools =
        [
            .. from s in _scenario.Services
            from p in s.Value.Pools
            let options = p.Value.ToOptions(_scenario.Nodes[s.Value.Node].Cpus)
            select new PodPools(s.Key, p.Key, p.Value.Database ?? p.Key, options.Max, _pools[(s.Key, p.Key)]),
        ],
    };

    private DatabaseServer Build(string name, DatabaseSpec spec)
    {
        var machine = new CpuNode(_sim, spec.Cpus, new KernelOptions());
        var group = machine.CreateGroup(name, null, CfsQuota.SharesFromMillicores(0), Duration.Zero);
        var postgres = new Postgres(_sim, spec.Postgres, group, $"databases/{name}");
        var recorder = new DatabaseRecorder(_sim, _plan, postgres);
        if (spec.PgBouncer is not { } pooler)
            return new DatabaseServer(name, spec, postgres, postgres, group, recorder, null);
        ImmutableArray<PgBouncerProcess> replicas =
        [
            .. Enumerable.Range(0, pooler.Replicas)
                .Select(i => Build($"{PgBouncerName(name)}-{i}", pooler, postgres)),
        ];
        ImmutableArray<PgBouncer> processes = [.. replicas.Select(r => r.Process)];
        var entry = new PgBouncerService(processes, _sim.Stream($"databases/{name}/routing"));
        return new DatabaseServer(
            name, spec, postgres, entry, group, recorder,
            new PgBouncers(replicas, new PgBouncerRecorder(_sim, _plan, processes)));
    }

    private PgBouncerProcess Build(string name, PgBouncerSpec spec, Postgres postgres)
    {
        var pool = new NodePoolSpec { Cpus = spec.Cpus };
        var node = new CpuNode(_sim, pool.Cpus, pool.Kernel);
        var container = _containers.Build(name, spec.Resources, Duration.Zero, null, pool, node)();
        return new PgBouncerProcess(name, new PgBouncer(_sim, spec.Options, postgres, container), container);
    }

    private QueryPart PartOf(QueryPartSpec spec, string database) => spec switch
    {
        StatementSpec s => new QueryPart
        {
            Cpu = s.Cpu.ToDistribution(),
            Time = s.Time.ToDistribution(),
            Shared = s.Shared?.Alone.ToDistribution() ?? Distribution.Constant(Duration.Zero),
            Contention = s.Shared?.Contention,
            Lock = s.Lock is { } name ? LockOf(database, name) : null,
        },
        PauseSpec { IsCpu: true } p => new QueryPart { Kind = QueryPartKind.Cpu, Cpu = p.Time.ToDistribution() },
        PauseSpec p => new QueryPart { Kind = QueryPartKind.Wait, Time = p.Time.ToDistribution() },
        _ => throw new InvalidOperationException($"Nobody models {spec.GetType().Name}."),
    };

    private long LockOf(string database, string name)
    {
        if (_locks.TryGetValue((database, name), out var key)) return key;
        _locks.Add((database, name), key = _locks.Count);
        return key;
    }
}

/// <summary>One database, wired.</summary>
/// <param name="Name">As in the scenario.</param>
/// <param name="Spec">What it was built from.</param>
/// <param name="Postgres">The server.</param>
/// <param name="Entry">What clients connect to.</param>
/// <param name="Container">The cgroup of its processes.</param>
/// <param name="Recorder">Its levels and counts.</param>
/// <param name="PgBouncer">Null: there is none.</param>
internal sealed record DatabaseServer(
    string Name, DatabaseSpec Spec, Postgres Postgres, IDatabase Entry, CpuGroup Container, DatabaseRecorder Recorder,
    PgBouncers? PgBouncer);

/// <summary>The replicas in front of one database, and what is recorded of them.</summary>
internal sealed record PgBouncers(ImmutableArray<PgBouncerProcess> Replicas, PgBouncerRecorder Recorder);

/// <summary>One replica.</summary>
internal sealed record PgBouncerProcess(string Name, PgBouncer Process, CpuGroup Container);

/// <summary>The pools of one name in a service's pods.</summary>
/// <param name="Service">The service.</param>
/// <param name="Pool">Its name there.</param>
/// <param name="Database">Where it connects to.</param>
/// <param name="Max">Of one pod.</param>
/// <param name="Recorder">What is recorded of them.</param>
internal sealed record PodPools(string Service, string Pool, string Database, int Max, PoolRecorder Recorder);
