using CsvHelper;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// What clients asked and got, by interval: a row for each outcome that there was, per second and averaged over
/// replications. Calls count when they arrive, attempts when they are sent, outcomes when they end.
/// </summary>
public static class CallsCsv
{
    /// <summary>Where something happens to a stream of calls: an event, retries, pods that change.</summary>
    internal static bool IsWorth(RunResult run) => run.Variants.Any(IsWorth);

    internal static bool IsWorth(VariantResult variant) =>
        !variant.Events.IsEmpty || variant.Replications[0].Clients.Values.Any(c => c.Attempts is not null)
        || variant.Replications.Any(r => r.Pods.Any(p => p.HasStory));

    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(stream, "variant", "t_s", "client", "what", "per_s");
        foreach (var variant in run.Variants)
            foreach (var client in variant.Replications[0].Clients.Keys) Client(csv, run, variant, client);
    }

    private static void Client(CsvWriter csv, RunResult run, VariantResult variant, string client)
    {
        var results = variant.Replications.Select(r => r.Clients[client]).ToList();
        var seconds = results[0].Interval.TotalSeconds;
        var outcomes = results.SelectMany(r => r.EndSeries.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < results[0].ArrivalSeries.Length; i++)
        {
            void Row(string what, Func<ClientResult, long> of)
            {
                csv.WriteField(variant.Name);
                csv.Field(i * seconds);
                csv.WriteField(client);
                csv.WriteField(what);
                csv.Field(results.Sum(of) / (double)results.Count / seconds);
                csv.EndRow(run, variant.Sha256);
            }

            Row("calls", r => r.ArrivalSeries[i]);
            if (results[0].Attempts is not null) Row("attempts", r => r.AttemptSeries[i]);
            foreach (var outcome in outcomes)
                Row(outcome, r => r.EndSeries.TryGetValue(outcome, out var ends) ? ends[i] : 0);
        }
    }
}
