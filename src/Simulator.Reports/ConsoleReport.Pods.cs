using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>The tables about pods that come and go, and about what was back when.</summary>
public sealed partial class ConsoleReport
{
    // Of more services only their sum is shown: a table each would bury everything else.
    private const int MostServices = 4;

    private void Pods()
    {
        var told = summary.Variants.Select(v => v.Pods).OfType<PodsSummary>().ToList();
        var services = told.SelectMany(p => p.Services).Select(s => s.Service).Distinct().ToList();
        if (services.Count > MostServices)
            PodsOf($"{services.Count} services", p => p.All, "all together; each is in summary.csv");
        else
            foreach (var service in services)
                PodsOf(service, p => p.Services.FirstOrDefault(s => s.Service == service), "after warm-up");
    }

    private void PodsOf(string name, Func<PodsSummary, ServicePodsSummary?> of, string remark)
    {
        console.MarkupLineInterpolated($"[bold]{name}: pods[/] [dim]{remark}[/]");
        var table = Table("", "most\nat once", "most ter-\nminating", "least\nready", "restarts",
            "SIGKILL\nafter grace", "probes\ngave up");
        foreach (var variant in summary.Variants)
        {
            if (variant.Pods is not { } all || of(all) is not { } pods) continue;
            table.AddRow(Name(variant), Whole(pods.Count.Max), Whole(pods.Terminating.Max), Whole(pods.Ready.Min),
                Alarming(pods.Restarts), Alarming(pods.Killed), Alarming(pods.Unhealthy));
        }

        Show(table);
    }

    private void Recoveries()
    {
        if (summary.Variants.All(v => v.Recoveries.IsEmpty)) return;
        console.MarkupLine(
            "[bold]Recovery[/] [dim]from the last event's end until goodput is back at 95 % and stays[/]");
        var table = Table("", ClientColumn, "back\nafter", "replications\nthat were");
        foreach (var variant in summary.Variants)
        {
            foreach (var recovery in variant.Recoveries)
            {
                var time = double.IsFinite(recovery.Time.Value) ? Latency(recovery.Time) : "[red]never[/]";
                table.AddRow(Name(variant), Markup.Escape(recovery.Client), time, Human.Percent(recovery.Recovered));
            }
        }

        Show(table);
    }

    private string Alarming(Measured count) => count.Value > 0 ? $"[red]{Whole(count)}[/]" : Whole(count);

    private string Whole(Measured count) => Cell(Human.Whole(count.Value), Human.ManyHalfWidth(count));
}
