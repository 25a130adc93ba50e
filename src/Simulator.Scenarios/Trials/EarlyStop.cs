using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Trials;

/// <summary>Whether a trial has seen enough to say that its thresholds hold, or that one fails.</summary>
/// <remarks>
/// Whoever looks at a 95 % interval again and again, and stops when it suits, is wrong more often than that. So all
/// looks before the last share one 5 % among them (Bonferroni), and the last has its own: what is said to hold does
/// not hold in at most 2.5 % + 2.5 % of trials, as an interval is missed on either side.
/// </remarks>
internal sealed class EarlyStop
{
    private readonly int _most;
    private readonly int _looks;

    /// <param name="first">Replications at the first look.</param>
    /// <param name="most">At the last.</param>
    public EarlyStop(int first, int most)
    {
        _most = most;
        for (var n = first; n < most; n = Next(n, most)) _looks++;
    }

    /// <summary>Replications at the next look: half as many again.</summary>
    public static int Next(int replications, int most) =>
        Math.Min(most, replications + Math.Max(1, replications / 2));

    public bool IsDecided(Scenario scenario, Trial trial)
    {
        if (trial.Replications >= _most) return true;
        var widening = Estimate.StandardErrors(trial.Replications, 1 - (0.05 / _looks))
            / Estimate.StandardErrors(trial.Replications, 0.95);
        var outcomes = AskedMetrics.OfThresholds(scenario).Zip(trial.Verdicts)
            .Where(t => t.First.Severity == ThresholdSeverity.Error)
            .Select(t => Referee.OutcomeOf(t.First.Comparison, Widened(t.Second.Observed, widening), t.First.Bound))
            .ToList();
        return outcomes.Contains(VerdictOutcome.Fail) || !outcomes.Contains(VerdictOutcome.Inconclusive);
    }

    private static Measured Widened(Measured value, double factor) =>
        value with { HalfWidth = value.HalfWidth * factor };
}
