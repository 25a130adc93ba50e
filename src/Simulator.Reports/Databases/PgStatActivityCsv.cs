using CsvHelper;
using Simulator.Models.Database;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>
/// Backends by state and interval, as counting pg_stat_activity would give them; <c>all</c> is every slot in use.
/// </summary>
public static class PgStatActivityCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "t_s", "database", "state", "count", "count_max", "max_connections");
        foreach (var variant in run.Variants)
        {
            foreach (var results in Servers(variant))
            {
                foreach (var state in Enum.GetValues<BackendState>())
                    Write(csv, run, variant, results, NameOf(state), [.. results.Select(r => r.ByState[(int)state])]);
                Write(csv, run, variant, results, "all", [.. results.Select(r => r.Connections)]);
            }
        }
    }

    /// <summary>Each database with its results in all replications, in the file's order.</summary>
    internal static IEnumerable<List<DatabaseResult>> Servers(VariantResult variant) => variant.Replications
        .SelectMany(r => r.Databases?.Servers ?? []).GroupBy(s => s.Name).Select(g => g.ToList());

    private static void Write(
        CsvWriter csv, RunResult run, VariantResult variant, List<DatabaseResult> results, string state,
        List<LevelResult> levels)
    {
        var seconds = variant.Replications[0].Databases!.Interval.TotalSeconds;
        for (var i = 0; i < levels[0].Intervals(); i++)
        {
            csv.WriteField(variant.Name);
            csv.Field(i * seconds);
            csv.WriteField(results[0].Name);
            csv.WriteField(state);
            csv.Mean(levels, i);
            csv.Max(levels, i);
            csv.WriteField(results[0].MaxConnections);
            csv.EndRow(run, variant.Sha256);
        }
    }

    // As Postgres has them; the view shows no backend that logs in (before 18) or exits, yet each has its slot.
    private static string NameOf(BackendState state) => state switch
    {
        BackendState.Starting => "starting",
        BackendState.Idle => "idle",
        BackendState.Active => "active",
        BackendState.IdleInTransaction => "idle in transaction",
        _ => "exiting",
    };
}
