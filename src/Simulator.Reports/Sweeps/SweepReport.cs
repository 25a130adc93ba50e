using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sweeps;
using Spectre.Console;

namespace Simulator.Reports.Sweeps;

/// <summary>A sweep on a terminal: the finding, then a row for each point, no wider than 80 columns.</summary>
/// <param name="console">Where.</param>
/// <param name="sweep">What was measured.</param>
public sealed class SweepReport(IAnsiConsole console, SweepResult sweep)
{
    private const int Width = 80;
    private const int WidestHeader = 16;
    private const int WidestValue = 24;
    private const int MostRows = 60;
    private const string Gap = "  ";

    private sealed record Column(string[] Header, string[] Cells, VerdictOutcome?[]? Marks)
    {
        public bool IsLeft { get; init; }

        public int Width => Math.Max(Header.Max(h => h.Length), Cells.Max(c => c.Length)) + (Marks is null ? 0 : 2);
    }

    private readonly SweepView _view = new(sweep);

    public void Write()
    {
        var (finding, detail) = SweepWords.Headline(_view);
        console.MarkupLineInterpolated($"[bold]{finding}.[/]");
        if (detail.Length > 0) console.MarkupLineInterpolated($"{detail}");
        console.MarkupLineInterpolated($"[dim]{sweep.Title}[/]");
        console.MarkupLineInterpolated($"[dim]{SweepWords.Runs(_view)}[/]");
        console.WriteLine();
        var metrics = _view.Asked.Length > 0 ? _view.Asked : _view.Metrics;
        var columns = Parameters().ToList();
        var replications = Replications();
        var left = 0;
        foreach (var metric in metrics.Select(Metric))
        {
            var width = columns.Append(metric).Append(replications).Sum(c => c.Width + Gap.Length) - Gap.Length;
            if (left > 0 || (width > Width && columns.Exists(c => c.Marks is not null))) left++;
            else columns.Add(metric);
        }

        columns.Add(replications);
        Table(columns);
        Notes(left);
    }

    private IEnumerable<Column> Parameters()
    {
        var names = SweepAxis.Names([.. sweep.Parameters.Select(p => p.Path)]);
        var varied = sweep.Parameters.Index().Where(p => p.Item.Values.Length > 1 || sweep.Parameters.Length == 1);
        foreach (var (index, parameter) in varied)
        {
            yield return new Column(
                Broken(names[index]), [.. sweep.Points.Select(p => Cut(p.Values[index].Text))], null)
            {
                IsLeft = parameter.Scale is null,
            };
        }
    }

    private Column Metric(string metric) => new(
        Broken(metric),
        [
            .. sweep.Points.Select(p => SweepView.Of(p, metric) is { } figure
                ? Human.Of(figure.Value with { HalfWidth = double.NaN }, figure.Unit) : "–"),
        ],
        [.. sweep.Points.Select(p => SweepView.Outcome(p, metric))]);

    private Column Replications() =>
        new(["n"], [.. sweep.Points.Select(p => p.Trial.Replications + (p.Trial.IsPrecise ? "" : "*"))], null);

    private void Table(List<Column> columns)
    {
        var height = columns.Max(c => c.Header.Length);
        for (var line = 0; line < height; line++)
        {
            var cells = columns.Select(c =>
            {
                var from = line - (height - c.Header.Length);
                return Padded(c, from < 0 ? "" : c.Header[from], c.Marks is null ? "" : Gap);
            });
            console.MarkupLine($"[dim]{Markup.Escape(string.Join(Gap, cells).TrimEnd())}[/]");
        }

        for (var row = 0; row < Math.Min(MostRows, sweep.Points.Length); row++)
            console.MarkupLine(string.Join(Gap, columns.Select(c => Cell(c, row))));
    }

    private static string Cell(Column column, int row)
    {
        if (column.Marks is null) return Markup.Escape(Padded(column, column.Cells[row], ""));
        var mark = column.Marks[row] switch
        {
            VerdictOutcome.Pass => "[green]✓[/]",
            VerdictOutcome.Fail => "[red]✗[/]",
            VerdictOutcome.Inconclusive => "[yellow]~[/]",
            _ => " ",
        };
        return Markup.Escape(Padded(column, column.Cells[row], Gap)[..^Gap.Length]) + " " + mark;
    }

    private static string Padded(Column column, string text, string after) =>
        column.IsLeft ? (text + after).PadRight(column.Width) : (text + after).PadLeft(column.Width);

    private void Notes(int left)
    {
        console.WriteLine();
        var isJudged = _view.Asked.Length > 0;
        if (isJudged)
            console.MarkupLine("[dim]✓ holds · ✗ fails · ~ undecided: the 95 % interval spans the bound[/]");
        var coarse = sweep.Points.Count(p => !p.Trial.IsPrecise);
        if (coarse > 0 && sweep.Precision is { } precision)
            console.MarkupLineInterpolated(
                $"[dim]* {coarse} points: intervals wider than ±{Human.Percent(precision)}; raise --max-replications[/]");
        var rows = sweep.Points.Length - MostRows;
        if (rows > 0) console.MarkupLineInterpolated($"[dim]{rows} more points in sweep.csv[/]");
        if (left > 0) console.MarkupLineInterpolated($"[dim]{left} more figures of each point in sweep.csv[/]");
        if (!isJudged) console.MarkupLine("[dim]The scenario has no thresholds, so nothing holds or fails.[/]");
    }

    private static string Cut(string text) => text.Length <= WidestValue ? text : text[..(WidestValue - 1)] + "…";

    /// <summary>Into lines, after dots and at blanks.</summary>
    private static string[] Broken(string name)
    {
        var lines = new List<string> { "" };
        foreach (var piece in name.Replace(".", ".\n", StringComparison.Ordinal)
            .Replace(" ", " \n", StringComparison.Ordinal).Split('\n'))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + piece.TrimEnd().Length > WidestHeader) lines.Add("");
            lines[^1] += piece;
        }

        return [.. lines.Select(l => l.TrimEnd())];
    }
}
