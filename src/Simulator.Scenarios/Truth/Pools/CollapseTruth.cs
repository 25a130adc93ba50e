using System.Text.Json;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// mbrooker/simulator_example's simple_collapse_sim: a server whose latency grows with its load, clients with a
/// timeout, and a spike or a ramp after which they recover or do not.
/// </summary>
internal static class CollapseTruth
{
    public const string Section = "brooker_collapse_sim";

    /// <summary>The recorded rows are means of so many runs (run_multiple_n), to a tenth.</summary>
    private const int RecordedRuns = 10;

    private const int Replications = 40;

    // Fewer calls a second than that show nothing: the ramp ends at zero.
    private const double EnoughCalls = 5;

    public static List<TruthRow> Compare(JsonElement section)
    {
        var runs = section.ValueKind == JsonValueKind.Object ? section.EnumerateObject().ToList() : [];
        return [.. runs.AsParallel().AsOrdered().SelectMany(One)];
    }

    private static List<TruthRow> One(JsonProperty run)
    {
        var rows = new PoolRows(Section);
        var hasBackoff = run.Name.EndsWith("_backoff_and_jitter", StringComparison.Ordinal);
        var isSpike = run.Name.StartsWith("spike_", StringComparison.Ordinal);
        if ((!hasBackoff && !run.Name.EndsWith("_no_backoff", StringComparison.Ordinal))
            || (!isSpike && !run.Name.StartsWith("ramp_", StringComparison.Ordinal)))
        {
            rows.Same(run.Name, "known", "spike_ or ramp_, then no_backoff or backoff_and_jitter", run.Name);
            return rows.Rows;
        }

        var replays =
            Enumerable.Range(0, Replications).Select(i => new CollapseReplay(isSpike, hasBackoff, i)).ToList();
        foreach (var replay in replays) replay.Run();
        var columns = run.Value.List("columns").Select(c => c.GetString()!).ToList();
        double? measured = null, simulated = null;
        foreach (var row in run.Value.List("rows"))
        {
            var second = (int)row[0].GetDouble();
            for (var c = 1; c < columns.Count; c++)
            {
                if (CollapseReplay.CounterOf(columns[c]) is not { } counter) continue;
                var values = replays.Select(r => (double)r.Counts(counter)[second]).ToList();
                rows.Add($"{run.Name} {second} s", columns[c], row[c].GetDouble(), values.Average(), Bound(values));
                if (Of(columns, row, "starts/s") < EnoughCalls || columns[c] != "successes/s") continue;
                measured = Of(columns, row, "successes/s") / Of(columns, row, "starts/s");
                simulated = values.Average() / replays.Average(r => (double)r.Counts(CollapseReplay.Counter.Starts)[second]);
            }
        }

        rows.Same(run.Name, "in the end", End(measured), End(simulated));
        // One run's, whatever the row.
        var last = run.Value.List("rows").LastOrDefault();
        rows.Add(run.Name, "final_concurrency", Of(columns, last, "final_concurrency"),
            replays.Average(r => (double)r.Concurrency), 3 * Spread.Of([.. replays.Select(r => (double)r.Concurrency)]));
        return rows.Rows;
    }

    /// <summary>Three standard errors of the difference of two means, and the last digit.</summary>
    private static double Bound(List<double> values) =>
        0.05 + (3 * Spread.Of(values) * Math.Sqrt((1.0 / RecordedRuns) + (1.0 / Replications)));

    private static double? Of(List<string> columns, JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Array && columns.IndexOf(name) is var c and >= 0 ? row[c].GetDouble() : null;

    private static string End(double? successesPerStart) => successesPerStart > 0.5 ? "recovered" : "collapsed";
}
