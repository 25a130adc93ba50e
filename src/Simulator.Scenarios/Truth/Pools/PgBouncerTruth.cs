using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>PgBouncer by itself: limits and refusals, logins, what it costs to connect, and its end.</summary>
internal static class PgBouncerTruth
{
    public const string Section = "pgbouncer_behaviour";

    public static (List<TruthRow> Rows, List<string> Unknown) Compare(JsonElement section, RecordedMachine machine)
    {
        var rows = new PoolRows(Section);
        var unknown = new List<string>();
        foreach (var entry in section.EnumerateObject())
        {
            var (name, run) = (entry.Name, entry.Value);
            if (name.StartsWith("growth", StringComparison.Ordinal))
                PgBouncerPoolTruth.Growth(name, run, machine, rows);
            else if (name.StartsWith("reserve_pool", StringComparison.Ordinal))
                PgBouncerPoolTruth.Reserve(name, run, machine, rows);
            else if (name.StartsWith("server_idle_timeout", StringComparison.Ordinal))
                PgBouncerPoolTruth.IdleTimeout(name, run, machine, rows);
            else if (name.StartsWith("query_wait_timeout", StringComparison.Ordinal))
                QueryWait(name, run, machine, rows);
            else if (name.StartsWith("max_client_conn", StringComparison.Ordinal)) MaxClients(name, run, machine, rows);
            else if (name == "postgres_full") PostgresFull(name, run, machine, rows);
            else if (name.StartsWith("connect_storm", StringComparison.Ordinal))
                Storm(name, run, section, machine, rows);
            else if (name.Contains("SIGTERM", StringComparison.Ordinal)) Signal(name, run, machine, rows);
            else if (name == "connect_cost_ms") ConnectCost(name, run, machine, rows);
            else if (name is not ("roundtrip_ms" or "pg_backends_during_500")) unknown.Add($"{Section}.{name}");
        }

        return (rows.Rows, unknown);
    }

    private static double LastNumber(JsonElement list) => list[list.GetArrayLength() - 1].GetDouble();

    private static double Suffix(string name, string pattern, double otherwise) =>
        JsonFacts.NumberIn(name, pattern) ?? otherwise;

    /// <summary>
    /// The queries' length is that of the shortest recorded one that was served, to the tenth of a second.
    /// </summary>
    private static void QueryWait(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var measured = run.List("out").ToList();
        var served = measured.Where(o => o[0].GetString() == "ok").Select(LastNumber).ToList();
        var sleep = Bench.Ms(Math.Floor((served.Count > 0 ? served.Min() : 4_000) / 100) * 100);
        var bench = new Bench(machine);
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with
        {
            DefaultPoolSize = (int)(run.Number("pool") ?? 2),
            QueryWaitTimeout = Duration.FromSeconds(Suffix(name, @"_([0-9.]+)s\b", 2)),
        });
        var results = new List<(string Words, double Ms)>();
        async SimTask One()
        {
            var connection = (await bouncer.Connect(Bench.App)).Connection!;
            var error = await connection.Query(Statement.Sleeping(sleep));
            results.Add((error is null ? "ok" : $"{error.SqlState} {error.Message}", bench.NowMs));
        }

        for (var i = 0; i < (run.Number("clients") ?? 4); i++) bench.Sim.Start(One());
        bench.RunUntil(600_000);
        foreach (var (i, entry) in measured.Index())
        {
            var words = string.Join(' ', entry.EnumerateArray().SkipLast(1).Select(e => e.ToString()));
            rows.Same($"{name}, client {i}", "answer", words, i < results.Count ? results[i].Words : "nothing");
            if (i < results.Count) rows.Time($"{name}, client {i}", "answer_ms", LastNumber(entry), results[i].Ms);
        }
    }

    private static void MaxClients(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var limit = (int)Suffix(name, @"_(\d+)$", run.Number("after") ?? 100);
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with { MaxClientConn = limit });
        var (connected, error) = (0, default(DatabaseError));
        async SimTask Run()
        {
            while ((error = (await bouncer.Connect(Bench.App)).Error) is null) connected++;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(60_000);
        rows.Add(name, "after", run.Number("after"), connected, 0);
        rows.Same(name, "code", run.Text("code"), error?.SqlState);
        rows.Same(name, "message", run.Text("message"), error?.Message);
    }

    /// <summary>
    /// All slots of ordinary users are taken; attempts follow one another after the recorded pauses, then the slots are
    /// freed after such a pause too.
    /// </summary>
    private static void PostgresFull(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var measured = run.List("attempts")
            .Select(a => (At: a[0].GetDouble(), Words: $"{a[1]} {a[2]}", Ms: a[3].GetDouble())).ToList();
        var pause = measured.Count > 1 ? measured[1].At - measured[0].At - measured[0].Ms : 300;
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with
        {
            ServerLoginRetry = Duration.FromSeconds(run.Number("server_login_retry") ?? 15),
        }, postgres);
        var results = new List<(string Words, double Ms)>();
        var recovered = -1.0;
        async SimTask Run()
        {
            var hogs = new List<IConnection>();
            // The recorder's own connection watches.
            for (var i = 0; i <= (run.Number("hogs") ?? 96); i++)
                if ((await postgres.Connect(Bench.App)).Connection is { } hog) hogs.Add(hog);
            foreach (var _ in measured)
            {
                var asked = bench.NowMs;
                var error = (await bouncer.Connect(Bench.App)).Error;
                results.Add((error is null ? "ok" : $"{error.SqlState} {error.Message}", bench.NowMs - asked));
                await bench.Sim.Delay(Bench.Ms(pause));
            }

            foreach (var hog in hogs)
            {
                // One after the other, each until its backend is gone, as awaiting node-postgres' end() does.
                var before = postgres.Connections.Live;
                hog.Close();
                while (postgres.Connections.Live == before) await bench.Sim.Delay(Bench.Ms(0.1));
            }

            var freed = bench.NowMs;
            while ((await bouncer.Connect(Bench.App)).Error is not null) await bench.Sim.Delay(Bench.Ms(10));
            recovered = bench.NowMs - freed;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(600_000);
        foreach (var (i, (_, words, ms)) in measured.Index())
        {
            rows.Same($"{name}, attempt {i}", "answer", words, i < results.Count ? results[i].Words : "nothing");
            if (i < results.Count) rows.Time($"{name}, attempt {i}", "answer_ms", ms, results[i].Ms);
        }

        rows.Time(name, "recovered_ms", run.Number("recovered_ms_after_slots_freed"), recovered);
    }

    private static void Storm(string name, JsonElement run, JsonElement section, RecordedMachine machine, PoolRows rows)
    {
        var clients = (int)Suffix(name, @"storm(\d+)", 100);
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions, postgres);
        var database = new ByClient(bench, bouncer, machine.PoolerClientLogin);
        rows.Time(name, "ms", run.GetDouble(), ConnectTruth.Storm(bench, database, clients));
        rows.Add(name, "backends", section.Number($"pg_backends_during_{clients}"), postgres.Connections.Live, 0);
    }

    private static void ConnectCost(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        foreach (var (kind, scram) in ((string, bool)[])[("direct_trust", false), ("direct_scram", true)])
        {
            var bench = new Bench(machine, scram: scram);
            var ms = ConnectTruth.Storm(bench, bench.Postgres(), 1);
            rows.Time($"{name}, {kind}", "ms", run.Number(kind, "connect_p50"), ms);
        }

        var pooled = new Bench(machine);
        var bouncer = pooled.PgBouncer(pooled.PgBouncerOptions);
        var database = new ByClient(pooled, bouncer, machine.PoolerClientLogin);
        ConnectTruth.Storm(pooled, database, 1); // The first one waits for the first server.
        rows.Time($"{name}, pgbouncer_trust", "ms", run.Number("pgbouncer_trust", "connect_p50"),
            ConnectTruth.Storm(pooled, database, 1));
    }

    private static void Signal(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var version = System.Text.RegularExpressions.Regex.Match(name, @"_(\d+)_(\d+)_");
        var bouncer = bench.PgBouncer(bench.PgBouncerOptions with
        {
            Version = version.Success
                ? new Version(int.Parse(version.Groups[1].Value), int.Parse(version.Groups[2].Value))
                : new Version(1, 18),
        });
        DatabaseError? error = null;
        async SimTask Run()
        {
            var connection = (await bouncer.Connect(Bench.App)).Connection!;
            error = await connection.Query(Statement.Sleeping(Duration.FromSeconds(10)));
        }

        bench.Sim.Start(Run());
        bench.RunUntil(1_000);
        bouncer.Signal(PgBouncerSignal.Term);
        bench.RunUntil(60_000);
        rows.Same(name, "client_error", run.Text("client_error", "message"), error?.Message);
        // main.c of 1.18 calls exit() in the handler; what took the recorded one its second is not known.
        if (bouncer.ExitedAt is { } at)
            rows.Add(name, "exit_ms", run.Number("exit_ms"), (at.TotalSeconds * 1e3) - 1_000, null);
    }
}
