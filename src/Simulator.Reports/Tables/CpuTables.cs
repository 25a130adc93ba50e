using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>CPU of each service: what dashboards and the alert show, beside what is so.</summary>
internal static class CpuTables
{
    public static IEnumerable<ReportTable> Of(Summary summary) =>
        summary.Variants.SelectMany(v => v.Services).Select(s => s.Service).Distinct().Select(s => Of(summary, s));

    private static ReportTable Of(Summary summary, string service) =>
        new($"{service}: CPU per pod", "as a dashboard and the alert see it, and as it is")
        {
            Columns = ["", "limit", "dashboard\n1 min", "worst\nminute", "cores\nused", "throttled\nperiods",
                "alert\n5 min", "stalled\ns per s", "answers\nper s"],
            Rows =
            [
                .. summary.Variants
                    .Select(v => (v.Name, Cpu: v.Services.FirstOrDefault(s => s.Service == service)))
                    .Where(v => v.Cpu is not null)
                    .Select(v => (ImmutableArray<Cell>)[v.Name, .. Cells(v.Cpu!)]),
            ],
        };

    private static IEnumerable<Cell> Cells(ServiceSummary cpu)
    {
        var isLimited = cpu.LimitCores is not null;
        yield return cpu.LimitCores is { } limit ? new Cell(Human.Limit(limit)) { Sort = limit } : "none";
        yield return Cell.Ratio(cpu.Dashboard);
        yield return Cell.Ratio(cpu.DashboardMax);
        yield return Cell.Plain(cpu.UsageCores);
        yield return isLimited ? Cell.Ratio(cpu.ThrottledRatio) : Cell.None;
        yield return isLimited ? Cell.Ratio(cpu.ThrottledRatio5m).BadAbove(ThrottlingAlert.Ratio) : Cell.None;
        yield return isLimited ? Cell.Plain(cpu.ThrottledTime) : Cell.None;
        yield return Cell.Plain(cpu.Throughput);
    }
}
