using System.Text.Json;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// Retries against a real pool and Postgres that were slow for three seconds: who recovers, with which retries.
/// </summary>
internal static class MetastableTruth
{
    public const string Section = "metastable_retry_and_health";

    private const int Replications = 8;

    private const int Last = 6;

    // Positions in a row of the series: second, good answers, bad ones, attempts, callers in the pool's queue.
    private const int AttemptColumn = 3;

    public static List<TruthRow> Compare(JsonElement section, RecordedMachine machine)
    {
        var batches = section.ValueKind == JsonValueKind.Object
            ? section.EnumerateObject().Select(batch => section.List(batch.Name).ToList())
            : [];
        return [.. batches.SelectMany(runs => runs.AsParallel().AsOrdered().SelectMany(r => One(r, runs, machine)))];
    }

    private static List<TruthRow> One(JsonElement run, List<JsonElement> batch, RecordedMachine machine)
    {
        var rows = new PoolRows(Section);
        var load = MetastableLoad.Of(run, CountsFor(run, batch));
        var replays = Enumerable.Range(0, Replications).Select(i => new MetastableReplay(load, machine, i)).ToList();
        foreach (var replay in replays) replay.Run();
        var name = run.Text("name") ?? "";
        double Mean(Func<MetastableReplay, double> value) => replays.Average(value);
        double Goodput(MetastableReplay replay) => replay.Good[..load.Seconds][^Last..].ToArray().Average();

        var recovered = run.Get("recovered") is { } known ? known.GetBoolean() : (bool?)null;
        rows.Same(name, "recovered", recovered?.ToString(), Mean(Goodput) > load.Rate / 2 ? "True" : "False");
        rows.Relative(name, "goodput_last6s_per_s", run.Number("goodput_last6s_per_s"), Mean(Goodput), 0.10);
        rows.Relative(name, "ok", run.Number("total", "ok"), Mean(r => r.Ok), 0.10);
        rows.Relative(name, "att", run.Number("total", "att"), Mean(r => r.Attempts), 0.10);
        rows.Relative(name, "exec", run.Number("total", "exec"), Mean(r => r.Executed), 0.10);
        rows.Add(name, "fail", run.Number("total", "fail"), Mean(r => r.Failed), null);
        rows.Add(name, "queue_end", run.Number("queue_end"), Mean(r => r.Waiting), null);

        Health("third_failure_at_s", ThirdFailure);
        Health("max_consecutive_failures", LongestFailure);
        return rows.Rows;

        // Whole checks of one run: 10 %, one check, or what chance does to a run.
        void Health(string metric, Func<IReadOnlyList<bool>, double> value)
        {
            var measured = run.Number("health", metric);
            var spread = Spread.Of([.. replays.Select(r => value(r.Checks))]);
            rows.Add(name, metric, measured, Mean(r => value(r.Checks)),
                Math.Max(Math.Max(1, 0.1 * measured ?? 0), 3 * spread));
        }
    }

    /// <summary>
    /// Runs of the same rate saw the same arrivals; where one made no retries its attempts are they. The row of a second
    /// is written at its end.
    /// </summary>
    private static List<int>? CountsFor(JsonElement run, List<JsonElement> batch)
    {
        var rate = run.Number("config", "rate");
        foreach (var other in batch)
            if (other.Number("config", "retries") == 0 && other.Number("config", "rate") == rate)
                return [.. other.List("series").Select(r => (int)r[AttemptColumn].GetDouble())];
        return null;
    }

    private static double ThirdFailure(IReadOnlyList<bool> checks)
    {
        var inARow = 0;
        for (var second = 0; second < checks.Count; second++)
        {
            inARow = checks[second] ? 0 : inARow + 1;
            if (inARow == 3) return second;
        }

        return -1;
    }

    private static double LongestFailure(IReadOnlyList<bool> checks)
    {
        var (inARow, most) = (0, 0);
        foreach (var isGood in checks)
        {
            inARow = isGood ? 0 : inARow + 1;
            most = Math.Max(most, inARow);
        }

        return most;
    }
}
