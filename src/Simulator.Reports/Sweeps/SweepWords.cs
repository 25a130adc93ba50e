using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Reports.Sweeps;

/// <summary>What a sweep found, in one sentence: where along its parameter the verdict changes.</summary>
internal static class SweepWords
{
    private const int MostRows = 6;

    /// <summary>The finding, and what more there is to say in a line; that may be empty.</summary>
    public static (string Finding, string Detail) Headline(SweepView view)
    {
        var points = view.Sweep.Points;
        var states = points.Select(SweepView.Outcome).ToList();
        if (states.TrueForAll(s => s is null)) return (Unjudged(view), "");
        var holding = states.Count(s => s == VerdictOutcome.Pass);
        if (holding == points.Length && points.Length > 1) return ($"All thresholds hold at all {holding} points", "");
        if (holding == 0) return Nowhere(view);
        return view.Axes switch
        {
            [var axis] => Along(axis, points, states),
            [var along, var across] => (Counted(holding, points.Length), ByRow(view, along, across)),
            _ => (Counted(holding, points.Length), ""),
        };
    }

    public static string Subtitle(SweepView view) =>
        $"{Runs(view)} · sha {view.Sweep.Sha256[..8]} · simulator {view.Sweep.Version}";

    /// <summary>What was run.</summary>
    public static string Runs(SweepView view)
    {
        var sweep = view.Sweep;
        var (least, most) = (sweep.Points.Min(p => p.Trial.Replications), sweep.Points.Max(p => p.Trial.Replications));
        var replications = least == most ? $"{least}" : $"{least} to {most}";
        return $"{sweep.Scenario} · {sweep.Variant} · {sweep.Points.Length} points of {replications} replications · "
            + $"seed {sweep.Seed}";
    }

    private static string Counted(int holding, int points) => $"All thresholds hold at {holding} of {points} points";

    private static string Unjudged(SweepView view)
    {
        var (first, last) = (view.Sweep.Points[0], view.Sweep.Points[^1]);
        string At(SweptPoint point) => SweepView.Of(point, view.Main) is { } figure
            ? $"{Human.Of(figure.Value with { HalfWidth = double.NaN }, figure.Unit)} at {Name(view, point)}"
            : $"nothing at {Name(view, point)}";
        return view.Sweep.Points.Length == 1 ? $"{view.Main}: {At(first)}" : $"{view.Main}: {At(first)}, {At(last)}";
    }

    private static (string, string) Nowhere(SweepView view)
    {
        // Of each point its worst threshold; of those the least bad.
        var nearest = view.Sweep.Points.MaxBy(p => p.Trial.Verdicts.Where(v => v.Outcome != VerdictOutcome.Pass)
            .Select(v => double.IsFinite(v.Margin) ? v.Margin : double.MinValue).DefaultIfEmpty(0).Min())!;
        return ("No point keeps all thresholds", $"Nearest is {Name(view, nearest)}: {Why(nearest)}.");
    }

    private static (string, string) Along(
        SweepAxis axis, IReadOnlyList<SweptPoint> points, List<VerdictOutcome?> states)
    {
        var (first, last) = (states.IndexOf(VerdictOutcome.Pass), states.LastIndexOf(VerdictOutcome.Pass));
        var (from, to) = (axis.Ticks[first].Text, axis.Ticks[last].Text);
        var isOneStretch = states.GetRange(first, last - first + 1).TrueForAll(s => s == VerdictOutcome.Pass);
        var others = new List<string>();
        if (first > 0) others.Add($"At {axis.Ticks[first - 1].Text} {Why(points[first - 1])}.");
        if (last < states.Count - 1) others.Add($"At {axis.Ticks[last + 1].Text} {Why(points[last + 1])}.");
        if (!isOneStretch)
        {
            var changes = states.Zip(states.Skip(1)).Count(s => s.First != s.Second);
            return ($"The verdict changes {changes} times along {axis.Name}", "All thresholds hold at "
                + string.Join(", ", Stretches(axis, states)) + ".");
        }

        var where = first == last ? $"only at {axis.Name} {from}"
            : last == states.Count - 1 ? $"from {axis.Name} {from} {On(axis)}"
            : first == 0 ? $"up to {axis.Name} {to}" : $"from {axis.Name} {from} to {to}";
        return ($"All thresholds hold {where}", string.Join(" ", others));
    }

    private static IEnumerable<string> Stretches(SweepAxis axis, List<VerdictOutcome?> states)
    {
        for (var i = 0; i < states.Count; i++)
        {
            if (states[i] != VerdictOutcome.Pass) continue;
            var start = i;
            while (i + 1 < states.Count && states[i + 1] == VerdictOutcome.Pass) i++;
            var from = axis.Ticks[start].Text;
            yield return start == i ? from : i < states.Count - 1 ? $"{from} to {axis.Ticks[i].Text}"
                : $"from {from} {On(axis)}";
        }
    }

    // "limits.cpu: nowhere with runtime.threads 1; from 2 up with 2; from 2500m up with 3, 4, 6."
    private static string ByRow(SweepView view, SweepAxis along, SweepAxis across)
    {
        if (across.Ticks.Length > MostRows) return "";
        var rows = across.Ticks.Select(tick =>
        {
            var row = view.Sweep.Points.Where(p => p.Values[across.Parameter].Text == tick.Text).ToList();
            var stretches = Stretches(along, row.ConvertAll(SweepView.Outcome)).ToList();
            return (tick.Text, Where: stretches.Count == 0 ? "nowhere" : string.Join(" and ", stretches));
        });
        var told = rows.GroupBy(r => r.Where).Select((g, i) =>
            $"{g.Key} with {(i == 0 ? across.Name + " " : "")}{string.Join(", ", g.Select(r => r.Text))}");
        return $"{along.Name}: {string.Join("; ", told)}.";
    }

    private static string On(SweepAxis axis) => axis.IsAscending ? "up" : "on";

    private static string Why(SweptPoint point)
    {
        var broken = point.Trial.Verdicts.Where(v => v.Outcome != VerdictOutcome.Pass)
            .OrderBy(v => v.IsWarning).ThenBy(v => v.Outcome == VerdictOutcome.Inconclusive).ToList();
        var worst = broken[0];
        var word = worst.Outcome == VerdictOutcome.Fail ? "fails" : "is undecided";
        var more = broken.Count > 1 ? $" (and {broken.Count - 1} more)" : "";
        return $"{worst.Threshold} {word}: {Observed(worst)}{more}";
    }

    // Near a bound a share needs a digit more than elsewhere.
    private static string Observed(Verdict verdict)
    {
        var (value, half) = (verdict.Observed.Value, verdict.Observed.HalfWidth);
        var isOpen = verdict.Outcome == VerdictOutcome.Inconclusive;
        if (verdict.Unit == MetricUnit.Ratio && double.IsFinite(value))
        {
            var within = isOpen ? FormattableString.Invariant($" ±{half * 100:0.0}") : "";
            return FormattableString.Invariant($"{value * 100:0.0} %{within}");
        }

        return Human.Of(verdict.Observed with { HalfWidth = isOpen ? half : double.NaN }, verdict.Unit);
    }

    private static string Name(SweepView view, SweptPoint point)
    {
        var sweep = view.Sweep;
        if (sweep.Strategy == SweepStrategy.Grid && view.Axes.Length > 0)
            return string.Join(", ", view.Axes.Select(a => $"{a.Name}={point.Values[a.Parameter].Text}"));
        var names = SweepAxis.Names([.. sweep.Parameters.Select(p => p.Path)]);
        return string.Join(", ", names.Zip(point.Values, (name, value) => $"{name}={value.Text}"));
    }
}
