using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Truth;
using Spectre.Console;

namespace Simulator.Reports.Signals;

/// <summary>Shutdowns beside recordings of real ones: met by group, the misses, and the largest errors.</summary>
public static class SignalsTruthReport
{
    private const int Shown = 8;

    /// <summary>Other outcomes first, then by how much of the bound the time uses up.</summary>
    public static IReadOnlyList<SignalsTruthRow> WorstFirst(IEnumerable<SignalsTruthRow> rows) =>
    [
        .. rows.OrderBy(r => r.IsMet).ThenByDescending(r => r.ErrorMs / r.BoundMs)
            .ThenBy(r => r.Id, StringComparer.Ordinal),
    ];

    /// <param name="console">Where to.</param>
    /// <param name="rows">Worst first.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<SignalsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(rows);
        var met = rows.Count(r => r.IsMet);
        var mark = met == rows.Count ? "[green]✓[/]" : "[red]✗[/]";
        console.MarkupLine($"{mark} [bold]{met} of {rows.Count} recorded shutdowns met[/] "
            + $"(outcome, and time within 10 % or 50 ms); {rows.Count(r => r.HasSameTree)} process trees the same");
        console.WriteLine();
        Groups(console, rows);
        console.WriteLine();
        Worst(console, rows);
    }

    public static void WriteJson(Stream stream, IReadOnlyList<SignalsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, [.. rows], SignalsTruthJson.Default.SignalsTruthRowArray);
        stream.WriteByte((byte)'\n');
    }

    private static void Groups(IAnsiConsole console, IReadOnlyList<SignalsTruthRow> rows)
    {
        var grid = Grid(5);
        grid.AddRow("[dim]group[/]", "[dim]met[/]", "[dim]of[/]", "[dim]largest error[/]", "[dim]trees[/]");
        foreach (var group in rows.GroupBy(r => r.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (met, total) = (group.Count(r => r.IsMet), group.Count());
            var colour = met == total ? "green" : "red";
            grid.AddRow(Markup.Escape(group.Key), $"[{colour}]{met}[/]", $"{total}",
                $"{Ms(group.Max(r => r.ErrorMs))}", $"{group.Count(r => r.HasSameTree)}");
        }

        console.Write(grid);
    }

    private static void Worst(IAnsiConsole console, IReadOnlyList<SignalsTruthRow> rows)
    {
        var grid = Grid(4);
        grid.AddRow("[dim]worst[/]", "[dim]measured[/]", "[dim]simulated[/]", "[dim]error[/]");
        var missed = rows.Count(r => !r.IsMet);
        foreach (var row in rows.Take(Math.Max(Shown, missed)))
        {
            var id = Markup.Escape(row.Id.Length > 46 ? row.Id[..45] + "…" : row.Id);
            grid.AddRow(row.IsMet ? id : $"[red]{id}[/]", Ms(row.MeasuredMs), Ms(row.SimulatedMs ?? double.NaN),
                Ms(row.ErrorMs));
        }

        console.Write(grid);
        if (missed > 0) console.WriteLine();
        foreach (var row in rows.Take(missed))
            console.MarkupLine($"[red]{Markup.Escape(row.Id)}[/]: {Markup.Escape(row.Difference!)}");
    }

    private static string Ms(double ms) => double.IsFinite(ms) ? $"{ms:0} ms" : "–";

    private static Grid Grid(int columns)
    {
        var grid = new Grid();
        for (var i = 0; i < columns; i++)
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = i == 0 ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = true,
            });
        }

        return grid;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SignalsTruthRow[]))]
internal sealed partial class SignalsTruthJson : JsonSerializerContext;
