using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Throughput against clients: CPU-bound work, updates of one hot row, tiny statements, reconnects.</summary>
internal static class CurveTruth
{
    public const string Section = "cpu_and_contention_curves";

    public static List<TruthRow> Compare(JsonElement section, RecordedMachine machine)
    {
        // The round trip was node's. Between pgbench and its server on loopback there is CPU time, and nothing else.
        var local = machine with { RoundTrip = Duration.Zero };
        var cpu = CpuWork(machine);
        var (hot, statementCpu) = HotRowLoad.Of(Shipped("hot_row_direct"));
        var law = (Script: HotRowLaw(), Machine: local with { StatementCpu = Duration.Zero });
        // What a statement costs where nobody is in anybody's way: one row, and one login after the other.
        var alone = local with { StatementCpu = statementCpu };
        var cases = section.EnumerateObject()
            .SelectMany(group => section.List(group.Name), (group, run) => (Group: group.Name, Run: run))
            .Where(c => c.Run.Number("clients") is >= 1 && c.Run.Number("tps") is > 0 && c.Run.Number("n") is > 0)
            .Select(c => (Load: PgbenchLoad.Of(c.Group, c.Run, Duration.Zero), c.Run))
            .ToList();
        return [.. cases.AsParallel().AsOrdered().SelectMany(c => Replay(c.Load, c.Run))];

        IEnumerable<TruthRow> Replay(PgbenchLoad load, JsonElement run)
        {
            var isPooled = load.Pool is not null || load.Name.Contains("pgbouncer", StringComparison.Ordinal);
            load = load with { Pool = isPooled ? load.Pool ?? DefaultPool : null };
            if (load.Name.StartsWith("cpu_bound", StringComparison.Ordinal))
                return Compare(load with { Script = [cpu.Statement] }, run, local, cpu.Options);
            var isReconnecting = load.Name.StartsWith("reconnect", StringComparison.Ordinal);
            if (!load.Name.StartsWith("hot_row", StringComparison.Ordinal))
                return Compare(load with { Script = [new Statement()] }, run, isReconnecting ? alone : local);
            // By the law, and, for information, by what Postgres does.
            return Compare(load with { Script = [law.Script] }, run, law.Machine)
                .Concat(Compare(load with { Script = hot, Name = $"{load.Name}, by locks" }, run, alone)
                    .Select(r => r with { Bound = null }));
        }
    }

    // default_pool_size, where a recording through PgBouncer does not say.
    private const int DefaultPool = 20;

    private static List<TruthRow> Compare(
        PgbenchLoad load, JsonElement run, RecordedMachine machine, PostgresOptions? options = null)
    {
        var rows = new PoolRows(Section);
        var bench = new Bench(machine);
        options ??= bench.PostgresOptions;
        IDatabase database = load.Pool is { } size
            ? bench.PgBouncer(bench.PgBouncerOptions with { DefaultPoolSize = size },
                bench.Postgres(options with { RoundTrip = Duration.Zero }))
            : bench.Postgres(options);
        var reconnects = load.Name.StartsWith("reconnect", StringComparison.Ordinal);
        if (reconnects && load.Pool is not null) database = new ByClient(bench, database, ClientLogin(load, bench));
        var pgbench = new Pgbench(bench, database, load.Script, load.Clients);
        pgbench.Connect(reconnects);
        while (!pgbench.IsReady && bench.NowMs < 60_000) bench.RunUntil(bench.NowMs + 10);
        pgbench.Start(Duration.FromSeconds(Math.Min(3, load.BeginsForSeconds)));
        bench.RunUntil(bench.NowMs + 60_000);
        rows.Relative(load.Name, "tps", run.Number("tps"), pgbench.Tps, 0.03);
        rows.Relative(load.Name, "p50_ms", run.Number("p50_ms"), pgbench.Percentile(50), 0.05);
        rows.Relative(load.Name, "p99_ms", run.Number("p99_ms"), pgbench.Percentile(99), 0.15);
        return rows.Rows;
    }

    private static Duration ClientLogin(PgbenchLoad load, Bench bench)
    {
        var beside = bench.PgBouncerOptions.ClientLoginCost + bench.PgBouncerOptions.RoundTrip;
        return load.Login is { } login && login > beside ? login - beside : bench.Machine.PoolerClientLogin;
    }

    /// <summary>
    /// All cores full: cores over throughput is the CPU time of one, a switch included; with no more clients than cores
    /// it is a cycle, a hop included.
    /// </summary>
    private static (Statement Statement, PostgresOptions Options) CpuWork(RecordedMachine machine)
    {
        var points = Shipped("cpu_bound_direct").Select(r =>
        {
            var n = r.Number("clients")!.Value;
            var seconds = Math.Min(n, machine.Cores) / r.Number("tps")!.Value;
            return (n, seconds - (n <= machine.Cores ? machine.Hop : machine.Switch).TotalSeconds);
        }).ToList();
        var (alone, law) = ScalabilityFit.Of(points);
        var work = Duration.FromSeconds(alone) - machine.StatementCpu;
        var options = new Bench(machine).PostgresOptions;
        return (Statement.Burning(work), options with { CpuContention = law, SwitchCost = machine.Switch });
    }

    /// <summary>The law speaks of whole cycles: nothing else of a transaction is left beside it.</summary>
    private static Statement HotRowLaw()
    {
        var points = Shipped("hot_row_direct")
            .Select(r => (r.Number("clients")!.Value, r.Number("clients")!.Value / r.Number("tps")!.Value)).ToList();
        // As the law is used: throughput of one alone is measured, and the others are multiples of it.
        var alone = points.Where(p => p.Item1 == 1).Select(p => p.Item2).DefaultIfEmpty(points[0].Item2).First();
        var (_, law) = ScalabilityFit.Of(points, alone);
        return new Statement { Shared = new SharedWork(Duration.FromSeconds(alone), law) };
    }

    private static IEnumerable<JsonElement> Shipped(string group) => PoolRecording.Shipped().Root.List(Section, group);
}
