using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>What the summary says of databases and pools, as rows beside those of clients and services.</summary>
internal static class DatabaseRows
{
    public static IEnumerable<SummaryRows.Row> Of(DatabasesSummary? all) =>
        all is null ? [] : all.Servers.SelectMany(Server).Concat(all.Pools.SelectMany(Pool));

    public static IEnumerable<SummaryRows.Row> Server(DatabaseSummary server)
    {
        string Of(string metric) => MetricName.Of(server.Name, metric);
        foreach (var row in Level(Of("connections"), server.Connections)) yield return row;
        foreach (var row in Level(Of("active"), server.Active)) yield return row;
        foreach (var row in Level(Of("idle_in_transaction"), server.IdleInTransaction)) yield return row;
        yield return new(Of("rejected"), "count", server.Rejected, "1");
        yield return new(Of("errors"), "count", server.Errors, "1");
        if (server.PgBouncer is not { } pooler) yield break;
        string Pooler(string metric) => MetricName.Of(server.Name, "pgbouncer", metric);
        foreach (var row in Level(Pooler("clients"), pooler.Clients)) yield return row;
        foreach (var row in Level(Pooler("waiting"), pooler.Waiting)) yield return row;
        foreach (var row in Level(Pooler("servers"), pooler.Servers)) yield return row;
        yield return new(Pooler("maxwait"), "max", pooler.MaxWait, "s");
    }

    public static IEnumerable<SummaryRows.Row> Pool(PoolSummary pool)
    {
        string Of(string metric) => MetricName.Of(pool.Service, "pools", pool.Pool, metric);
        foreach (var row in Level(Of("connections"), pool.Connections)) yield return row;
        foreach (var row in Level(Of("idle"), pool.Idle)) yield return row;
        foreach (var row in Level(Of("waiting"), pool.Waiting)) yield return row;
        yield return new(Of("timeouts"), "count", pool.Timeouts, "1");
    }

    private static IEnumerable<SummaryRows.Row> Level(string metric, LevelSummary level) =>
        [new(metric, "mean", level.Mean, "1"), new(metric, "max", level.Max, "1")];
}
