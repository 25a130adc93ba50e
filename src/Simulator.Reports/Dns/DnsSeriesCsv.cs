using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>Queries at every server by interval, averaged over replications as in series.csv.</summary>
public static class DnsSeriesCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "t_s", "server", "hop", "queries_per_s", "dropped_per_s", "limit_per_s");
        foreach (var variant in run.Variants)
        {
            foreach (var results in Servers(variant))
            {
                var first = results[0];
                var seconds = first.Interval.TotalSeconds;
                var perSecond = 1 / seconds / results.Count;
                for (var i = 0; i < first.Queries.Length; i++)
                {
                    csv.WriteField(variant.Name);
                    csv.Field(i * seconds);
                    csv.WriteField(first.Name);
                    csv.WriteField(DnsWords.Key(first.Hop));
                    csv.Field(results.Sum(r => r.Queries[i]) * perSecond);
                    csv.Field(results.Sum(r => r.Drops[i]) * perSecond);
                    csv.Field(first.LimitPerSecond ?? double.NaN);
                    csv.EndRow(run, variant.Sha256);
                }
            }
        }
    }

    /// <summary>Each server with its accounts in all replications, in the order of the first.</summary>
    internal static IEnumerable<List<DnsServerResult>> Servers(VariantResult variant) =>
        variant.Replications.SelectMany(r => r.Dns?.Servers ?? []).GroupBy(s => s.Name).Select(g => g.ToList());
}
