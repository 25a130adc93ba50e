using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Sizing;

/// <summary>A limit that was tried; null: no limit.</summary>
public sealed record LimitTrial(CpuQuantity? Limit, Trial Trial)
{
    /// <summary>Thresholds whose miss is an error, with what came of them.</summary>
    public IEnumerable<(ThresholdSpec Criterion, Verdict Verdict)> Judged =>
        AskedMetrics.OfThresholds(Trial.Variant.Scenario).Zip(Trial.Verdicts).Where(j => !j.Second.IsWarning);

    public IEnumerable<Verdict> Criteria => Judged.Select(j => j.Verdict);

    /// <summary>Each criterion's interval is on the good side of its bound.</summary>
    public bool Holds => Criteria.All(v => v.Outcome == VerdictOutcome.Pass);

    /// <summary>None fails for sure, and one cannot be told.</summary>
    public bool IsUndecided => !Holds && Criteria.All(v => v.Outcome != VerdictOutcome.Fail);

    /// <summary>The one that has least room, or misses by most.</summary>
    public Verdict Worst => Criteria.OrderBy(v => (int)Rank(v.Outcome)).ThenBy(ClearanceOf).First();

    /// <summary>See <see cref="LimitOutcome"/>.</summary>
    public LimitOutcome Outcome => new(Holds, Criteria.Min(ClearanceOf));

    private static int Rank(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Fail => 0,
        VerdictOutcome.Inconclusive => 1,
        _ => 2,
    };

    private static double ClearanceOf(Verdict verdict)
    {
        var half = double.IsFinite(verdict.Observed.HalfWidth) ? verdict.Observed.HalfWidth : 0;
        return double.IsFinite(verdict.Margin)
            ? verdict.Margin - (verdict.Bound == 0 ? half : half / Math.Abs(verdict.Bound))
            : double.NegativeInfinity;
    }
}

/// <summary>Tries CPU limits of one service, each under the same chances.</summary>
/// <param name="scenario">With the criteria as its thresholds.</param>
/// <param name="service">Whose limit it is.</param>
/// <param name="bursts">See <see cref="Burstiness"/>; 1: arrivals as they are.</param>
public sealed class LimitTrials(EffectiveScenario scenario, string service, double bursts = 1)
{
    /// <summary>In the same order.</summary>
    /// <param name="limits">Null: no limit.</param>
    /// <param name="runner">Counts the replications.</param>
    public ImmutableArray<LimitTrial> Run(ImmutableArray<CpuQuantity?> limits, TrialRunner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        return [.. limits.Zip(runner.Run([.. limits.Select(Variant)]), (l, t) => new LimitTrial(l, t))];
    }

    public RunVariant Variant(CpuQuantity? limit)
    {
        var bag = new DiagnosticBag();
        var at = At(limit, bag) ?? throw new InvalidOperationException($"No limit: {bag.Items[0]}");
        var name = LimitText.Of(limit);
        var changed = bursts == 1 ? at.Scenario : Burstiness.Of(at.Scenario, bursts);
        return new RunVariant(name, name, at.Sha256, changed);
    }

    /// <summary>Why the service cannot have such a limit; empty where it can.</summary>
    public ImmutableArray<Diagnostic> MistakesAt(CpuQuantity limit)
    {
        var bag = new DiagnosticBag();
        return At(limit, bag) is null ? bag.ToSorted() : [];
    }

    private EffectiveScenario? At(CpuQuantity? limit, DiagnosticBag bag)
    {
        var path = MetricName.Of("services", service, "resources", "limits", "cpu");
        var change = limit is { } cpu ? Override.Set($"{path}={cpu}") : Override.Unset(path);
        var tree = new OverrideEdit(change, 1, bag).Apply(scenario.Tree, mustRemove: false);
        var name = LimitText.Of(limit);
        if (tree is null) return null;
        var own = new DiagnosticBag();
        var bound = EffectiveScenario.Bind(tree, name, name, scenario.Files, own);
        foreach (var mistake in own.Items) bag.Add(mistake with { Message = $"{mistake.Message} (at a limit of {name})" });
        return bound;
    }
}

/// <summary>How a limit is written.</summary>
public static class LimitText
{
    /// <summary><c>500m</c>, <c>1</c>, <c>1500m</c>, <c>no limit</c>.</summary>
    public static string Of(CpuQuantity? limit) => limit?.ToString() ?? "no limit";
}
