using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Databases: slots of Postgres, PgBouncer's queue, errors by kind, clients' pools.</summary>
internal static class DatabaseTables
{
    // Of one variant and database; the rest is in summary.json.
    private const int MostKinds = 4;

    private sealed record Row(string Variant, DatabaseSummary Server);

    public static IEnumerable<ReportTable> Of(Summary summary)
    {
        var told = summary.Variants.Where(v => v.Databases is not null).ToList();
        foreach (var database in told.SelectMany(v => v.Databases!.Servers).Select(s => s.Name).Distinct())
        {
            var rows = told.SelectMany(v => v.Databases!.Servers, (v, s) => new Row(v.Name, s))
                .Where(r => r.Server.Name == database).ToList();
            yield return Slots(database, rows);
            var poolers = rows.Where(r => r.Server.PgBouncer is not null).ToList();
            if (poolers.Count > 0) yield return PgBouncer(database, poolers);
            if (rows.Exists(r => !r.Server.ByKind.IsEmpty)) yield return Kinds(rows);
        }

        foreach (var (service, pool) in told.SelectMany(v => v.Databases!.Pools).Select(p => (p.Service, p.Pool))
            .Distinct())
            yield return Pool(told, service, pool);
    }

    private static ReportTable Slots(string database, List<Row> rows) =>
        new($"{database}: connections of Postgres", "mean, and the most at a time")
        {
            Columns = ["", "max_conn-\nections", "mean", "most", "active\nmean", "active\nmost", "idle in\ntransact.",
                "refused\n(53300)", "errors"],
            Rows =
            [
                .. rows.Select(r => (ImmutableArray<Cell>)
                [
                    r.Variant, Cell.Of(r.Server.MaxConnections), Cell.Amount(r.Server.Connections.Mean),
                    Cell.Amount(r.Server.Connections.Max) with { IsBad = r.Server.Rejected.Value > 0 },
                    Cell.Amount(r.Server.Active.Mean), Cell.Amount(r.Server.Active.Max),
                    Cell.Amount(r.Server.IdleInTransaction.Mean), Cell.Amount(r.Server.Rejected).BadIfAny,
                    Cell.Amount(r.Server.Errors).BadIfAny,
                ]),
            ],
        };

    private static ReportTable PgBouncer(string database, List<Row> rows) =>
        new($"{database}: PgBouncer", "all replicas; max_client_conn is of each")
        {
            Columns = ["", "re-\nplicas", "max_clie-\nnt_conn", "clients\nmost", "waiting\nmean", "waiting\nmost",
                "longest\nwait", "servers\nmean", "servers\nmost"],
            Rows =
            [
                .. rows.Select(r => (r.Variant, Pooler: r.Server.PgBouncer!)).Select(r => (ImmutableArray<Cell>)
                [
                    r.Variant, Cell.Of(r.Pooler.Replicas), Cell.Of(r.Pooler.MaxClientConn),
                    Cell.Amount(r.Pooler.Clients.Max), Cell.Amount(r.Pooler.Waiting.Mean),
                    Cell.Amount(r.Pooler.Waiting.Max),
                    new Cell(Human.Seconds(r.Pooler.MaxWait.Value)) { Sort = r.Pooler.MaxWait.Value },
                    Cell.Amount(r.Pooler.Servers.Mean), Cell.Amount(r.Pooler.Servers.Max),
                ]),
            ],
        };

    private static ReportTable Pool(List<VariantSummary> told, string service, string pool) =>
        new($"{service}: pool {pool}", "of all pods; max is of each")
        {
            Columns = ["", "max", "connections\nmean", "connections\nmost", "idle\nmean", "waiting\nmean",
                "waiting\nmost", "timed\nout"],
            Rows =
            [
                .. told.Select(v => (v.Name,
                        Own: v.Databases!.Pools.FirstOrDefault(p => p.Service == service && p.Pool == pool)))
                    .Where(v => v.Own is not null)
                    .Select(v => (ImmutableArray<Cell>)
                    [
                        v.Name, Cell.Of(v.Own!.Max), Cell.Amount(v.Own.Connections.Mean),
                        Cell.Amount(v.Own.Connections.Max), Cell.Amount(v.Own.Idle.Mean),
                        Cell.Amount(v.Own.Waiting.Mean), Cell.Amount(v.Own.Waiting.Max),
                        Cell.Amount(v.Own.Timeouts).BadIfAny,
                    ]),
            ],
        };

    private static ReportTable Kinds(List<Row> rows)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var (variant, server) in rows)
        {
            foreach (var kind in server.ByKind.Take(MostKinds))
            {
                var code = kind.SqlState.Length > 0 ? kind.SqlState + " " : "";
                notes.Add($"{variant}: {kind.Count} × {code}{kind.Message}");
            }

            if (server.ByKind.Length > MostKinds)
                notes.Add($"{variant}: {server.ByKind.Length - MostKinds} more kinds in summary.json");
        }

        return new ReportTable("", "") { Notes = notes.ToImmutable() };
    }
}
