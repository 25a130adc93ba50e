using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>The tables about databases: slots of Postgres, PgBouncer's queue, clients' pools, errors by kind.</summary>
public sealed partial class ConsoleReport
{
    // Of one variant and database; the rest is in summary.json.
    private const int MostKinds = 4;

    private void Databases()
    {
        var told = summary.Variants.Where(v => v.Databases is not null).ToList();
        foreach (var database in told.SelectMany(v => v.Databases!.Servers).Select(s => s.Name).Distinct())
        {
            var rows = told.Select(v => (v, Server: v.Databases!.Servers.FirstOrDefault(s => s.Name == database)))
                .Where(r => r.Server is not null).Select(r => (Variant: r.v, Server: r.Server!)).ToList();
            Slots(database, rows);
            PgBouncer(database, [.. rows.Where(r => r.Server.PgBouncer is not null)]);
            Kinds(rows);
        }

        Pools(told);
    }

    private void Slots(string database, List<(VariantSummary Variant, DatabaseSummary Server)> rows)
    {
        console.MarkupLineInterpolated(
            $"[bold]{database}: connections of Postgres[/] [dim]mean, and the most at a time[/]");
        var table = Table("", "max_conn-\nections", "mean", "most", "active\nmean", "active\nmost",
            "idle in\ntransact.", "refused\n(53300)", "errors");
        foreach (var (variant, server) in rows)
        {
            var isFull = server.Rejected.Value > 0;
            var most = Amount(server.Connections.Max);
            table.AddRow(Name(variant), $"{server.MaxConnections}", Amount(server.Connections.Mean),
                isFull ? $"[red]{most}[/]" : most, Amount(server.Active.Mean), Amount(server.Active.Max),
                Amount(server.IdleInTransaction.Mean), Bad(server.Rejected), Bad(server.Errors));
        }

        Show(table);
    }

    private void PgBouncer(string database, List<(VariantSummary Variant, DatabaseSummary Server)> rows)
    {
        if (rows.Count == 0) return;
        console.MarkupLineInterpolated(
            $"[bold]{database}: PgBouncer[/] [dim]all replicas; max_client_conn is of each[/]");
        var table = Table("", "re-\nplicas", "max_clie-\nnt_conn", "clients\nmost", "waiting\nmean", "waiting\nmost",
            "longest\nwait", "servers\nmean", "servers\nmost");
        foreach (var (variant, server) in rows)
        {
            var pooler = server.PgBouncer!;
            table.AddRow(Name(variant), $"{pooler.Replicas}", $"{pooler.MaxClientConn}", Amount(pooler.Clients.Max),
                Amount(pooler.Waiting.Mean), Amount(pooler.Waiting.Max), Human.Seconds(pooler.MaxWait.Value),
                Amount(pooler.Servers.Mean), Amount(pooler.Servers.Max));
        }

        Show(table);
    }

    private void Pools(List<VariantSummary> told)
    {
        foreach (var pool in told.SelectMany(v => v.Databases!.Pools).Select(p => (p.Service, p.Pool)).Distinct())
        {
            console.MarkupLineInterpolated(
                $"[bold]{pool.Service}: pool {pool.Pool}[/] [dim]of all pods; max is of each[/]");
            var table = Table("", "max", "connections\nmean", "connections\nmost", "idle\nmean", "waiting\nmean",
                "waiting\nmost", "timed\nout");
            foreach (var variant in told)
            {
                var own = variant.Databases!.Pools.FirstOrDefault(p => (p.Service, p.Pool) == pool);
                if (own is null) continue;
                table.AddRow(Name(variant), $"{own.Max}", Amount(own.Connections.Mean), Amount(own.Connections.Max),
                    Amount(own.Idle.Mean), Amount(own.Waiting.Mean), Amount(own.Waiting.Max), Bad(own.Timeouts));
            }

            Show(table);
        }
    }

    private void Kinds(List<(VariantSummary Variant, DatabaseSummary Server)> rows)
    {
        foreach (var (variant, server) in rows.Where(r => !r.Server.ByKind.IsEmpty))
        {
            foreach (var kind in server.ByKind.Take(MostKinds))
            {
                var code = kind.SqlState.Length > 0 ? kind.SqlState + " " : "";
                console.MarkupLineInterpolated($"[dim]{variant.Name}: {kind.Count} × {code}{kind.Message}[/]");
            }

            if (server.ByKind.Length > MostKinds)
                console.MarkupLineInterpolated(
                    $"[dim]{variant.Name}: {server.ByKind.Length - MostKinds} more kinds in summary.json[/]");
        }

        if (rows.Any(r => !r.Server.ByKind.IsEmpty)) console.WriteLine();
    }

    private string Bad(Measured count) => count.Value > 0 ? $"[red]{Amount(count)}[/]" : Amount(count);
}
