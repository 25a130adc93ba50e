using System.Collections.Immutable;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports.Explain;

/// <summary>Why a percentile is what it is, for a terminal of 80 columns.</summary>
/// <param name="console">Where.</param>
public sealed class ExplainReport(IAnsiConsole console)
{
    private const int Width = 80;

    /// <summary>One variant; what a remedy made of the percentile comes last.</summary>
    public void Write(Explained explained, ImmutableArray<TriedRemedy> tried)
    {
        ArgumentNullException.ThrowIfNull(explained);
        Header(explained);
        Paragraph(Headline(explained), bold: true);
        console.WriteLine();
        Table(explained);
        foreach (var note in Cliffs(explained)) Paragraph(note);
        if (explained.Course is { } course)
        {
            console.WriteLine();
            Paragraph(CourseWords.Headline(course), bold: true);
            foreach (var (when, what) in CourseWords.Lines(course)) Item(when, what, 18);
        }

        console.WriteLine();
        Paragraph("Why", bold: true);
        foreach (var text in Why(explained)) Item("→", text, 2);
        if (CauseChain.NotTheCause(explained) is { } small) Item("✗", $"little of its own time: {small}.", 2);
        foreach (var remedy in tried) Item("?", remedy.Sentence(explained), 2);
        console.WriteLine();
    }

    /// <summary>The whole in one sentence.</summary>
    public static string Headline(Explained explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var (what, asked) = (explained.What, explained.What.Asked);
        var latency = $"{explained.RankName} of {what.Metric} is {Human.SecondsWithin(what.Latency)}";
        if (explained.Largest.IsEmpty) return $"{latency}.";
        var part = explained.Largest[0];
        return $"{latency}; {Human.Percent(asked.ShareOf(part))} of it is {TimePartName.Of(part)} "
            + $"({BreakdownTable.Explained(part)}).";
    }

    /// <summary>The chain, each link a sentence.</summary>
    public static IEnumerable<string> Why(Explained explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var who = explained.Client is { } client ? $"a call of {client} takes"
            : $"a request to {explained.Service}/{explained.Endpoint} takes";
        yield return CauseChain.Shares(explained, who);
        foreach (var cause in CauseChain.Of(explained)) yield return cause.Text;
    }

    private void Header(Explained explained)
    {
        var run = explained.Run;
        console.MarkupLineInterpolated($"[bold]{run.Title}[/]");
        var replications = explained.Facts.Replications.Length;
        console.MarkupLineInterpolated(
            $"[dim]{run.Scenario} · {explained.Variant.Name} · {replications} × {run.Duration} · seed {run.Seed}[/]");
        console.WriteLine();
    }

    private void Table(Explained explained)
    {
        var (ranks, asked) = (explained.What.Ranks, explained.What.Asked);
        console.MarkupLineInterpolated($"[bold]Where the time went[/]");
        Paragraph("Means of those near each percentile; the parts add up to the latency. max is one request.");
        var titles = ranks.Select((r, i) => IsWorst(explained, i) ? "max" : SummaryRows.RankName(r.Rank)).ToList();
        var at = ranks.IndexOf(asked);
        string[] columns = ["", .. titles[..(at + 1)], "of it", .. titles[(at + 1)..]];
        var table = ConsoleReport.Table(columns);
        table.AddRow(Row("latency", r => Human.Seconds(r.Account.Latency.Value, ""), ""));
        foreach (var part in explained.Parts)
        {
            table.AddRow(Row(TimePartName.Of(part), r => Cell(r[part]), Share(asked[part])));
            if (part != TimePart.EarlierAttempts) continue;
            foreach (var inner in explained.EarlierParts)
                table.AddRow(Row($" · {TimePartName.Of(inner)}", r => Cell(r.Earlier[(int)inner]),
                    Share(asked.Earlier[(int)inner])));
        }

        console.Write(table);

        string Share(double seconds) =>
            seconds == 0 ? "–" : Human.Percent(seconds / asked.Account.Latency.Value);

        string Cell(double seconds) => seconds == 0 ? "–" : Human.Seconds(seconds, "");

        string[] Row(string name, Func<ExplainedRank, string> cell, string share)
        {
            var cells = ranks.Select(cell).ToList();
            return [name, .. cells[..(at + 1)], share, .. cells[(at + 1)..]];
        }
    }

    private static IEnumerable<string> Cliffs(Explained explained)
    {
        var cliffs = explained.What.Ranks.Where(r => r.IsOnCliff).ToList();
        if (cliffs.Count == 0) yield break;
        var told = cliffs.Select(r =>
            $"{SummaryRows.RankName(r.Rank)} ({Human.Seconds(r.Low)} to {Human.Seconds(r.High)})");
        yield return $"On a cliff, where a mean is of very different latencies: {string.Join(", ", told)}.";
    }

    private static bool IsWorst(Explained explained, int rank) =>
        explained.What.Worst is not null && rank == explained.What.Ranks.Length - 1;

    private void Paragraph(string text, bool bold = false)
    {
        foreach (var line in Lines(text, Width)) console.MarkupLineInterpolated(
            bold ? (FormattableString)$"[bold]{line}[/]" : $"{line}");
    }

    private void Item(string mark, string text, int indent)
    {
        var first = true;
        foreach (var line in Lines(text, Width - indent))
        {
            console.WriteLine((first ? mark : "").PadRight(indent) + line);
            first = false;
        }
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}

/// <summary>A remedy and what it made of the percentile, under the same chances.</summary>
/// <param name="Remedy">What was changed.</param>
/// <param name="Latency">At the percentile asked for, in seconds; null: nothing was measured.</param>
/// <param name="ErrorRatio">Of the client's calls that ended; null: an endpoint's latency.</param>
/// <param name="Impossible">Why it could not be tried; null: it was.</param>
public sealed record TriedRemedy(Remedy Remedy, Measured? Latency, double? ErrorRatio, string? Impossible = null)
{
    // Less than this is no answer to why the latency is what it is.
    private const double Noticeable = 0.1;

    internal string Sentence(Explained explained)
    {
        if (Impossible is not null) return $"not tried: {Remedy.Words} ({Impossible}).";
        if (Latency is not { } latency) return $"tried {Remedy.Words}: nothing is left to measure.";
        var before = explained.What.Latency.Value;
        var change = latency.Value < (1 - Noticeable) * before ? $", {Human.Percent(1 - (latency.Value / before))} less"
            : latency.Value > (1 + Noticeable) * before ? $", {Human.Percent((latency.Value / before) - 1)} more"
            : CallCauses.IsCutShort(explained) ? ", still the client's timeout"
            : ": this alone does not make it";
        return $"tried {Remedy.Words}, all else and all chances the same: {explained.RankName} is "
            + $"{Human.SecondsWithin(latency)} instead of {Human.Seconds(before)}{change}{Errors(explained)}.";
    }

    // A call that fails at once is quick.
    private string Errors(Explained explained)
    {
        if (ErrorRatio is not { } now) return "";
        var before = explained.Summary.Clients.First(c => c.Client == explained.Client).ErrorRatio.Value;
        return Math.Max(now, before) < 0.001 ? ""
            : $"; {Human.Percent(now)} instead of {Human.Percent(before)} of its calls fail";
    }
}
