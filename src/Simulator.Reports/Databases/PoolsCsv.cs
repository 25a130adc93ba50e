using CsvHelper;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>The client pools of services by interval and generation of their pods, all pods together.</summary>
public static class PoolsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "t_s", "service", "pool", "generation", "database", "total", "idle", "waiting",
            "total_max", "waiting_max");
        foreach (var variant in run.Variants)
        {
            var pools = variant.Replications.SelectMany(r => r.Databases?.Pools ?? [])
                .GroupBy(p => (p.Service, p.Pool)).Select(g => g.ToList());
            foreach (var results in pools)
            {
                // A replication may not have come as far as another.
                foreach (var generation in results.SelectMany(r => r.Generations.Keys).Distinct().Order())
                    Write(csv, run, variant, results, generation);
            }
        }
    }

    private static void Write(
        CsvWriter csv, RunResult run, VariantResult variant, List<ClientPoolResult> results, int generation)
    {
        var seconds = variant.Replications[0].Databases!.Interval.TotalSeconds;
        var own = results.Select(r => r.Generations.GetValueOrDefault(generation)).OfType<PoolLevelsResult>().ToList();
        List<LevelResult> total = [.. own.Select(l => l.Total)], waiting = [.. own.Select(l => l.Waiting)];
        List<LevelResult> idle = [.. own.Select(l => l.Idle)];
        for (var i = 0; i < total[0].Intervals(); i++)
        {
            csv.WriteField(variant.Name);
            csv.Field(i * seconds);
            csv.WriteField(results[0].Service);
            csv.WriteField(results[0].Pool);
            csv.WriteField(generation);
            csv.WriteField(results[0].Database);
            csv.Mean(total, i);
            csv.Mean(idle, i);
            csv.Mean(waiting, i);
            csv.Max(total, i);
            csv.Max(waiting, i);
            csv.EndRow(run, variant.Sha256);
        }
    }
}
