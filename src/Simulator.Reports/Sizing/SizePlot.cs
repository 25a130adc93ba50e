using System.Collections.Immutable;
using Simulator.Reports.Plots;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>The knee: a latency above and the throttled ratio below, over the limits that were tried.</summary>
internal static class SizePlot
{
    /// <summary>Limits that span more are on a log axis.</summary>
    private const double LogFrom = 12;

    private const int ShaDigits = 8;

    public static Figure? Of(SizeResult result)
    {
        var best = result.Best;
        var criteria = Criteria.Of(best.Asked.Scenario.Scenario).ToList();
        var ratio = FormattableString.Invariant($"{MetricName.Of(result.Plan.Service, "cpu", "throttled_ratio")}");
        var upper = criteria.Find(c => c.Unit == MetricUnit.Seconds) ?? criteria[0];
        var lower = criteria.Find(c => AskedMetrics.Name(c) == ratio && c != upper)
            ?? criteria.Find(c => AskedMetrics.Name(c) != AskedMetrics.Name(upper));
        var lowerName = lower is null ? ratio : AskedMetrics.Name(lower);
        if (lowerName == AskedMetrics.Name(upper)) lowerName = null;
        var words = new SizeWords(result);
        var scenario = result.Scenario;
        var limits = best.Tries.Select(t => t.Limit!.Value).ToList();
        return KneePlot.Of(new KneeChart
        {
            Name = "size-knee",
            Title = words.Headline(),
            Subtitle = $"{scenario.Metadata.Name} · {result.Plan.Scenario.Name}{words.With(best)} · seed "
                + $"{scenario.Run.Seed} · {best.Asked.Scenario.Sha256[..ShaDigits]} · simulator {result.Version}",
            Parameter = $"CPU limit of {result.Plan.Service} (cores)",
            IsLogarithmic = limits[^1].Cores / limits[0].Cores > LogFrom,
            Points =
            [
                .. best.Tries.Select(t => new KneePoint(
                    t.Limit!.Value.Cores, LimitText.Of(t.Limit), FigureOf(t, AskedMetrics.Name(upper)),
                    lowerName is null ? null : FigureOf(t, lowerName))),
            ],
            Upper = PanelOf(best, criteria, AskedMetrics.Name(upper), upper.Unit),
            Lower = lowerName is null ? null : PanelOf(best, criteria, lowerName, lower?.Unit ?? MetricUnit.Ratio),
            Answer = best.Answer is { Limit: { } limit }
                ? new KneeAnswer(limit.Cores, $"the answer: {limit}") : null,
            Stretches = Stretches(best),
        });
    }

    private static KneeFigure? FigureOf(LimitTrial trial, string name)
    {
        if (trial.Trial.Metrics.FirstOrDefault(m => m.Name == name) is not { } metric) return null;
        var verdicts = trial.Judged.Where(j => AskedMetrics.Name(j.Criterion) == name)
            .Select(j => j.Verdict.Outcome).ToList();
        return new KneeFigure(
            metric.Value,
            verdicts.Count == 0 ? null
            : verdicts.Contains(VerdictOutcome.Fail) ? VerdictOutcome.Fail
            : verdicts.Contains(VerdictOutcome.Inconclusive) ? VerdictOutcome.Inconclusive
            : VerdictOutcome.Pass);
    }

    private static KneePanel PanelOf(
        SizedCombination best, List<ThresholdSpec> criteria, string name, MetricUnit unit)
    {
        var floor = best.NoLimit.Trial.Metrics.FirstOrDefault(m => m.Name == name);
        var without = floor is null ? ""
            : $"; without a limit {Human.Of(floor.Value with { HalfWidth = double.NaN }, unit)}";
        return new KneePanel(
            name + without, unit,
            [.. criteria.Where(c => AskedMetrics.Name(c) == name).Select(c => (c.Bound, c.Expr))]);
    }

    // From a limit that holds to the last one above it that does not.
    private static ImmutableArray<KneeStretch> Stretches(SizedCombination best)
    {
        if (best.HoldingBelow.IsEmpty) return [];
        var first = best.HoldingBelow[0].Limit!.Value;
        var failing = best.Tries.Where(t => !t.Holds && t.Limit!.Value.CompareTo(first) > 0).ToList();
        return
        [
            new KneeStretch(
                failing[0].Limit!.Value.Cores, failing[^1].Limit!.Value.Cores, "fails again"),
        ];
    }
}
