using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>What lookups sent: a row for each service, search domain and reply, over all replications.</summary>
public static class DnsQueriesCsv
{
    public static void Write(Stream stream, RunResult run, Summary summary)
    {
        using var csv = Csv.Create(
            stream, "variant", "service", "suffix", "reply", "queries_per_lookup", "queries_per_day");
        foreach (var (variant, told) in run.Variants.Zip(summary.Variants))
        {
            foreach (var service in told.Dns?.Services ?? [])
            {
                if (DnsFacts.Of(run, variant, service.Service) is not { } facts) continue;
                foreach (var (suffix, reply, count) in facts.ByName)
                {
                    csv.WriteField(variant.Name);
                    csv.WriteField(service.Service);
                    csv.WriteField(suffix);
                    csv.WriteField(reply);
                    csv.Field(facts.PerLookup(count));
                    csv.Field(facts.PerDay(count));
                    csv.EndRow(run, variant.Sha256);
                }
            }
        }
    }
}
