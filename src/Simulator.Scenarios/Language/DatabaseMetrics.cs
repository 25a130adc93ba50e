using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>The metrics of databases, of PgBouncer in front of them, and of the pools in services' pods.</summary>
internal static class DatabaseMetrics
{
    private static readonly ImmutableArray<(string Name, MetricKind Kind)> OfServers =
    [
        ("connections", MetricKind.DatabaseConnections), ("active", MetricKind.DatabaseActive),
        ("idle_in_transaction", MetricKind.DatabaseIdleInTransaction), ("rejected", MetricKind.DatabaseRejected),
        ("errors", MetricKind.DatabaseErrors),
    ];

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> OfPgBouncer =
    [
        ("clients", MetricKind.PgBouncerClients), ("waiting", MetricKind.PgBouncerWaiting),
        ("servers", MetricKind.PgBouncerServers), ("maxwait", MetricKind.PgBouncerMaxWait),
    ];

    private static readonly ImmutableArray<(string Name, MetricKind Kind)> OfPools =
    [
        ("connections", MetricKind.PoolConnections), ("idle", MetricKind.PoolIdle), ("waiting", MetricKind.PoolWaiting),
        ("timeouts", MetricKind.PoolTimeouts), ("wait", MetricKind.PoolWait),
    ];

    /// <summary>What has a CPU account as services have: each database, and each database's PgBouncer.</summary>
    public static IEnumerable<string> Workloads(MapNode root) => References.Databases(root)
        .SelectMany(d => HasPgBouncer(root, d) ? [d, DatabaseBuilder.PgBouncerName(d)] : new[] { d });

    /// <summary>A number of connections or callers, of which a mean over time and a maximum are kept.</summary>
    public static bool IsLevel(MetricKind kind) => kind is MetricKind.DatabaseConnections or MetricKind.DatabaseActive
        or MetricKind.DatabaseIdleInTransaction or MetricKind.PgBouncerClients or MetricKind.PgBouncerWaiting
        or MetricKind.PgBouncerServers or MetricKind.PoolConnections or MetricKind.PoolIdle or MetricKind.PoolWaiting;

    public static bool IsCount(MetricKind kind) =>
        kind is MetricKind.DatabaseRejected or MetricKind.DatabaseErrors or MetricKind.PoolTimeouts;

    /// <param name="text">The canonical path.</param>
    /// <param name="names">Its parts, <c>database.…</c>; those of its CPU are known elsewhere.</param>
    /// <param name="root">The scenario.</param>
    /// <param name="reason">Why there is no such metric, when the result is null.</param>
    public static MetricPath? OfDatabase(string text, List<string> names, MapNode root, out string reason)
    {
        var database = names[0];
        if (names.Count < 2 || names[1] != Names.OfPgBouncer)
            return Kind(OfServers, names.Skip(1), "a database has", out reason) is { } kind
                ? new MetricPath(text, kind, database)
                : null;
        if (!HasPgBouncer(root, database))
        {
            reason = $"the database {Quote.Clean(database)} has no PgBouncer: deploy it with pgbouncer, which may be "
                + "{}";
            return null;
        }

        return Kind(OfPgBouncer, names.Skip(2), "PgBouncer has", out reason) is { } own
            ? new MetricPath(text, own, database)
            : null;
    }

    /// <param name="text">The canonical path.</param>
    /// <param name="names">Its parts, <c>service.pools.…</c>.</param>
    /// <param name="root">The scenario.</param>
    /// <param name="reason">Why there is no such metric, when the result is null.</param>
    public static MetricPath? OfPool(string text, List<string> names, MapNode root, out string reason)
    {
        var pools = References.Pools(root, names[0]).ToList();
        var pool = names.Count > 2 ? names[2] : "";
        if (!pools.Contains(pool))
        {
            reason = $"the service {Quote.Clean(names[0])} has no pool {Quote.Of(pool)}.{Suggestion.For(pool, pools)}";
            return null;
        }

        return Kind(OfPools, names.Skip(3), "a pool has", out reason) is { } kind
            ? new MetricPath(text, kind, names[0], Pool: pool)
            : null;
    }

    private static bool HasPgBouncer(MapNode root, string database) =>
        References.HasMap(root, "databases", database, Names.OfPgBouncer);

    private static MetricKind? Kind(
        ImmutableArray<(string Name, MetricKind Kind)> known, IEnumerable<string> names, string owner,
        out string reason)
    {
        var metric = string.Join('.', names);
        reason = "";
        foreach (var (name, kind) in known)
            if (name == metric) return kind;
        reason = $"{owner} no metric {Quote.Of(metric)}.{Suggestion.For(metric, known.Select(k => k.Name))}";
        return null;
    }
}
