using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>How verdicts are put into words, the same in every format.</summary>
internal static class VerdictWords
{
    /// <summary>One sentence about all variants.</summary>
    public static string Headline(Summary summary, bool strict)
    {
        var all = summary.Variants.SelectMany(v => v.Verdicts, (v, verdict) => (Variant: v.Name, Verdict: verdict))
            .ToList();
        if (all.Count == 0) return "No thresholds: nothing was judged";
        var failed = all.Where(v => !Judgement.Passed(v.Verdict, strict)).ToList();
        if (failed.Count > 0)
            return $"{failed.Count} of {Count(all.Count)} failed: {failed[0].Verdict.Threshold} in "
                + $"{failed[0].Variant}, observed {Human.Of(failed[0].Verdict.Observed, failed[0].Verdict.Unit)}";
        var open = all.Count(v => v.Verdict.Outcome == VerdictOutcome.Inconclusive);
        var missed = all.Count(v => v.Verdict.Outcome == VerdictOutcome.Fail);
        var where = summary.Variants.Length == 1 ? "" : $", in {summary.Variants.Length} variants";
        if (open + missed == 0) return all.Count == 1 ? "The threshold holds" : $"All {Count(all.Count)} hold{where}";
        var remarks = new List<string>();
        if (missed > 0) remarks.Add($"{missed} missed that only warn");
        if (open > 0) remarks.Add($"{open} inconclusive");
        return $"Nothing failed of {Count(all.Count)}{where}; {string.Join(", ", remarks)}";
    }

    /// <summary>✓, ✗, or ~ where chance leaves it open.</summary>
    public static string Mark(Verdict verdict) => verdict.Outcome switch
    {
        VerdictOutcome.Pass => "✓",
        VerdictOutcome.Fail => "✗",
        _ => "~",
    };

    public static string Word(Verdict verdict, bool strict) => verdict.Outcome switch
    {
        VerdictOutcome.Pass => "passed",
        VerdictOutcome.Fail => verdict.IsWarning ? "warning" : "failed",
        _ => strict && !verdict.IsWarning ? "failed: inconclusive" : "inconclusive",
    };

    /// <summary>With its sign; empty where the bound says nothing about a distance.</summary>
    public static string Margin(Verdict verdict) =>
        double.IsFinite(verdict.Margin) ? FormattableString.Invariant($"{verdict.Margin * 100:+0;−0;0} %") : "";

    public static string Bound(Verdict verdict) => Human.Of(new Measured(verdict.Bound, double.NaN), verdict.Unit);

    public static string Observed(Verdict verdict) => Human.Of(verdict.Observed, verdict.Unit);

    /// <summary>Both ends of the 95 % interval; empty where one replication says nothing about it.</summary>
    public static string Interval(Verdict verdict)
    {
        if (!double.IsFinite(verdict.Observed.HalfWidth) || !double.IsFinite(verdict.Observed.Value)) return "";
        string End(double value) => Human.Of(new Measured(value, double.NaN), verdict.Unit);
        var (value, half) = (verdict.Observed.Value, verdict.Observed.HalfWidth);
        // Nothing that is measured can be negative, though Student's t does not know that.
        return $"{End(Math.Max(0, value - half))} – {End(value + half)}";
    }

    /// <summary>What was observed against what was asked, for one line.</summary>
    public static string Finding(Verdict verdict)
    {
        var margin = Margin(verdict) is { Length: > 0 } text ? $", margin {text}" : "";
        var interval = Interval(verdict) is { Length: > 0 } ends ? $", 95 % interval {ends}" : "";
        return $"observed {Observed(verdict)}, bound {Bound(verdict)}{margin}{interval}";
    }

    private static string Count(int thresholds) => thresholds == 1 ? "1 threshold" : $"{thresholds} thresholds";
}
