using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Pods.Signals;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// A node server with a pool and a query in flight gets SIGTERM: when it is gone, and what its clients get.
/// </summary>
internal static class ShutdownTruth
{
    public const string Section = "shutdown_variants";

    private static readonly Duration Term = Duration.FromSeconds(5);

    /// <summary>When the second client asks, from SIGTERM on.</summary>
    private static readonly Duration Later = Duration.FromMilliseconds(100);

    private sealed class Fate
    {
        public double ExitMs { get; set; } = -1;

        public string InFlight { get; set; } = "ECONNRESET";

        public string? Later { get; set; }
    }

    /// <returns>The figures, and the variants that are not known.</returns>
    public static (List<TruthRow> Rows, List<string> Unknown) Compare(JsonElement section, RecordedMachine machine)
    {
        var (rows, unknown) = (new PoolRows(Section), new List<string>());
        foreach (var run in section.List())
        {
            var variant = run.Text("variant") ?? "?";
            if (HandlerOf(variant) is not { } handler)
            {
                unknown.Add($"{Section}.{variant}");
                continue;
            }

            var (behaviour, fate) = Replay(handler, waitsForPool: variant == "no-exit-no-pool", machine);
            rows.Time(variant, "exit_ms", run.Number("exit_ms"), fate.ExitMs);
            var code = run.List("exit").FirstOrDefault();
            if (code.ValueKind == JsonValueKind.Number)
                rows.Add(variant, "code", code.GetDouble(), behaviour.ExitCode, 0);
            rows.Same(variant, "inflight", run.Text("inflight"), fate.InFlight);
            rows.Same(variant, "later", run.Text("request_100ms_after_SIGTERM"), fate.Later);
        }

        return (rows.Rows, unknown);
    }

    /// <summary>
    /// The two that call no process.exit end when nothing is left to wait for: with the server (its pool is ended then,
    /// or was before), or with the pool's last idle connection.
    /// </summary>
    private static AppHandler? HandlerOf(string variant) => variant switch
    {
        "exit0" => AppHandler.Exit,
        "pool-first" => AppHandler.PoolFirst,
        "server-then-pool" or "natural" or "no-exit-no-pool" => AppHandler.ServerThenPool,
        _ => null,
    };

    /// <summary>
    /// How long the query in flight had yet to go, the same for all: from the shipped one that ends with it.
    /// </summary>
    private static Duration InFlightLeft()
    {
        var poolFirst = PoolRecording.Shipped().Root.List(Section).First(r => r.Text("variant") == "pool-first");
        var atOnce = Of(AppHandler.PoolFirst, Duration.Zero).ServiceEnds;
        return Bench.Ms(poolFirst.Number("exit_ms")!.Value) - atOnce;
    }

    private static ShutdownBehaviour Of(AppHandler handler, Duration inFlight) => ShutdownBehaviour.Of(
        new SignalsOptions { Command = ["node", "server.js"], Handler = handler, InFlight = inFlight }).Behaviour!;

    private static (ShutdownBehaviour Behaviour, Fate Fate) Replay(
        AppHandler handler, bool waitsForPool, RecordedMachine machine)
    {
        var left = InFlightLeft();
        var behaviour = Of(handler, left);
        var (bench, fate) = (new Bench(machine), new Fate());
        var pool = new ClientPool(bench.Sim, PoolOptions.NodePostgres, bench.Postgres(), Bench.App);
        var shrunk = new Signal(bench.Sim);
        pool.Changed = shrunk.Ring;
        async SimTask InFlight()
        {
            await pool.Query(new Statement()); // It has its connection before.
            var query = Duration.FromSeconds(1);
            await bench.Sim.Until(SimTime.Zero + Term + left - query);
            if (await pool.Query(Statement.Sleeping(query)) is null) fate.InFlight = "200 ok";
        }

        async SimTask Exit()
        {
            await bench.Sim.Until(SimTime.Zero + Term);
            if (behaviour.PoolEnds is not null) _ = pool.End();
            await bench.Sim.Until(SimTime.Zero + Term + behaviour.ServiceEnds);
            while (waitsForPool && pool.Total > 0) await shrunk;
            fate.ExitMs = bench.NowMs - Term.TotalMilliseconds;
            pool.Lose(ClientLoss.ProcessDied);
        }

        bench.Sim.Start(InFlight());
        bench.Sim.Start(Exit());
        bench.Sim.Start(AskLater(bench, pool, behaviour, fate));
        bench.RunUntil(60_000);
        return (behaviour, fate);
    }

    private static async SimTask AskLater(Bench bench, ClientPool pool, ShutdownBehaviour behaviour, Fate fate)
    {
        await bench.Sim.Until(SimTime.Zero + Term + Later);
        if (behaviour.StopsAccepting <= Later)
        {
            fate.Later = "ECONNREFUSED";
            return;
        }

        fate.Later = await pool.Query(new Statement()) is { } error ? $"500 {error.Message}" : "200 ok";
    }
}
