using Simulator.Reports.Tables;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>What a person reads after a run: the verdict first, then the numbers, then the reason.</summary>
/// <param name="console">Where.</param>
/// <param name="run">The facts.</param>
/// <param name="summary">Of them, what is told.</param>
/// <param name="strict">A verdict that is inconclusive fails.</param>
/// <param name="left">Services and clients of a fleet that the summary leaves out.</param>
public sealed class ConsoleReport(
    IAnsiConsole console, RunResult run, Summary summary, bool strict, int left = 0)
{
    // Wide enough for a value and its half-width side by side; below it they stand one over the other.
    private const int WideEnough = 118;

    public void Write()
    {
        Header();
        foreach (var variant in summary.Variants.Where(v => v.Verdicts.Length > 0)) Verdicts(variant);
        foreach (var table in LatencyTables.Of(summary)) Show(table);
        BreakdownTable.Write(console, summary);
        foreach (var table in RunTables.Of(run, summary)) Show(table);
        if (left > 0)
        {
            console.MarkupLineInterpolated(
                $"[dim]{left} more services and clients, quicker and without thresholds: in summary.csv[/]");
            console.WriteLine();
        }

        foreach (var (variant, sentence) in ReasonList.Of(run, summary))
            console.MarkupLineInterpolated($"[bold]{variant}:[/] {sentence}");
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

    private void Show(ReportTable table)
    {
        if (table.IsOfMetric)
        {
            console.MarkupLineInterpolated($"[bold]{table.Title}[/]");
            console.MarkupLineInterpolated($"[dim]{table.Remark}[/]");
        }
        else if (table.Title.Length > 0)
        {
            console.MarkupLineInterpolated($"[bold]{table.Title}[/] [dim]{table.Remark}[/]");
        }

        if (table.Columns.Length > 0)
        {
            var grid = Table([.. table.Columns]);
            foreach (var row in table.Rows) grid.AddRow([.. row.Select(Words)]);
            console.Write(grid);
        }

        foreach (var note in table.Notes) console.MarkupLineInterpolated($"[dim]{note}[/]");
        console.WriteLine();
    }

    private string Words(Cell cell)
    {
        var text = Markup.Escape(cell.Text);
        if (cell.HalfWidth.Length > 0) text += $"{(Wide ? " " : "\n")}[dim]{cell.HalfWidth}[/]";
        return cell.IsBad ? $"[red]{text}[/]" : text;
    }

    private bool Wide => console.Profile.Width >= WideEnough;

    // The first column and one of words stand left, numbers right; only the first may wrap.
    internal static Grid Table(params string[] columns)
    {
        var grid = new Grid();
        foreach (var (i, column) in columns.Index())
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = i == 0 || ReportTable.IsOfWords(column) ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = i > 0 && column != ReportTable.Outcomes,
            });
        }

        grid.AddRow([.. columns.Select(c => $"[dim]{Markup.Escape(c)}[/]")]);
        return grid;
    }
}
