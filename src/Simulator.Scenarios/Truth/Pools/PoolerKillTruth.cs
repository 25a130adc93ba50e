using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Clients of PgBouncer that are killed in a query, and PgBouncer killed itself.</summary>
internal static class PoolerKillTruth
{
    public static void Compare(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        if (name.Contains("itself", StringComparison.OrdinalIgnoreCase)) Itself(name, run, machine, rows);
        else Clients(name, run, machine, rows);
    }

    private static void Itself(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var servers = (int)(JsonFacts.NumberIn(name, @"(\d+) servers") ?? 5);
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with { DefaultPoolSize = servers }, postgres);
        var sleep = Statement.Sleeping(Duration.FromSeconds(JsonFacts.SleepIn(name) ?? 6));
        var clients = new List<IConnection>();
        for (var i = 0; i < servers; i++) bench.Sim.Start(Ask(bouncer, sleep, clients));
        var killMs = machine.KillLead.TotalMilliseconds;
        bench.RunUntil(killMs);
        var goneMs = 0.0;
        postgres.Changed = () => goneMs = postgres.Connections.Live == 0 ? bench.NowMs : goneMs;
        bouncer.Signal(PgBouncerSignal.Kill);
        bench.RunUntil(600_000);
        var last = run.List("series").LastOrDefault();
        if (last.ValueKind == JsonValueKind.Array)
            rows.Time(name, "all_gone_ms", last[0].GetDouble(), goneMs - killMs, atLeastMs: 100);
    }

    /// <summary>
    /// Wave after wave of clients, each killed when the next comes; of the last, which is not killed, the recording
    /// says only that it was done by the sample that shows its servers idle: two seconds are taken.
    /// </summary>
    private static void Clients(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var size = (int)(JsonFacts.NumberIn(name, @"pool_size=(\d+)") ?? 5);
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with { DefaultPoolSize = size }, postgres);
        var series = run.List("series").ToList();
        var first = series.Select(s => s.Text("at")).FirstOrDefault();
        var wave = (int)(JsonFacts.NumberIn(first, @"(\d+) clients") ?? size);
        var sleep = Duration.FromSeconds(JsonFacts.SleepIn(first) ?? 8);
        // A killed wave has slept for as long as a client needs to get at it.
        var lead = machine.KillLead.TotalMilliseconds;
        var clients = new List<IConnection>();
        void Come(Duration time)
        {
            for (var i = 0; i < wave; i++) bench.Sim.Start(Ask(bouncer, Statement.Sleeping(time), clients));
        }

        void Die()
        {
            foreach (var client in clients) client.Lose(ClientLoss.ProcessDied);
            clients.Clear();
        }

        Come(sleep);
        bench.RunUntil(lead);
        for (var i = 0; i < series.Count; i++)
        {
            var (words, ms) = (series[i].Text("at") ?? "", lead + (series[i].Number("ms") ?? 0));
            var isNext = BringsMore(series[i]);
            if (words.Contains("kill", StringComparison.OrdinalIgnoreCase)) Die();
            if (isNext)
            {
                // They came between two samples: a client's login and its query take no longer than the lead.
                bench.RunUntil(Math.Max(bench.NowMs, ms - lead));
                var isLast = !series.Skip(i + 1).Any(BringsMore);
                Come(isLast ? Duration.FromSeconds(2) : sleep);
            }

            bench.RunUntil(Math.Max(bench.NowMs, ms));
            Sample(name, series[i], postgres, bouncer.ShowPools(), rows);
        }
    }

    private static bool BringsMore(JsonElement sample) =>
        (sample.Text("at") ?? "").Contains("more", StringComparison.Ordinal);

    private static void Sample(string name, JsonElement sample, Postgres postgres, PoolCounts pools, PoolRows rows)
    {
        name = $"{name}, {sample.Text("at")}";
        rows.Add(name, "backends", sample.Number("pg", "n"), postgres.Connections.Live, 0);
        rows.Add(name, "active", sample.Number("pg", "a"), postgres.Count(BackendState.Active), 0);
        rows.Add(name, "cl_active", sample.Number("pools", "cl_active"), pools.ClActive, 0);
        rows.Add(name, "cl_waiting", sample.Number("pools", "cl_waiting"), pools.ClWaiting, 0);
        rows.Add(name, "sv_active", sample.Number("pools", "sv_active"), pools.SvActive, 0);
        rows.Add(name, "sv_idle", sample.Number("pools", "sv_idle"), pools.SvIdle, 0);
    }

    private static async SimTask Ask(PgBouncer bouncer, Statement statement, List<IConnection> clients)
    {
        if ((await bouncer.Connect(Bench.App)).Connection is not { } client) return;
        clients.Add(client);
        await client.Query(statement);
    }
}
