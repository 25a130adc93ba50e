using Simulator.Scenarios.Attribution;
using Spectre.Console;

namespace Simulator.Reports.Compare;

/// <summary>A difference and what made it, setting by setting, on a terminal.</summary>
public static class AttributionReport
{
    /// <param name="console">Where.</param>
    /// <param name="result">The split.</param>
    /// <param name="first">What the first scenario is called.</param>
    /// <param name="second">What the second is called.</param>
    public static void Write(IAnsiConsole console, AttributionResult result, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        console.MarkupLineInterpolated($"[bold]{AttributionWords.Headline(result, first, second)}[/]");
        var table = new Table { Border = TableBorder.None }.AddColumns("setting", "its share", "", "alone", "last");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var setting in result.Settings)
        {
            table.AddRow(
                Markup.Escape(setting.Setting.Path), Markup.Escape(AttributionWords.Signed(setting.Share, result)),
                AttributionWords.Share(setting.Share.Value, result),
                Markup.Escape(AttributionWords.Signed(setting.Alone with { HalfWidth = double.NaN }, result)),
                Markup.Escape(AttributionWords.Signed(setting.Last with { HalfWidth = double.NaN }, result)));
            table.AddRow($"[dim]  {Markup.Escape(AttributionWords.Change(setting))}[/]");
        }

        console.Write(table);
        if (AttributionWords.Interaction(result) is { } interaction) console.MarkupLineInterpolated($"{interaction}");
        var method = AttributionWords.Method(result);
        console.MarkupLineInterpolated(
            $"[dim]alone: changed first; last: changed when all others are; shares add up. {method}[/]");
        console.WriteLine();
    }
}
