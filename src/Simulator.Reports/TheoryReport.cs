using MathNet.Numerics.Distributions;
using Simulator.Models.Theory;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>Theory beside simulation, and whether the differences are chance.</summary>
public static class TheoryReport
{
    // One seed in a thousand looks wrong although all is right.
    private const double FalseAlarm = 0.001;

    /// <summary>The largest |z| of a table that chance explains (Bonferroni over its rows, Student t).</summary>
    public static double Bound(IReadOnlyList<TheoryRow> rows) =>
        StudentT.InvCDF(0, 1, rows[0].Simulated.Replications - 1, 1 - (FalseAlarm / 2 / rows.Count));

    public static bool Agrees(IReadOnlyList<TheoryRow> rows) => rows.All(r => IsChance(r, Bound(rows)));

    public static void Write(IAnsiConsole console, IReadOnlyList<TheoryRow> rows)
    {
        var bound = Bound(rows);
        var far = rows.Count(r => !IsChance(r, bound));
        console.MarkupLine(far == 0
            ? $"[green]✓[/] [bold]{rows.Count} quantities agree with queueing theory[/] (|z| below {bound:0.0})"
            : $"[red]✗[/] [bold]{far} of {rows.Count} quantities differ from theory[/] (|z| above {bound:0.0})");
        console.WriteLine();
        var grid = new Grid();
        foreach (var i in Enumerable.Range(0, 5))
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = i < 2 ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
            });
        }

        grid.AddRow("[dim]model[/]", "[dim]quantity[/]", "[dim]theory[/]", "[dim]simulated ± s.e.[/]", "[dim]z[/]");
        foreach (var row in rows)
        {
            var z = $"{row.ZScore:+0.0;−0.0;0.0}";
            grid.AddRow(Markup.Escape(row.Name), Markup.Escape(row.Quantity), $"{row.Theory:0.#####}",
                $"{row.Simulated.Mean:0.#####} ±{row.StandardError:0.#####}",
                IsChance(row, bound) ? z : $"[red]{z}[/]");
        }

        console.Write(grid);
    }

    private static bool IsChance(TheoryRow row, double bound) => Math.Abs(row.ZScore) < bound;
}
