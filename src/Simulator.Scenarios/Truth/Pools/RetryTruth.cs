using System.Globalization;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// mbrooker/simulator_example's retry_sim: clients whose calls fail by chance, and four ways to try again.
/// </summary>
internal static class RetryTruth
{
    public const string Section = "brooker_retry_sim";

    private const int Replications = 20;

    // run_sims: a hundred clients at 10 calls a second each; run_sims_clients: 100 calls a second of all clients.
    private const int Clients = 100;
    private const double RateOfOne = 10;
    private const double RateOfAll = 100;

    public static List<TruthRow> Compare(JsonElement section) =>
        [.. section.List().ToList().AsParallel().AsOrdered().SelectMany(One)];

    private static List<TruthRow> One(JsonElement run)
    {
        var rows = new PoolRows(Section);
        var strategy = run.Text("name") ?? "";
        var rate = run.Number("failure_rate") ?? 0;
        var name = string.Create(CultureInfo.InvariantCulture, $"{strategy}, {rate:0.####} fail");
        if (OptionsOf(strategy) is not { } options)
        {
            rows.Same(name, "known", "no_retries, three_retries, adaptive_…pct or breaker_…pct", strategy);
            return rows.Rows;
        }

        var recorded = run.Number("n") ?? 4_000;
        var clients = (int?)JsonFacts.NumberIn(strategy, "_([0-9]+)clients") ?? Clients;
        var each = strategy.EndsWith("clients", StringComparison.Ordinal) ? RateOfAll / clients : RateOfOne;
        var time = Duration.FromSeconds(Math.Round(recorded / (clients * each)));
        var results = Enumerable.Range(0, Replications)
            .Select(i => new RetryReplay(options, rate, clients, each, time, i).Run()).ToList();
        Add("load", 0.0005, r => (double)r.Attempts / r.Calls);
        Add("success", 0.00005, r => (double)r.Successes / r.Calls);
        return rows.Rows;

        // Three standard errors of a difference between one run of n calls and the mean of many, and the last digit.
        void Add(string metric, double rounding, Func<RetryReplay.Result, double> value)
        {
            var values = results.Select(value).ToList();
            var one = Spread.Of(values) * Math.Sqrt(results.Average(r => r.Calls) / recorded);
            var bound = rounding + (3 * one * Math.Sqrt(1 + (1.0 / Replications)));
            rows.Add(name, metric, run.Number(metric), values.Average(), bound);
        }
    }

    /// <summary>
    /// The strategy's words: <c>three_retries</c>, <c>adaptive_10pct_100clients</c>, <c>…_large_backoff</c>.
    /// </summary>
    private static ClientOptions? OptionsOf(string strategy)
    {
        // Uncapped and without jitter there; 0.1 s doubled for a day is longer than any run.
        var backoff = strategy.EndsWith("_large_backoff", StringComparison.Ordinal)
            ? new BackoffOptions { Jitter = Jitter.None, Max = Duration.FromSeconds(86_400) }
            : null;
        var share = JsonFacts.NumberIn(strategy, "_([0-9]+)pct") / 100;
        RetryOptions? retries = strategy switch
        {
            _ when strategy.StartsWith("no_retries", StringComparison.Ordinal) => new() { Max = 0 },
            _ when strategy.StartsWith("three_retries", StringComparison.Ordinal) => new() { Max = 3 },
            _ when strategy.StartsWith("adaptive_", StringComparison.Ordinal) && share is { } ratio => new()
            {
                Max = int.MaxValue,
                Budget = new RetryBudgetOptions { Ratio = ratio, Burst = 5 },
            },
            _ when strategy.StartsWith("breaker_", StringComparison.Ordinal) => new()
            {
                Max = 3,
                MaxFailureRatio = share,
            },
            _ => null,
        };
        return retries is null
            ? null
            : new ClientOptions { Name = "client", Retries = retries with { Backoff = backoff } };
    }
}
