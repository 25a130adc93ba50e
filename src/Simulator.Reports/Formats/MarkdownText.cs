using System.Globalization;
using System.Text;

namespace Simulator.Reports.Formats;

/// <summary>
/// A comment of a pull request that never grows too long: what finds no room is counted, and nothing is cut in two.
/// </summary>
internal sealed class MarkdownText
{
    /// <summary>GitHub takes 65,536 characters of a comment.</summary>
    public const int Longest = 60_000;

    // Room for what must stand at the end: closed folds, what is left, where it comes from.
    private const int Reserve = 6_000;

    // A name may be as long as it likes; in a table it may not.
    private const int LongestCell = 300;

    private readonly StringBuilder _text = new();

    /// <summary>Always written.</summary>
    public void Line(string line = "") => _text.Append(line).Append('\n');

    /// <summary>False where it found no room.</summary>
    public bool LineIfRoom(string line, int longest = Longest)
    {
        if (_text.Length + line.Length + 1 > longest - Reserve) return false;
        Line(line);
        return true;
    }

    /// <summary>A table; rows that find no room are counted in one more.</summary>
    /// <param name="columns">Their titles; numbers but for the first.</param>
    /// <param name="rows">Cells as they are to stand there.</param>
    /// <param name="where">The file that has all rows.</param>
    /// <param name="longest">Of the text with this table.</param>
    public void Table(
        IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, string where, int longest = Longest)
    {
        if (!LineIfRoom(Row(columns) + "\n|---|" + string.Concat(Enumerable.Repeat("--:|", columns.Count - 1)), longest))
            return;
        for (var i = 0; i < rows.Count; i++)
        {
            if (LineIfRoom(Row(rows[i]), longest)) continue;
            var left = (rows.Count - i).ToString("N0", CultureInfo.InvariantCulture);
            Line($"| … and {left} more, in {where} |" + string.Concat(Enumerable.Repeat(" |", columns.Count - 1)));
            return;
        }
    }

    public int Length => _text.Length;

    public override string ToString() => _text.ToString();

    /// <summary>Text that means nothing to Markdown or HTML, on one line and of a bearable length.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text.Length > LongestCell ? text[..LongestCell] + "…" : text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' => escaped.Append('\\').Append(c),
                '@' => escaped.Append("&#64;"),
                _ => escaped.Append(char.IsControl(c) ? ' ' : c),
            };
        }

        return escaped.ToString();
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
