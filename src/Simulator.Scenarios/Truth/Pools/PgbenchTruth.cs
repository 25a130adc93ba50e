using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// pgbench with statements that sleep, straight at Postgres and through PgBouncer: closed and open loop.
/// </summary>
internal static class PgbenchTruth
{
    public const string Section = "pgbench_closed_and_open_loop";

    /// <summary>Where the chance of arrivals decides, the median of so many replays.</summary>
    private const int OpenReplays = 5;

    public static List<TruthRow> Compare(JsonElement section, RecordedMachine machine)
    {
        var script = section.Text("pgbouncer_begin_end_pool20", "script");
        var sleep = Duration.FromSeconds(JsonFacts.SleepIn(script) ?? 0.010);
        var cases = section.EnumerateObject()
            .SelectMany(group => section.List(group.Name), (group, run) => (Group: group.Name, Run: run))
            .Where(c => c.Run.Number("clients") is >= 1 && c.Run.Number("tps") is > 0 && c.Run.Number("n") is > 0)
            .ToList();
        return [.. cases.AsParallel().AsOrdered().SelectMany(c => Compare(c.Group, c.Run, sleep, machine))];
    }

    private static List<TruthRow> Compare(string group, JsonElement run, Duration sleep, RecordedMachine machine)
    {
        var load = PgbenchLoad.Of(group, run, sleep);
        var rows = new PoolRows(Section);
        var results = Enumerable.Range(0, load.Rate is null ? 1 : OpenReplays)
            .Select(i => PgbenchReplay.Run(load, machine, i))
            .ToList();
        rows.Relative(load.Name, "tps", run.Number("tps"), Median(results, r => r.Tps), 0.03);
        var isOpen = load.Rate is not null;
        rows.Relative(load.Name, "p50_ms", run.Number("p50_ms"), Median(results, r => r.P50), isOpen ? 0.10 : 0.05);
        rows.Add(load.Name, "p99_ms", run.Number("p99_ms"), Median(results, r => r.P99),
            isOpen ? null : 0.15 * run.Number("p99_ms"));
        rows.Add(load.Name, "mean_ms", run.Number("mean_ms"), Median(results, r => r.Mean), null);
        rows.Add(load.Name, "cl_waiting", run.Number("avg_cl_waiting"), Median(results, r => r.Waiting),
            isOpen ? null : 3);
        rows.Add(load.Name, "sv_active", run.Number("avg_sv_active"), Median(results, r => r.Active), null);
        return rows.Rows;
    }

    private static double Median(List<PgbenchResult> results, Func<PgbenchResult, double> figure) =>
        results.Select(figure).Order().ElementAt(results.Count / 2);
}

/// <summary>What one recorded pgbench run did, by its own parameters.</summary>
internal sealed record PgbenchLoad
{
    public required string Name { get; init; }

    public required int Clients { get; init; }

    /// <summary>Null: straight at Postgres.</summary>
    public int? Pool { get; init; }

    public bool IsSession { get; init; }

    /// <summary>Transactions a second; null: closed loop.</summary>
    public double? Rate { get; init; }

    public required double LengthSeconds { get; init; }

    /// <summary>Connecting, before the length begins.</summary>
    public double ConnectSeconds { get; init; }

    /// <summary>With -C: how long a login took, on the average; null: it was not said.</summary>
    public Duration? Login { get; init; }

    /// <summary>
    /// pgbench -T counts whole seconds from before it connects; what is beyond them is the last transactions' ends.
    /// </summary>
    public double BeginsForSeconds
    {
        get
        {
            var whole = Math.Floor(LengthSeconds + ConnectSeconds + 0.005) - ConnectSeconds;
            return whole > 0.7 * LengthSeconds ? whole : LengthSeconds;
        }
    }

    public required int Transactions { get; init; }

    public required IReadOnlyList<Statement> Script { get; init; }

    public static PgbenchLoad Of(string group, JsonElement run, Duration sleep)
    {
        var isOpen = run.Number("rate") is > 0;
        var pool = run.Text("mode") == "direct" ? null : run.Number("pool");
        var clients = (int)run.Number("clients")!.Value;
        var name = $"{group}/{clients} clients" + (pool is { } p ? $", pool {p}" : "")
            + (isOpen ? $", rate {run.Number("rate")}" : "");
        return new PgbenchLoad
        {
            Name = name,
            Clients = clients,
            Pool = (int?)pool,
            IsSession = group.Contains("session", StringComparison.OrdinalIgnoreCase)
                || run.Text("pool_mode") == "session",
            Rate = isOpen ? run.Number("rate") : null,
            LengthSeconds = run.Number("n")!.Value / run.Number("tps")!.Value,
            ConnectSeconds = (run.Number("initial_connection_ms") ?? 0) / 1e3,
            Login = run.Number("avg_connection_ms") is { } ms ? Duration.FromMilliseconds(ms) : null,
            Transactions = (int)run.Number("n")!.Value,
            Script = ScriptOf(run.Text("script"), sleep),
        };
    }

    private static IReadOnlyList<Statement> ScriptOf(string? script, Duration sleep)
    {
        if (script is null) return [Statement.Sleeping(sleep)];
        return
        [
            .. script.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(line => new Statement
                {
                    Sleep = Duration.FromSeconds(JsonFacts.SleepIn(line) ?? 0),
                    Transaction = line.ToLowerInvariant() switch
                    {
                        "begin" => TransactionMark.Begin,
                        "end" or "commit" or "rollback" => TransactionMark.End,
                        _ => TransactionMark.None,
                    },
                }),
        ];
    }
}
