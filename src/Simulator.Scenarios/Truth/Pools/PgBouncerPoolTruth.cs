using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>How PgBouncer's pools of servers grow, take from the reserve, and shrink.</summary>
internal static class PgBouncerPoolTruth
{
    // The recorder asked SHOW POOLS about that often; each time is an event, and runs the loop.
    private static readonly Duration Watching = Duration.FromMilliseconds(10);

    /// <summary>Many clients at once, from cold: one login after the other.</summary>
    public static void Growth(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var scram = name.Contains("scram", StringComparison.OrdinalIgnoreCase);
        var bench = new Bench(machine);
        var size = (int)(run.Number("pool") ?? 20);
        var options = bench.PgBouncerOptions with
        {
            DefaultPoolSize = size,
            ServerLoginCost = scram ? machine.PoolerScramLogin : Duration.Zero,
        };
        var (bouncer, trail) = Watch(bench, options);
        var database = new ByClient(bench, bouncer, machine.PoolerClientLogin);
        async SimTask One()
        {
            if ((await database.Connect(Bench.App)).Connection is not { } connection) return;
            // All through the recorded growth there was a queue.
            while (bench.NowMs < 10_000) await connection.Query(Statement.Sleeping(Bench.Ms(20)));
        }

        for (var i = 0; i < (run.Number("clients") ?? 100); i++) bench.Sim.Start(One());
        bench.RunUntil(11_000);
        if (run.List("series").Any())
            foreach (var sample in run.List("series"))
                trail.Compare(rows, name, "servers", sample[0].GetDouble(), 0, sample[1].GetInt32());
        var full = JsonFacts.NumberIn(string.Join(' ', Names(run)), @"time_to_(\d+)_servers") ?? size;
        if (run.Number($"time_to_{full}_servers_ms") is { } ms)
            trail.Compare(rows, name, "all servers", ms, 0, (int)full);
    }

    /// <summary>Clients whose transactions are longer than the reserve's timeout; the pool was there before.</summary>
    public static void Reserve(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var (bouncer, trail) = Watch(bench, bench.PgBouncerOptions with
        {
            DefaultPoolSize = (int)(run.Number("pool") ?? 20),
            ReservePoolSize = (int)(run.Number("reserve") ?? 0),
            ReservePoolTimeout = Duration.FromSeconds(run.Number("reserve_pool_timeout") ?? 5),
        });
        var sleep = Statement.Sleeping(Duration.FromSeconds(run.Number("txn_s") ?? 3));
        var clients = new List<IConnection>();
        async SimTask Connect()
        {
            if ((await bouncer.Connect(Bench.App)).Connection is { } connection) clients.Add(connection);
        }

        for (var i = 0; i < (run.Number("clients") ?? 12); i++) bench.Sim.Start(Connect());
        bench.RunUntil(500);
        var begin = bench.Sim.Now;
        foreach (var client in clients) bench.Sim.Start(Ask(client, sleep));
        bench.RunUntil(bench.NowMs + 60_000);
        foreach (var sample in run.List("series_ms_servers_waiting"))
        {
            trail.Compare(rows, name, "servers", begin, sample[0].GetDouble(), 0, sample[1].GetInt32());
            trail.Compare(rows, name, "waiting", begin, sample[0].GetDouble(), 1, sample[2].GetInt32());
        }
    }

    /// <summary>A full pool of which one client needs one server at a time.</summary>
    public static void IdleTimeout(string name, JsonElement run, RecordedMachine machine, PoolRows rows)
    {
        var timeout = JsonFacts.NumberIn(name, @"timeout_([0-9.]+)s") ?? 3;
        var load = run.Text("load");
        var qps = JsonFacts.NumberIn(load, @"([0-9.]+) qps") ?? 20;
        var series = run.List("series_ms_servers").ToList();
        var size = (int)(run.Number("start_servers")
            ?? series.Select(s => s[1].GetDouble()).DefaultIfEmpty(20).First());
        var bench = new Bench(machine);
        var (bouncer, trail) = Watch(bench, bench.PgBouncerOptions with
        {
            DefaultPoolSize = size,
            ServerIdleTimeout = Duration.FromSeconds(timeout),
            ServerRoundRobin = name.Contains("round_robin", StringComparison.Ordinal),
        });
        // All servers at work until they are all there, then one client alone.
        var clients = new List<IConnection>();
        async SimTask Connect()
        {
            if ((await bouncer.Connect(Bench.App)).Connection is not { } connection) return;
            clients.Add(connection);
            await connection.Query(Statement.Sleeping(machine.ConnectTrust * (2 * size)));
        }

        async SimTask One(IConnection client)
        {
            while (true)
            {
                await client.Query(new Statement());
                await bench.Sim.Delay(Duration.FromSeconds(1 / qps));
            }
        }

        for (var i = 0; i < size; i++) bench.Sim.Start(Connect());
        while (bouncer.ShowPools() is var pools && (pools.SvIdle < size || pools.SvActive > 0))
            bench.RunUntil(bench.NowMs + 10);
        var begin = bench.Sim.Now;
        bench.Sim.Start(One(clients[0]));
        bench.RunUntil(bench.NowMs + (timeout * 5e3));
        foreach (var sample in series)
            trail.Compare(rows, name, "servers", begin, sample[0].GetDouble(), 0, sample[1].GetInt32());
        if (series.Count == 1)
            rows.Add(name, "servers after five timeouts", size, trail.At(bench.NowMs)[0], 0);
    }

    private static (PgBouncer Bouncer, Trail Trail) Watch(Bench bench, PgBouncerOptions options)
    {
        var bouncer = bench.PgBouncer(options);
        var trail = new Trail(bench.Sim);
        var isAsking = false;
        void Note()
        {
            if (isAsking) return;
            isAsking = true; // SHOW POOLS may itself change something, which is noted then.
            var pools = bouncer.ShowPools();
            isAsking = false;
            trail.Add(pools.SvActive + pools.SvIdle, pools.ClWaiting);
        }

        async SimTask Keep()
        {
            while (true)
            {
                Note();
                await bench.Sim.Delay(Watching);
            }
        }

        trail.Add(0, 0);
        bouncer.Changed = Note;
        bench.Sim.Start(Keep());
        return (bouncer, trail);
    }

    private static IEnumerable<string> Names(JsonElement run) => run.EnumerateObject().Select(p => p.Name);

    private static async SimTask Ask(IConnection connection, Statement statement) => await connection.Query(statement);
}
