using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>node-postgres: growth and decay, idle and waiter order, whose connect it is, end, timeouts.</summary>
internal static class ClientPoolTruth
{
    public const string Section = "pg_pool_semantics";

    private static readonly string[] Columns = ["pg", "total", "idle", "waiting"];

    public static List<TruthRow> Compare(JsonElement section, RecordedMachine machine)
    {
        var rows = new PoolRows(Section);
        if (section.Get("growth_and_decay") is { } growth) Growth(growth, machine, rows);
        if (section.Get("order") is { } order) Order(order, machine, rows);
        if (section.Get("no_steal") is { } noSteal) NoSteal(noSteal, machine, rows);
        if (section.Get("end_semantics") is { } end) End(end, machine, rows);
        if (section.Get("connectionTimeout") is { } timeout) Timeout(timeout, machine, rows);
        ConnectTruth.Compare(section, machine, rows);
        return rows.Rows;
    }

    private static void Growth(JsonElement recording, RecordedMachine machine, PoolRows rows)
    {
        var text = recording.Text("opts") ?? "";
        double Read(string pattern, double otherwise) => JsonFacts.NumberIn(text, pattern) ?? otherwise;
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres with
        {
            Max = (int)Read(@"max\s+(\d+)", 10),
            Min = (int)Read(@"\bmin\s+(\d+)", 0),
            IdleTimeout = Bench.Ms(Read(@"idleTimeoutMillis\s+(\d+)", 10_000)),
        }, postgres, Bench.App);
        var trail = new Trail(bench.Sim);
        void Note() => trail.Add(
            (int)postgres.Connections.Live - postgres.Count(BackendState.Starting),
            pool.Total, pool.Idle, pool.Waiting);
        Note();
        postgres.Changed = pool.Changed = Note;
        bench.Sim.Start(Load(bench, pool, Read(@"t=([0-9.]+)", 0.5), (int)Read(@"burst of (\d+)", 25),
            JsonFacts.SleepIn(text) ?? 0.5, Read(@"then ([0-9.]+) qps", 5), Read(@"serial for ([0-9.]+) s", 14)));
        var series = recording.List("series").ToList();
        bench.RunUntil(1e3 * (series.Max(s => s.Number("t")) + 60 ?? 60));
        foreach (var sample in series)
            for (var i = 0; i < Columns.Length; i++)
                if (sample.Number(Columns[i]) is { } value && sample.Number("t") is { } t)
                    trail.Compare(rows, "growth_and_decay", Columns[i], t * 1e3, i, (int)value);
    }

    private static async SimTask Load(
        Bench bench, ClientPool pool, double at, int burst, double sleep, double qps, double seconds)
    {
        await bench.Sim.Delay(Duration.FromSeconds(at));
        var left = burst;
        var done = new Signal(bench.Sim);
        async SimTask One()
        {
            await pool.Query(Statement.Sleeping(Duration.FromSeconds(sleep)));
            if (--left == 0) done.Ring();
        }

        for (var i = 0; i < burst; i++) bench.Sim.Start(One());
        if (left > 0) await done;
        for (var i = 0; i < qps * seconds; i++)
        {
            await pool.Query(new Statement());
            await bench.Sim.Delay(Duration.FromSeconds(1 / qps));
        }
    }

    private static void Order(JsonElement recording, RecordedMachine machine, PoolRows rows)
    {
        var released = recording.List("released_order").Select(e => e.GetInt32()).ToList();
        var waiters = recording.List("waiters_served").Count();
        var bench = new Bench(machine);
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres with { Max = Math.Max(1, released.Count) },
            bench.Postgres(), Bench.App);
        var (acquired, served) = (new List<long>(), new List<int>());
        async SimTask Wait(int number)
        {
            var lease = await pool.Acquire();
            served.Add(number);
            pool.Release(lease.Connection!);
        }

        async SimTask Run()
        {
            var held = new List<PooledConnection>();
            for (var i = 0; i < released.Count; i++) held.Add((await pool.Acquire()).Connection!);
            foreach (var i in released) pool.Release(held[i]);
            held.Clear();
            for (var i = 0; i < released.Count; i++) held.Add((await pool.Acquire()).Connection!);
            acquired.AddRange(held.Select(c => c.Number));
            for (var i = 0; i < waiters; i++) bench.Sim.Start(Wait(i));
            foreach (var connection in held) pool.Release(connection);
        }

        bench.Sim.Start(Run());
        bench.RunUntil(1_000);
        rows.Same("order", "next_acquired", Words(recording.List("next_acquired_order")), string.Join(' ', acquired));
        rows.Same("order", "waiters_served", Words(recording.List("waiters_served")), string.Join(' ', served));
    }

    private static void NoSteal(JsonElement recording, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres, bench.Postgres(), Bench.App);
        var (idle, waited, differs) = (0, 0.0, false);
        async SimTask Second(PooledConnection first)
        {
            var asked = bench.NowMs;
            var lease = await pool.Acquire();
            (waited, differs) = (bench.NowMs - asked, lease.Connection!.Number != first.Number);
        }

        async SimTask Run()
        {
            var first = (await pool.Acquire()).Connection!;
            bench.Sim.Start(Second(first));
            pool.Release(first);
            idle = pool.Idle;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(1_000);
        rows.Add("no_steal", "idle_at_once", recording.Number("idle_available_at_once"), idle, 0);
        rows.Time("no_steal", "waited_ms", recording.Number("waited_ms"), waited);
        rows.Same("no_steal", "different_backend", recording.Get("different_backend")?.ToString(), $"{differs}");
        rows.Add("no_steal", "total_after", recording.Number("total_after"), pool.Total, 0);
    }

    /// <summary>The length of the query in flight is the recorded one; what follows from it is compared.</summary>
    private static void End(JsonElement recording, RecordedMachine machine, PoolRows rows)
    {
        var measured = recording.List("events").Select(e => (Words: e[0].GetString()!, Ms: e[1].GetDouble())).ToList();
        var bench = new Bench(machine);
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres with { Max = 1 }, bench.Postgres(), Bench.App);
        var events = new List<(string Words, double Ms)>();
        string? afterwards = null;
        async SimTask InFlight()
        {
            await pool.Query(Statement.Sleeping(Bench.Ms(measured.Count > 0 ? measured[0].Ms : 1_000)));
            events.Add(("inflight ok", bench.NowMs));
        }

        async SimTask Queued()
        {
            await pool.Query(new Statement());
            events.Add(("queued settled", bench.NowMs));
        }

        async SimTask Run()
        {
            bench.Sim.Start(InFlight());
            bench.Sim.Start(Queued());
            await pool.End();
            events.Add(("end resolved", bench.NowMs));
            afterwards = (await pool.Acquire()).Error?.Message;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(60_000);
        rows.Same("end", "events", string.Join(", ", measured.Select(e => e.Words)),
            string.Join(", ", events.Where(e => e.Words != "queued settled").Select(e => e.Words)));
        foreach (var (words, ms) in measured)
            rows.Time("end", words, ms, events.Where(e => e.Words == words).Select(e => e.Ms).FirstOrDefault(-1));
        rows.Same("end", "queued", recording.Text("queued_after_3s"),
            events.Exists(e => e.Words == "queued settled") ? "SETTLED" : "NEVER SETTLED");
        rows.Same("end", "query_after_end", recording.Text("query_after_end"), afterwards);
    }

    private static void Timeout(JsonElement recording, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var limit = Bench.Ms(Math.Round((recording.Number("ms") ?? 300) / 100) * 100);
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres with { Max = 1, AcquireTimeout = limit },
            bench.Postgres(), Bench.App);
        var (text, ms) = ("", 0.0);
        async SimTask Run()
        {
            await pool.Acquire();
            var asked = bench.NowMs;
            text = (await pool.Acquire()).Error?.Message ?? "";
            ms = bench.NowMs - asked;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(60_000);
        rows.Same("connectionTimeout", "error", recording.Text("error"), text);
        rows.Time("connectionTimeout", "ms", recording.Number("ms"), ms);
    }

    private static string Words(IEnumerable<JsonElement> numbers) =>
        string.Join(' ', numbers.Select(e => e.ToString()));
}
