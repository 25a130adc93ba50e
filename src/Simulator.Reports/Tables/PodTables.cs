using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Pods that come and go.</summary>
internal static class PodTables
{
    // Of more services only their sum is shown: a table each would bury everything else.
    private const int MostServices = 4;

    public static IEnumerable<ReportTable> Of(Summary summary)
    {
        var told = summary.Variants.Select(v => v.Pods).OfType<PodsSummary>().ToList();
        var services = told.SelectMany(p => p.Services).Select(s => s.Service).Distinct().ToList();
        return services.Count > MostServices
            ? [Of(summary, $"{services.Count} services", p => p.All, "all together; each is in summary.csv")]
            : services.Select(service => Of(
                summary, service, p => p.Services.FirstOrDefault(s => s.Service == service), "after warm-up"));
    }

    private static ReportTable Of(
        Summary summary, string name, Func<PodsSummary, ServicePodsSummary?> of, string remark) =>
        new($"{name}: pods", remark)
        {
            Columns = ["", "most\nat once", "most ter-\nminating", "least\nready", "restarts",
                "SIGKILL\nafter grace", "probes\ngave up"],
            Rows =
            [
                .. summary.Variants.Select(v => (v.Name, Pods: v.Pods is { } all ? of(all) : null))
                    .Where(v => v.Pods is not null)
                    .Select(v => (ImmutableArray<Cell>)
                    [
                        v.Name, Cell.Whole(v.Pods!.Count.Max), Cell.Whole(v.Pods.Terminating.Max),
                        Cell.Whole(v.Pods.Ready.Min), Cell.Whole(v.Pods.Restarts).BadIfAny,
                        Cell.Whole(v.Pods.Killed).BadIfAny, Cell.Whole(v.Pods.Unhealthy).BadIfAny,
                    ]),
            ],
        };
}
