using Simulator.Reports.Dns;
using Simulator.Reports.Pods;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>What a person reads after a run: the verdict first, then the numbers, then the reason.</summary>
/// <param name="console">Where.</param>
/// <param name="run">The facts.</param>
/// <param name="summary">Of them, what is told.</param>
/// <param name="strict">A verdict that is inconclusive fails.</param>
/// <param name="left">Services and clients of a fleet that the summary leaves out.</param>
public sealed partial class ConsoleReport(
    IAnsiConsole console, RunResult run, Summary summary, bool strict, int left = 0)
{
    // Wide enough for a value and its half-width side by side; below it they stand one over the other.
    private const int WideEnough = 118;
    private const string ClientColumn = "client";
    private const string AttemptColumn = "attempts\nper call";
    private const string OutcomeColumn = "requests by outcome";

    public void Write()
    {
        Header();
        foreach (var variant in summary.Variants.Where(v => v.Verdicts.Length > 0)) Verdicts(variant);
        foreach (var metrics in LatencyTables()) Latencies(metrics);
        var services = summary.Variants.SelectMany(v => v.Services).Select(s => s.Service).Distinct();
        BreakdownTable.Write(console, summary);
        foreach (var service in services) Cpu(service);
        Dns();
        Pods();
        Databases();
        Clients();
        Recoveries();
        if (left > 0)
        {
            console.MarkupLineInterpolated(
                $"[dim]{left} more services and clients, quicker and without thresholds: in summary.csv[/]");
            console.WriteLine();
        }

        Reasons();
    }

    private void Header()
    {
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        var replications = run.Variants[0].Replications.Length;
        var length = $"{replications} × {run.Duration} (warm-up {run.Warmup})";
        console.MarkupLineInterpolated($"[dim]{run.Scenario} · {length} · seed {run.Seed} · {run.Version}[/]");
        console.WriteLine();
    }

    private void Verdicts(VariantSummary variant)
    {
        var failed = variant.Verdicts.Count(v => !Judgement.Passed(v, strict));
        var open = variant.Verdicts.Count(v => v.Outcome == VerdictOutcome.Inconclusive);
        var word = failed > 0 ? $"[red]{failed} of {variant.Verdicts.Length} failed[/]"
            : open > 0 ? $"[yellow]{open} of {variant.Verdicts.Length} inconclusive[/]"
            : "[green]passed[/]";
        var title = variant.Title == variant.Name || variant.Title == run.Title ? "" : " · " + variant.Title;
        console.MarkupLine($"[bold]{Markup.Escape(variant.Name)}[/][dim]{Markup.Escape(title)}[/]  {word}");
        var width = Math.Min(46, summary.Variants.SelectMany(v => v.Verdicts).Max(v => v.Threshold.Length));
        foreach (var verdict in variant.Verdicts)
        {
            var mark = verdict.Outcome switch
            {
                VerdictOutcome.Pass => "[green]✓[/]",
                VerdictOutcome.Fail => verdict.IsWarning ? "[yellow]✗[/]" : "[red]✗[/]",
                _ => "[yellow]~[/]",
            };
            var observed = Human.Of(verdict.Observed, verdict.Unit);
            console.MarkupLine($"  {mark} {Markup.Escape(verdict.Threshold.PadRight(width))}  "
                + $"{Markup.Escape(observed.PadRight(14))} {Markup.Escape(Note(verdict))}".TrimEnd());
        }

        console.WriteLine();
    }

    private static string Note(Verdict verdict)
    {
        // An inconclusive threshold's margin is smaller than its uncertainty.
        var note = verdict.Outcome == VerdictOutcome.Inconclusive ? "inconclusive"
            : double.IsFinite(verdict.Margin) ? $"margin {verdict.Margin * 100:+0;−0;0} %" : "";
        return verdict.IsWarning ? note + ", warn" : note;
    }

    /// <summary>What users feel first, then what is inside it; metrics with the same numbers share a table.</summary>
    private IEnumerable<string[]> LatencyTables() =>
        summary.Variants.SelectMany(v => v.Latencies).Select(l => l.Metric).Distinct()
            .OrderBy(m => MetricName.PartsOf(m).Length).ThenBy(m => m, StringComparer.Ordinal)
            .GroupBy(m => (MetricWords.Meaning(m), Numbers(m)))
            .Select(g => g.ToArray());

    private string Numbers(string metric) => string.Join(';', summary.Variants.Select(v =>
        v.Latencies.FirstOrDefault(l => l.Metric == metric) is { } latency
            ? $"{latency.Count} {string.Join(' ', latency.Percentiles)} {latency.Max}" : ""));

    private void Latencies(string[] metrics)
    {
        var metric = metrics[0];
        console.MarkupLineInterpolated($"[bold]{string.Join(", ", metrics)}[/]");
        console.MarkupLineInterpolated($"[dim]{MetricWords.Meaning(metric)}; ± is half of the 95 % interval[/]");
        var table = Table(["", .. LatencySummary.Ranks.Select(SummaryRows.RankName), "max",
            DnsWords.IsLatency(metric) ? "lookups" : "requests"]);
        foreach (var variant in summary.Variants)
        {
            if (variant.Latencies.FirstOrDefault(l => l.Metric == metric) is not { } latency) continue;
            string[] cells = latency.Count == 0
                ? [.. Enumerable.Repeat("–", LatencySummary.Ranks.Length + 1)]
                : [.. latency.Percentiles.Append(latency.Max).Select(Latency)];
            table.AddRow([Name(variant), .. cells, latency.Count.ToString()]);
        }

        console.Write(table);
        CutShort(metric);
        console.WriteLine();
    }

    // Such a request stands with its latency so far, which is too low: the reader should know how many there are.
    private void CutShort(string metric)
    {
        var cut = summary.Variants.Select(v => (v.Name, Latency: v.Latencies.FirstOrDefault(l => l.Metric == metric)))
            .Where(v => v.Latency?.Unfinished > 0)
            .Select(v => $"{v.Latency!.Unfinished} in {v.Name}")
            .ToList();
        if (cut.Count > 0)
            console.MarkupLineInterpolated(
                $"[dim]cut short by the end of the run, with their latency so far: {string.Join(", ", cut)}[/]");
    }

    private void Cpu(string service)
    {
        console.MarkupLineInterpolated(
            $"[bold]{service}: CPU per pod[/] [dim]as a dashboard and the alert see it, and as it is[/]");
        var table = Table("", "limit", "dashboard\n1 min", "worst\nminute", "cores\nused", "throttled\nperiods",
            "alert\n5 min", "stalled\ns per s", "answers\nper s");
        foreach (var variant in summary.Variants)
        {
            if (variant.Services.FirstOrDefault(s => s.Service == service) is not { } cpu) continue;
            table.AddRow(Name(variant), cpu.LimitCores is { } limit ? Human.Limit(limit) : "none",
                Ratio(cpu.Dashboard), Ratio(cpu.DashboardMax), Plain(cpu.UsageCores),
                cpu.LimitCores is null ? "–" : Ratio(cpu.ThrottledRatio),
                cpu.LimitCores is null ? "–" : Alert(cpu.ThrottledRatio5m),
                cpu.LimitCores is null ? "–" : Plain(cpu.ThrottledTime), Plain(cpu.Throughput));
        }

        Show(table);
    }

    private void Clients()
    {
        var retries = summary.Variants.Any(v => v.Clients.Any(c => c.Amplification is not null));
        var table = Table(
            ["", ClientColumn, "per s", "errors", .. retries ? [AttemptColumn] : Array.Empty<string>(), OutcomeColumn]);
        foreach (var variant in summary.Variants)
        {
            foreach (var client in variant.Clients)
            {
                var outcomes = client.Outcomes.Where(o => o.Value > 0).Select(o => $"{o.Value} {o.Key}");
                string[] attempts = client.Amplification is { } amplification ? [Plain(amplification)] : ["1"];
                table.AddRow([Name(variant), Markup.Escape(client.Client), Plain(client.Throughput),
                    Ratio(client.ErrorRatio), .. retries ? attempts : [], Markup.Escape(string.Join(", ", outcomes))]);
            }
        }

        if (table.Rows.Count > 1) Show(table);
    }

    private void Reasons()
    {
        foreach (var variant in run.Variants)
        {
            var told = summary.Variants.First(v => v.Name == variant.Name);
            IEnumerable<string?> reasons =
            [
                Reason.Of(variant, told), .. Reason.Behind(told), DnsReason.Of(run, variant, told),
                .. DnsReason.Remarks(variant), PodReason.Of(variant, run.Warmup, run.Duration),
            ];
            foreach (var reason in reasons)
                if (reason is not null) console.MarkupLineInterpolated($"[bold]{variant.Name}:[/] {reason}");
        }
    }

    private bool Wide => console.Profile.Width >= WideEnough;

    private string Latency(Measured value) => Cell(Human.Seconds(value.Value, ""), Human.SecondsHalfWidth(value));

    private string Ratio(Measured value) =>
        Cell(Human.Percent(value.Value).Replace(" ", ""), Human.PercentHalfWidth(value));

    private string Alert(Measured value) =>
        value.Value > ThrottlingAlert.Ratio ? $"[red]{Ratio(value)}[/]" : Ratio(value);

    private string Plain(Measured value) =>
        Cell(Human.Three(value.Value), Human.HalfWidth(value.Value, value.HalfWidth));

    private string Cell(string value, string halfWidth) => $"{value}{(Wide ? " " : "\n")}[dim]{halfWidth}[/]";

    private static string Name(VariantSummary variant) => Markup.Escape(variant.Name);

    private void Show(Grid table)
    {
        console.Write(table);
        console.WriteLine();
    }

    // The first column and one of words stand left, numbers right; only the first may wrap.
    internal static Grid Table(params string[] columns)
    {
        var grid = new Grid();
        foreach (var (i, column) in columns.Index())
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = i == 0 || column is ClientColumn or OutcomeColumn ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = i > 0 && column != OutcomeColumn,
            });
        }

        grid.AddRow([.. columns.Select(c => $"[dim]{Markup.Escape(c)}[/]")]);
        return grid;
    }
}
