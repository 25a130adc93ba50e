using System.Collections.Immutable;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports.Compare;

/// <summary>Variants side by side on a terminal: what differs first, and what cannot be told apart.</summary>
/// <param name="console">Where.</param>
/// <param name="run">Whose variants they are.</param>
/// <param name="metrics">As compared.</param>
public sealed class ComparisonReport(IAnsiConsole console, RunResult run, ImmutableArray<ComparedMetric> metrics)
{
    public void Write()
    {
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        var replications = run.Variants.Min(v => v.Replications.Length);
        console.MarkupLineInterpolated(
            $"[dim]{run.Scenario} · {replications} pairs of replications with the same chances · seed {run.Seed}[/]");
        console.WriteLine();
        for (var i = 1; i < run.Variants.Length; i++) Write(i - 1);
        if (replications < 2)
            console.MarkupLine("[yellow]One replication says nothing about chance: --replications 5 and more does.[/]");
    }

    private void Write(int other)
    {
        var (first, variant) = (run.Variants[0].Name, run.Variants[other + 1].Name);
        console.MarkupLineInterpolated($"[bold]{ComparisonWords.Headline(metrics, other, first, variant)}[/]");
        var table = new Table { Border = TableBorder.None }.AddColumns("metric", first, variant, "difference", "");
        for (var c = 1; c < 4; c++) table.Columns[c].RightAligned();
        foreach (var metric in metrics)
        {
            var value = metric.Others[other];
            table.AddRow(
                Markup.Escape(metric.IsOfThreshold ? metric.Name + " *" : metric.Name),
                Markup.Escape(ComparisonWords.Value(metric.Base, metric.Unit)),
                Markup.Escape(ComparisonWords.Value(value.Value, metric.Unit)),
                Markup.Escape(ComparisonWords.Difference(value.Difference, metric.Unit)),
                Mark(metric, value));
        }

        console.Write(table);
        console.MarkupLine("[dim]* of a threshold; ± is half of the 95 % interval of the paired differences[/]");
        console.WriteLine();
    }

    private static string Mark(ComparedMetric metric, ComparedValue value)
    {
        if (value.IsDistinguishable is not { } differs) return "[dim]?[/]";
        if (!differs) return "[dim]not distinguishable[/]";
        var isLess = value.Difference.Value < 0;
        return metric.LessIsBetter is not { } less ? isLess ? "less" : "more"
            : isLess == less ? "[green]better[/]" : "[red]worse[/]";
    }
}
