using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>When a run counts as passed; the exit code, the JSON and the console all ask here.</summary>
public static class Judgement
{
    /// <summary>A warning never fails; an inconclusive threshold fails only when <paramref name="strict"/>.</summary>
    public static bool Passed(Verdict verdict, bool strict) => verdict.IsWarning || verdict.Outcome switch
    {
        VerdictOutcome.Pass => true,
        VerdictOutcome.Inconclusive => !strict,
        _ => false,
    };

    public static bool Passed(VariantSummary variant, bool strict) => variant.Verdicts.All(v => Passed(v, strict));

    public static bool Passed(Summary summary, bool strict) => summary.Variants.All(v => Passed(v, strict));
}
