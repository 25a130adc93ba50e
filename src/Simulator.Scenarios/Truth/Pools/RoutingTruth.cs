using System.Text.Json;
using Simulator.Models.Routing;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>The Rap Genius model of Heroku's router: one-request dynos, heavy-tailed durations, five minutes.</summary>
internal static class RoutingTruth
{
    public const string Section = "routing_model_rapgenius";

    private const int Replications = 16;

    public static List<TruthRow> Compare(JsonElement section) =>
        [.. section.List().ToList().AsParallel().AsOrdered().SelectMany(One)];

    private static List<TruthRow> One(JsonElement run)
    {
        var rows = new PoolRows(Section);
        var (law, mode) = (run.Text("dist"), run.Text("mode"));
        var (dynos, workers) = ((int)(run.Number("dynos") ?? 0), (int)(run.Number("workers") ?? 1));
        var name = $"{law} {mode} {dynos}x{workers}";
        if (DurationsOf(law) is not { } durations || PolicyOf(mode) is not { } policy || dynos < 1)
        {
            rows.Same(name, "known", "a law w46 or w80 and a mode", $"{law} {mode}");
            return rows.Rows;
        }

        var options = new DynoModel { Durations = durations, Policy = policy, Dynos = dynos, Workers = workers };
        var results = Enumerable.Range(0, Replications).Select(i => options.Run(seed: 1, i)).ToList();
        rows.Add(name, "frac", run.Number("frac"), results.Average(r => r.Queued), 0.01);
        // Recorded to a tenth: half of that is no error.
        var mean = run.Number("mean");
        rows.Add(name, "mean_ms", mean, results.Average(r => r.MeanQueue), Math.Max(0.05, 0.05 * mean ?? 0));
        rows.Add(name, "mean_service_ms", run.Number("mean_service"), results.Average(r => r.MeanService),
            0.05 * run.Number("mean_service"));
        rows.Add(name, "p99_ms", run.Number("p99"), results.Average(r => r.P99Queue), null);
        return rows.Rows;
    }

    /// <summary>The first article's law is clipped to [10, 30 000] ms, the second's is not.</summary>
    private static DynoDurations? DurationsOf(string? law) => law switch
    {
        "w46" => new DynoDurations(0.46, 50 / Math.Pow(Math.Log(2), 1 / 0.46), MinMs: 10, MaxMs: 30_000),
        "w80" => new DynoDurations(0.80, 79.056),
        _ => null,
    };

    private static DynoRouting? PolicyOf(string? mode) => mode switch
    {
        "random" => DynoRouting.Random,
        "roundrobin" or "round_robin" => DynoRouting.RoundRobin,
        "leastrequest" or "least_request" => DynoRouting.LeastRequests,
        "p2c" => DynoRouting.PowerOfTwo,
        "choice2" => DynoRouting.RandomTwice,
        "intelligent" => DynoRouting.Central,
        _ => null,
    };
}
