using System.Text.Json;
using Simulator.Kernel;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// The machine that recorded: what a round trip, a statement, a login cost there, from recordings without a queue.
/// </summary>
/// <remarks>
/// One set for all replays of a file: a file of another machine brings its own, see <see cref="Of"/>.
/// </remarks>
internal sealed record RecordedMachine
{
    public int Cores { get; init; } = 2;

    public Duration RoundTrip { get; init; }

    /// <summary>CPU time of client and backend for one small statement: where both cores are full of them.</summary>
    public Duration StatementCpu { get; init; }

    /// <summary>What PgBouncer adds to it, for two messages.</summary>
    public Duration PoolerCpu { get; init; }

    /// <summary>Of single statements that sleep, beyond pg_sleep, round trip and CPU time.</summary>
    public Distribution Overhead { get; init; } = Distribution.Constant(Duration.Zero);

    public Duration ConnectTrust { get; init; }

    public Duration ConnectScram { get; init; }

    public Duration Reject { get; init; }

    /// <summary>A login at PgBouncer in the client's one thread: a storm of them by their number.</summary>
    public Duration PoolerClientLogin { get; init; }

    /// <summary>
    /// PgBouncer's own CPU time in a scram-sha-256 login at the server. 22 ms a login were measured while it grew, less
    /// what the server and the messages take.
    /// </summary>
    public Duration PoolerScramLogin { get; init; }

    /// <summary>
    /// CPU time of a thread's way off its CPU when another wants it: a tenth of a millisecond, from the recordings of
    /// bandwidth control on the same machine (truth cpu).
    /// </summary>
    public Duration Switch { get; init; } = Duration.FromMilliseconds(0.1);

    public Duration Hop => Positive(RoundTrip - StatementCpu);

    /// <summary>CPU time of a row of generate_series, counted.</summary>
    public Duration SeriesRow { get; init; }

    /// <summary>How long clients had been at their statement before they were killed.</summary>
    public Duration KillLead { get; init; }

    /// <summary>
    /// The file's own figures where it was recorded on another machine, those of the shipped recordings where not: so
    /// that other cases of the same machine are predicted with constants that were there before them.
    /// </summary>
    public static RecordedMachine Of(PoolRecording recording)
    {
        var shipped = PoolRecording.Shipped().Root;
        var isSame = recording.Root.Get("meta") is not { } meta
            || (Same(meta, shipped, "kernel") && Same(meta, shipped, "cores"));
        var standard = From(shipped, null);
        return isSame ? standard : From(recording.Root, standard);
    }

    private static bool Same(JsonElement meta, JsonElement shipped, string name) =>
        meta.Get(name)?.ToString() is not { } value || value == shipped.Get("meta", name)?.ToString();

    private static RecordedMachine From(JsonElement root, RecordedMachine? fallback)
    {
        var cores = (int)(root.Number("meta", "cores") ?? fallback?.Cores ?? 2);
        var statement = cores / root.Number("cpu_and_contention_curves", "select1_direct", "tps") * 1e3;
        var pooled = cores / root.Number("cpu_and_contention_curves", "select1_pgbouncer", "tps") * 1e3;
        var roundTrip = root.Number("pgbouncer_behaviour", "roundtrip_ms", "direct", "p50");
        var storm = root.Number("pgbouncer_behaviour", "connect_storm95_pgbouncer_ms") / 95;
        var machine = new RecordedMachine
        {
            Cores = cores,
            RoundTrip = Ms(roundTrip) ?? fallback!.RoundTrip,
            StatementCpu = Ms(statement) ?? fallback!.StatementCpu,
            PoolerCpu = Ms(pooled - statement) ?? fallback!.PoolerCpu,
            ConnectTrust = Ms(root.Number("pg_pool_semantics", "connect_cost_ms", "direct_trust", "p50"))
                ?? fallback!.ConnectTrust,
            ConnectScram = Ms(root.Number("pg_pool_semantics", "connect_cost_ms", "direct_scram", "p50"))
                ?? fallback!.ConnectScram,
            Reject = Ms(root.Number("pg_pool_semantics", "max_connections", "rejection_ms", "ms")) ?? fallback!.Reject,
            PoolerClientLogin = Ms(storm) ?? fallback!.PoolerClientLogin,
            SeriesRow = SeriesRowOf(root) ?? fallback!.SeriesRow,
        };
        return machine with
        {
            PoolerScramLogin = Positive(Duration.FromMilliseconds(22) - machine.ConnectTrust),
            KillLead = Duration.FromMilliseconds(400),
            Overhead = OverheadOf(root, machine) ?? fallback!.Overhead,
        };
    }

    /// <summary>
    /// Runs in which nobody queued for a server: the lognormal with the median of their medians and of their means,
    /// which
    /// one disturbed run does not move. Throughput follows from the mean.
    /// </summary>
    private static Distribution? OverheadOf(JsonElement root, RecordedMachine machine)
    {
        const string section = "pgbench_closed_and_open_loop";
        var runs = root.List(section, "service_time_direct_1client")
            .Concat(root.List(section, "direct"))
            .Concat(root.List(section, "pgbouncer_clients_sweep_pool20")
                .Where(r => r.Number("clients") <= r.Number("pool")))
            .ToList();
        if (runs.Count == 0) return null;
        var script = root.Text(section, "pgbouncer_begin_end_pool20", "script");
        var known = ((JsonFacts.SleepIn(script) ?? 0.010) * 1e3) + machine.RoundTrip.TotalMilliseconds;
        var (half, mean) = (Median(runs, "p50_ms") - known, Median(runs, "mean_ms") - known);
        return half > 0 && mean > half
            ? Distribution.LogNormal(Duration.FromMilliseconds(half), Math.Sqrt(2 * Math.Log(mean / half)))
            : null;
    }

    private static double Median(List<JsonElement> runs, string name)
    {
        var sorted = runs.Select(r => r.Number(name)).OfType<double>().Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static Duration? SeriesRowOf(JsonElement root)
    {
        foreach (var row in root.List("sigkill_backend_survival"))
        {
            var rows = JsonFacts.NumberIn(row.Text("state"), @"generate_series\(1,\s*([0-9]+)\)");
            if (rows > 0 && row.Text("options") is null && row.Number("all_gone_ms") is { } ms)
                return Ms((ms + 400) / rows);
        }

        return null;
    }

    private static Duration? Ms(double? value) => value is { } ms ? Duration.FromMilliseconds(ms) : null;

    private static Duration Positive(Duration time) => time > Duration.Zero ? time : Duration.Zero;
}
