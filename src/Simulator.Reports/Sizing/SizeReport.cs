using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;
using Spectre.Console;

namespace Simulator.Reports.Sizing;

/// <summary>The smallest limit on a terminal: the answer, its neighbours, what it costs and what it rests on.</summary>
/// <param name="console">Where.</param>
/// <param name="result">What was found.</param>
public sealed class SizeReport(IAnsiConsole console, SizeResult result)
{
    private const int MostFigures = 3;

    private readonly SizeWords _words = new(result);

    private SizedCombination Best => result.Best;

    public void Write()
    {
        var scenario = result.Scenario;
        console.MarkupLineInterpolated($"[bold]{scenario.Metadata.Title ?? scenario.Metadata.Name}[/]");
        console.MarkupLineInterpolated(
            $"[dim]{scenario.Metadata.Name} · {result.Plan.Scenario.Name} · seed {scenario.Run.Seed}[/]");
        console.WriteLine();
        var color = result.IsFound ? "green" : "red";
        console.MarkupLine($"[bold {color}]{Markup.Escape(_words.Headline())}.[/]");
        console.WriteLine();
        WriteLimits();
        if (result.Combinations.Length > 1) WriteCombinations();
        if (result.IsFound) WriteAnswer();
        else Say("Why", _words.Outcome(Best.NoLimit), _words.Outcome(Best.Tries[^1]));
        Say("What it rests on", [.. _words.Worth(), .. _words.Assumptions()]);
    }

    private void WriteAnswer()
    {
        Say("Its margin", _words.Outcome(Best.Answer!), Sentence(_words.TimeOf(Best.Answer!)));
        Say("Why not less",
            [.. Best.JustBelow.SelectMany(t => new[] { _words.Outcome(t), Sentence(_words.TimeOf(t)) })]);
        Say("Not monotone", [.. _words.NotMonotone()]);
        Say("What it costs", _words.Cost());
        Say("Averages do not decide it, bursts do", Sentence(_words.Bursts()));
    }

    private void WriteLimits()
    {
        var criteria = Criteria.Of(Best.Asked.Scenario.Scenario).DistinctBy(AskedMetrics.Name).Take(MostFigures)
            .ToList();
        var table = ConsoleReport.Table(["limit", .. criteria.Select(_words.Figure), "runs", ""]);
        foreach (var trial in Shown())
        {
            table.AddRow(
            [
                Markup.Escape(LimitText.Of(trial.Limit)), .. criteria.Select(c => Cell(trial, c)),
                Human.Whole(trial.Trial.Replications), Note(trial),
            ]);
        }

        console.Write(table);
        var left = Best.Tries.Length + 1 - Shown().Count();
        if (left > 0) console.MarkupLineInterpolated($"[dim]and {left} more, in size.csv[/]");
        console.WriteLine();
    }

    // Today's, those around the answer, and the ends.
    private IEnumerable<LimitTrial> Shown()
    {
        var tries = Best.Tries;
        var answer = Best.Answer is { } found ? tries.IndexOf(found) : tries.Length;
        return tries.Where((t, i) => i == 0 || i == tries.Length - 1 || t.Limit == Best.Today
                || (i >= answer - 3 && i <= answer + 2) || Best.HoldingBelow.Contains(t))
            .Append(Best.NoLimit);
    }

    private string Note(LimitTrial trial) => trial == Best.Answer ? "[bold green]the answer[/]"
        : trial.Limit == Best.Today ? "today"
        : "";

    private static string Cell(LimitTrial trial, ThresholdSpec criterion)
    {
        var verdicts = trial.Judged.Where(j => AskedMetrics.Name(j.Criterion) == AskedMetrics.Name(criterion))
            .Select(j => j.Verdict).ToList();
        var (mark, color) = verdicts.Exists(v => v.Outcome == VerdictOutcome.Fail) ? ("✗", "red")
            : verdicts.Exists(v => v.Outcome == VerdictOutcome.Inconclusive) ? ("?", "yellow")
            : ("✓", "green");
        return $"[{color}]{mark}[/] {Markup.Escape(Human.Of(verdicts[0].Observed, verdicts[0].Unit))}";
    }

    private void WriteCombinations()
    {
        var table = ConsoleReport.Table([.. result.Plan.Over, "smallest limit", "pods", "cores", ""]);
        foreach (var one in result.Combinations)
        {
            table.AddRow(
            [
                .. one.Asked.Values.Select(v => Markup.Escape(v)),
                one.Answer is { } answer ? Markup.Escape(LimitText.Of(answer.Limit)) : "none",
                Human.Whole(one.Replicas), one.Cores is { } cores ? Human.Limit(cores) : "–",
                one == Best && result.IsFound ? "[bold green]cheapest[/]" : "",
            ]);
        }

        console.Write(table);
        console.WriteLine();
    }

    private void Say(string about, params string?[] lines)
    {
        if (!lines.Any(l => l is not null)) return;
        console.MarkupLineInterpolated($"[bold]{about}[/]");
        foreach (var line in lines)
            if (line is not null) console.Write(new Padder(new Text(line), new Padding(2, 0, 0, 0)));
        console.WriteLine();
    }

    private static string? Sentence(string? text) =>
        text is null ? null : char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
