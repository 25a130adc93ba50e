using System.Collections.Immutable;
using Simulator.Models.Cpu;
using Simulator.Models.Database;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>The databases of one world and what is recorded of them and of pools; closes their books.</summary>
public sealed class DatabaseWorld
{
    public required MeasuringPlan Plan { get; init; }

    internal ImmutableArray<DatabaseServer> Servers { get; init; }

    internal ImmutableArray<PodPools> Pools { get; init; }

    /// <summary>What runs under the CPU model, in the order in which it is sampled.</summary>
    internal IEnumerable<DatabaseWorkload> Workloads
    {
        get
        {
            foreach (var server in Servers)
            {
                var statements = server.Recorder.Statements.Counts;
                yield return new DatabaseWorkload(server.Name, [(server.Name, server.Container)], statements);
                if (server.PgBouncer is not { } pooler) continue;
                yield return new DatabaseWorkload(
                    DatabaseBuilder.PgBouncerName(server.Name),
                    [.. pooler.Replicas.Select(r => (r.Name, r.Container))], statements);
            }
        }
    }

    public IEnumerable<(string Name, CpuGroup Container)> Containers => Workloads.SelectMany(w => w.Processes);

    /// <summary>The server of that name.</summary>
    public Postgres Postgres(string database) => Servers.Single(s => s.Name == database).Postgres;

    public DatabasesResult Result() => new()
    {
        Interval = Plan.Interval,
        Servers = [.. Servers.Select(ResultOf)],
        Pools = [.. Pools.Select(ResultOf)],
    };

    private static DatabaseResult ResultOf(DatabaseServer server) => new()
    {
        Name = server.Name,
        MaxConnections = server.Spec.Postgres.MaxConnections,
        Connections = ResultOf(server.Recorder.Connections),
        ByState = [.. Enum.GetValues<BackendState>().Select(s => ResultOf(server.Recorder.InState(s)))],
        Rejected = server.Recorder.Rejected,
        Errors = [.. server.Recorder.ByKind.Select(e => new DatabaseErrorCount(e.SqlState, e.Message, e.Count))],
        Statements = server.Recorder.Statements.Counts,
        ErrorSeries = server.Recorder.Errors.Counts,
        PgBouncer = server.PgBouncer is { } pooler ? ResultOf(server, pooler) : null,
    };

    private static PgBouncerResult ResultOf(DatabaseServer server, PgBouncers pooler) => new()
    {
        MaxClientConn = server.Spec.PgBouncer!.Options.MaxClientConn,
        Clients = ResultOf(pooler.Recorder.Clients),
        Waiting = ResultOf(pooler.Recorder.Waiting),
        Servers = ResultOf(pooler.Recorder.Servers),
        Replicas =
        [
            .. pooler.Replicas.Zip(pooler.Recorder.Replicas, (process, r) => new PgBouncerReplicaResult
            {
                Name = process.Name,
                ClActive = ResultOf(r.ClActive),
                ClWaiting = ResultOf(r.ClWaiting),
                SvActive = ResultOf(r.SvActive),
                SvIdle = ResultOf(r.SvIdle),
                SvLogin = ResultOf(r.SvLogin),
                MaxWait = r.MaxWait.Max,
                MaxWaitSeries = r.MaxWait.Maxima,
            }),
        ],
    };

    private static ClientPoolResult ResultOf(PodPools pools)
    {
        var (recorder, all) = (pools.Recorder, ResultOf(pools.Recorder.All));
        return new ClientPoolResult
        {
            Service = pools.Service,
            Pool = pools.Pool,
            Database = pools.Database,
            Max = pools.Max,
            All = all,
            // One generation alone is all there is: its series are kept once.
            Generations = recorder.Generations.ToImmutableSortedDictionary(
                g => g.Key, g => recorder.Generations.Count == 1 ? all : ResultOf(g.Value)),
            Timeouts = recorder.Timeouts,
            TimeoutSeries = recorder.TimeoutCounts.Counts,
        };
    }

    private static PoolLevelsResult ResultOf(PoolLevels levels) =>
        new(ResultOf(levels.Total), ResultOf(levels.Idle), ResultOf(levels.Waiting));

    private static LevelResult ResultOf(LevelRecorder level) => new(level.Mean, level.Max, level.Means, level.Maxima);
}

/// <summary>Processes of a database that have a CPU account as a service's pods have.</summary>
/// <param name="Name">As their metrics are called.</param>
/// <param name="Processes">Each with its cgroup.</param>
/// <param name="Answered">Statements, per interval.</param>
internal sealed record DatabaseWorkload(
    string Name, ImmutableArray<(string Name, CpuGroup Container)> Processes, ImmutableArray<long> Answered);
