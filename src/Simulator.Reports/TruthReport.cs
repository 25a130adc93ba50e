using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Truth;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>
/// The model beside recordings of the real thing: how many figures are inside, the worst ones, and for each miss how the
/// other seeds of its case fared, which tells noise from a mechanism that is not met.
/// </summary>
public static class TruthReport
{
    private const int FewestShown = 15;

    /// <param name="console">Where to.</param>
    /// <param name="worstFirst">As <see cref="TruthOrder.WorstFirst"/> gives them.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<TruthRow> worstFirst)
    {
        var judged = worstFirst.Where(r => r.Bound is not null).ToList();
        var inside = judged.Count(r => r.Inside);
        var recordings = worstFirst.Select(r => (r.Name, r.Seed)).Distinct().Count();
        var share = judged.Count == 0 ? 1 : inside / (double)judged.Count;
        var mark = inside == judged.Count ? "[green]✓[/]" : "[red]✗[/]";
        console.MarkupLine($"{mark} [bold]{inside} of {judged.Count} figures inside their bounds[/] "
            + $"({share * 100:0.0} %), {recordings} recordings");
        console.WriteLine();
        Groups(console, judged);
        console.WriteLine();
        Worst(console, judged);
        OtherSeeds(console, worstFirst);
    }

    public static void WriteJson(Stream stream, IReadOnlyList<TruthRow> worstFirst)
    {
        JsonSerializer.Serialize(stream, [.. worstFirst], TruthJsonContext.Default.TruthRowArray);
        stream.WriteByte((byte)'\n');
    }

    private static void Groups(IAnsiConsole console, List<TruthRow> judged)
    {
        var grid = Grid("recordings of", "figures", "inside", "worst error", "bound", "of");
        foreach (var group in judged.GroupBy(r => (r.Group, r.Metric))
            .OrderBy(g => g.Key.Group, StringComparer.Ordinal))
        {
            var worst = group.First();
            grid.AddRow($"{group.Key.Group}, {group.Key.Metric}", $"{group.Count()}", $"{group.Count(r => r.Inside)}",
                Number(worst.Error), Number(worst.Bound!.Value), Markup.Escape(Label(worst)));
        }

        console.Write(grid);
    }

    private static void Worst(IAnsiConsole console, List<TruthRow> judged)
    {
        var shown = Math.Max(FewestShown, judged.Count(r => !r.Inside));
        var grid = Grid("worst first", "metric", "measured", "simulated", "error", "bound");
        foreach (var row in judged.Take(shown))
        {
            var name = Markup.Escape(Label(row));
            var metric = row.Difference is { } words ? $"{row.Metric}: {words}" : row.Metric;
            grid.AddRow(row.Inside ? name : $"[red]{name}[/]", Markup.Escape(metric), Number(row.Measured),
                Number(row.Simulated), Number(row.Error), Number(row.Bound!.Value));
        }

        console.Write(grid);
    }

    private static string Label(TruthRow row) => row.Seed == 0 ? row.Name : $"{row.Name}/{row.Seed}";

    private static void OtherSeeds(IAnsiConsole console, IReadOnlyList<TruthRow> rows)
    {
        var cases = rows.ToLookup(r => (r.Name, r.Metric));
        var misses = rows.Where(r => !r.Inside && cases[(r.Name, r.Metric)].Skip(1).Any()).ToList();
        if (misses.Count == 0) return;
        var grid = Grid("missed", "metric", "other seeds: measured, and the model's difference");
        foreach (var miss in misses)
        {
            var others = cases[(miss.Name, miss.Metric)].Where(r => r.Seed != miss.Seed).OrderBy(r => r.Seed);
            grid.AddRow(Markup.Escape($"{miss.Name}/{miss.Seed}"), Markup.Escape(miss.Metric),
                string.Join("   ", others.Select(Other)));
        }

        console.WriteLine();
        console.Write(grid);
    }

    /// <summary>A distance has nothing measured to stand beside.</summary>
    private static string Other(TruthRow row)
    {
        if (row.Metric.StartsWith("w1_", StringComparison.Ordinal)) return $"{row.Seed}: {Number(row.Error)} away";
        var sign = row.Simulated < row.Measured ? "−" : "+";
        return $"{row.Seed}: {Number(row.Measured)} {sign}{Number(row.Error)}";
    }

    private static string Number(double value) =>
        Math.Abs(value) < 0.1 && value != 0 ? $"{value:0.####}" : Human.Three(value);

    private static Grid Grid(params string[] columns)
    {
        var grid = new Grid();
        foreach (var (i, column) in columns.Index())
        {
            var isText = i == 0 || column is "metric" or "of" || column.StartsWith("other", StringComparison.Ordinal);
            grid.AddColumn(new GridColumn
            {
                Alignment = isText ? Justify.Left : Justify.Right,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = true,
            });
        }

        grid.AddRow([.. columns.Select(c => $"[dim]{c}[/]")]);
        return grid;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TruthRow[]))]
internal sealed partial class TruthJsonContext : JsonSerializerContext;
