using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Truth;
using Spectre.Console;

namespace Simulator.Reports.Dns;

/// <summary>The stub resolvers beside recordings of real ones: entries met by resolver, and every one that is
/// not.</summary>
public static class DnsTruthReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<DnsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(rows);
        var met = rows.Count(r => r.IsMet);
        var mark = met == rows.Count ? "[green]✓[/]" : "[red]✗[/]";
        var queries = rows.Where(r => r.IsMet).Sum(r => (long)r.Measured);
        console.MarkupLine($"{mark} [bold]{met} of {rows.Count} recorded lookups met[/], {queries} queries, "
            + $"{rows.Count(r => r.IsJittered)} of them jittered (counts and outcome only)");
        console.WriteLine();
        Profiles(console, rows);
        var missed = rows.Where(r => !r.IsMet).ToList();
        if (missed.Count == 0) return;
        console.WriteLine();
        foreach (var row in missed)
            console.MarkupLine(
                $"[red]{Markup.Escape($"{row.Case}/{row.Profile}")}[/]: {Markup.Escape(row.Difference!)}");
    }

    public static void WriteJson(Stream stream, IReadOnlyList<DnsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, [.. rows], DnsTruthJson.Default.DnsTruthRowArray);
        stream.WriteByte((byte)'\n');
    }

    private static void Profiles(IAnsiConsole console, IReadOnlyList<DnsTruthRow> rows)
    {
        var grid = new Grid();
        foreach (var i in Enumerable.Range(0, 4))
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = i == 0 ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = true,
            });
        }

        grid.AddRow("[dim]resolver[/]", "[dim]met[/]", "[dim]of[/]", "[dim]jittered[/]");
        foreach (var group in rows.GroupBy(r => r.Profile))
        {
            var met = group.Count(r => r.IsMet);
            var total = group.Count();
            var colour = met == total ? "green" : "red";
            grid.AddRow(Markup.Escape(group.Key), $"[{colour}]{met}[/]", $"{total}",
                $"{group.Count(r => r.IsJittered)}");
        }

        console.Write(grid);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DnsTruthRow[]))]
internal sealed partial class DnsTruthJson : JsonSerializerContext;
