using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>All tables below the latencies and where their time went, in the order every format has them.</summary>
internal static class RunTables
{
    public static IEnumerable<ReportTable> Of(RunResult run, Summary summary)
    {
        var all = CpuTables.Of(summary).Concat(DnsTables.Of(run, summary)).Concat(PodTables.Of(summary))
            .Concat(DatabaseTables.Of(summary));
        foreach (var table in all) yield return table;
        if (ClientTables.Of(summary) is { } clients) yield return clients;
        if (ClientTables.Recoveries(summary) is { } recoveries) yield return recoveries;
    }
}
