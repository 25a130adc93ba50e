using System.Globalization;
using Simulator.Reports.Tables;

namespace Simulator.Reports.Html;

/// <summary>Tables of a page: each scrolls inside of its own box, and can be sorted where the script runs.</summary>
internal static class HtmlTables
{
    /// <summary>The column that nobody can sort by.</summary>
    public const string Bars = "its parts";

    public static void Write(HtmlWriter html, ReportTable table)
    {
        if (table.Title.Length > 0) html.Element("h3", table.Title);
        if (table.Remark.Length > 0) html.Element("p", table.Remark, ("class", "remark"));
        if (table.Columns.Length > 0)
        {
            Begin(html, table.Title.Length > 0 ? table.Title : ReportTable.Outcomes,
                [.. table.Columns.Select(c => (Heading(c), c.Length > 0 && !ReportTable.IsOfWords(c)))]);
            foreach (var row in table.Rows)
            {
                html.Open("tr");
                html.Element("th", row[0].Text, ("scope", "row"));
                for (var i = 1; i < row.Length; i++) Write(html, row[i], ReportTable.IsOfWords(table.Columns[i]));
                html.Close();
            }

            End(html);
        }

        foreach (var note in table.Notes) html.Element("p", note, ("class", "note"));
    }

    /// <summary>Up to the first row.</summary>
    /// <param name="html">Where.</param>
    /// <param name="name">For those who hear it.</param>
    /// <param name="columns">Their titles, and whether they hold numbers.</param>
    public static void Begin(HtmlWriter html, string name, params ReadOnlySpan<(string Title, bool IsNumber)> columns)
    {
        html.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", $"table: {name}"));
        html.Open("table", ("class", "sortable"));
        html.Open("thead");
        html.Open("tr");
        foreach (var (title, isNumber) in columns)
            html.Element("th", title, ("scope", "col"), ("class", isNumber ? "n" : title == Bars ? "bars" : null));
        html.Close();
        html.Close();
        html.Open("tbody");
    }

    public static void End(HtmlWriter html)
    {
        html.Close();
        html.Close();
        html.Close();
    }

    private static void Write(HtmlWriter html, Cell cell, bool isOfWords)
    {
        var classes = (isOfWords ? "" : "n") + (cell.IsBad ? " bad" : "");
        html.Open("td", ("class", classes.Length == 0 ? null : classes.Trim()), ("data-v", Sort(cell.Sort)));
        html.Text(cell.Text);
        if (cell.HalfWidth.Length > 0)
        {
            html.Text(" ");
            html.Element("small", cell.HalfWidth);
        }

        html.Close();
    }

    /// <summary>What the script sorts by; null for words.</summary>
    public static string? Sort(double value) =>
        double.IsNaN(value) ? null : value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Heading(string column) => column.Length == 0 ? "variant" : ReportTable.OneLine(column);
}
