using System.Collections.Immutable;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Results;

/// <summary>From what databases and pools did to what a reader is told: pure arithmetic.</summary>
internal sealed class DatabaseSummarizer(VariantResult variant)
{
    private ImmutableArray<DatabasesResult> Results { get; } =
        [.. variant.Replications.Select(r => r.Databases).OfType<DatabasesResult>()];

    /// <summary>Null where there is no database.</summary>
    public DatabasesSummary? Summarize() => Results.IsEmpty ? null : new DatabasesSummary
    {
        Servers = [.. Results[0].Servers.Select(s => Server(s.Name))],
        Pools = [.. Results[0].Pools.Select(p => Pool(p.Service, p.Pool))],
    };

    /// <summary>The value that a threshold asks for.</summary>
    public Measured Of(MetricPath metric, Aggregator aggregator)
    {
        return metric.Kind switch
        {
            MetricKind.DatabaseConnections => Level(Server(metric.Owner).Connections),
            MetricKind.DatabaseActive => Level(Server(metric.Owner).Active),
            MetricKind.DatabaseIdleInTransaction => Level(Server(metric.Owner).IdleInTransaction),
            MetricKind.DatabaseRejected => Server(metric.Owner).Rejected,
            MetricKind.DatabaseErrors => Server(metric.Owner).Errors,
            MetricKind.PgBouncerClients => Level(Server(metric.Owner).PgBouncer!.Clients),
            MetricKind.PgBouncerWaiting => Level(Server(metric.Owner).PgBouncer!.Waiting),
            MetricKind.PgBouncerServers => Level(Server(metric.Owner).PgBouncer!.Servers),
            MetricKind.PgBouncerMaxWait => Server(metric.Owner).PgBouncer!.MaxWait,
            MetricKind.PoolConnections => Level(Pool(metric.Owner, metric.Pool!).Connections),
            MetricKind.PoolIdle => Level(Pool(metric.Owner, metric.Pool!).Idle),
            MetricKind.PoolWaiting => Level(Pool(metric.Owner, metric.Pool!).Waiting),
            MetricKind.PoolTimeouts => Pool(metric.Owner, metric.Pool!).Timeouts,
            _ => throw new InvalidOperationException($"{metric.Text} is no metric of a database or pool."),
        };

        Measured Level(LevelSummary level) => aggregator == Aggregator.Max ? level.Max : level.Mean;
    }

    private DatabaseSummary Server(string name)
    {
        ImmutableArray<DatabaseResult> all = [.. Results.Select(r => r.Servers.Single(s => s.Name == name))];
        return new DatabaseSummary
        {
            Name = name,
            MaxConnections = all[0].MaxConnections,
            Connections = Level(all, r => r.Connections),
            Active = Level(all, r => r.ByState[(int)BackendState.Active]),
            IdleInTransaction = Level(all, r => r.ByState[(int)BackendState.IdleInTransaction]),
            Rejected = Pooled.Mean([.. all.Select(r => (double)r.Rejected)]),
            Errors = Pooled.Mean([.. all.Select(r => (double)r.Errors.Sum(e => e.Count))]),
            ByKind =
            [
                .. all.SelectMany(r => r.Errors).GroupBy(e => (e.SqlState, e.Message))
                    .Select(g => new DatabaseErrorCount(g.Key.SqlState, g.Key.Message, g.Sum(e => e.Count)))
                    .OrderByDescending(e => e.Count)
                    .ThenBy(e => e.SqlState, StringComparer.Ordinal).ThenBy(e => e.Message, StringComparer.Ordinal),
            ],
            PgBouncer = all[0].PgBouncer is null ? null : PgBouncer([.. all.Select(r => r.PgBouncer!)]),
        };
    }

    private static PgBouncerSummary PgBouncer(ImmutableArray<PgBouncerResult> all) => new()
    {
        Replicas = all[0].Replicas.Length,
        MaxClientConn = all[0].MaxClientConn,
        Clients = Level(all, r => r.Clients),
        Waiting = Level(all, r => r.Waiting),
        Servers = Level(all, r => r.Servers),
        MaxWait = Pooled.Mean([.. all.Select(r => r.Replicas.Max(p => p.MaxWait))]),
    };

    private PoolSummary Pool(string service, string pool)
    {
        ImmutableArray<ClientPoolResult> all =
            [.. Results.Select(r => r.Pools.Single(p => p.Service == service && p.Pool == pool))];
        return new PoolSummary
        {
            Service = service,
            Pool = pool,
            Database = all[0].Database,
            Max = all[0].Max,
            Connections = Level(all, r => r.All.Total),
            Idle = Level(all, r => r.All.Idle),
            Waiting = Level(all, r => r.All.Waiting),
            Timeouts = Pooled.Mean([.. all.Select(r => (double)r.Timeouts)]),
        };
    }

    private static LevelSummary Level<T>(ImmutableArray<T> all, Func<T, LevelResult> of) => new(
        Pooled.Mean([.. all.Select(r => of(r).Mean)]), Pooled.Mean([.. all.Select(r => of(r).Max)]));
}
