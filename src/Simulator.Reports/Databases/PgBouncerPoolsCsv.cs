using CsvHelper;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>
/// SHOW POOLS of every PgBouncer by interval, its pairs of database and user together; maxwait is the highest of the
/// interval.
/// </summary>
public static class PgBouncerPoolsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "t_s", "pgbouncer", "database", "cl_active", "cl_waiting", "sv_active", "sv_idle",
            "sv_login", "maxwait", "cl_waiting_max", "max_client_conn");
        foreach (var variant in run.Variants)
        {
            foreach (var results in PgStatActivityCsv.Servers(variant).Where(r => r[0].PgBouncer is not null))
                for (var i = 0; i < results[0].PgBouncer!.Replicas.Length; i++)
                    Write(csv, run, variant, results, [.. results.Select(r => r.PgBouncer!.Replicas[i])]);
        }
    }

    private static void Write(
        CsvWriter csv, RunResult run, VariantResult variant, List<DatabaseResult> database,
        List<PgBouncerReplicaResult> replicas)
    {
        var seconds = variant.Replications[0].Databases!.Interval.TotalSeconds;
        Func<PgBouncerReplicaResult, LevelResult>[] columns =
            [r => r.ClActive, r => r.ClWaiting, r => r.SvActive, r => r.SvIdle, r => r.SvLogin];
        for (var i = 0; i < replicas[0].ClActive.Intervals(); i++)
        {
            csv.WriteField(variant.Name);
            csv.Field(i * seconds);
            csv.WriteField(replicas[0].Name);
            csv.WriteField(database[0].Name);
            foreach (var column in columns) csv.Mean([.. replicas.Select(column)], i);
            csv.Field(replicas.Average(r => (double)r.MaxWaitSeries[i]));
            csv.Max([.. replicas.Select(r => r.ClWaiting)], i);
            csv.WriteField(database[0].PgBouncer!.MaxClientConn);
            csv.EndRow(run, variant.Sha256);
        }
    }
}
