using System.Globalization;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>How the answer to the question for the smallest limit is put into words.</summary>
internal sealed class SizeWords(SizeResult result)
{
    private const double WorthTelling = 0.05;

    private string Service => result.Plan.Service;

    private SizedCombination Best => result.Best;

    /// <summary>One sentence; a title too.</summary>
    public string Headline()
    {
        var asked = string.Join(" and ", Criteria.Of(Best.Asked.Scenario.Scenario).Select(Criterion));
        if (Best.Answer is { Limit: { } limit })
        {
            var only = Best.Answer == Best.Tries[0] ? $" of those from {limit} up" : "";
            return $"{limit} is the smallest CPU limit of {Service}{only} with {asked}{With(Best)}";
        }

        return Best.NoLimit.Holds
            ? $"No CPU limit of {Service} up to {Best.Asked.Grid.Limits[^1]} has {asked}"
            : $"No CPU limit of {Service} has {asked}: the limit is not the problem";
    }

    /// <summary>A criterion without what everyone knows: <c>render.latency p99 &lt; 1s</c>.</summary>
    public string Criterion(ThresholdSpec threshold) => Short($"{threshold.Metric.Text} {threshold.Expr}");

    /// <summary>Its figure: <c>render.latency p99</c>.</summary>
    public string Figure(ThresholdSpec threshold) => Short(AskedMetrics.Name(threshold));

    public string With(SizedCombination combination) => combination.Asked.Values.IsEmpty ? "" : ", with "
        + string.Join(", ", result.Plan.Over.Zip(combination.Asked.Values, (p, v) => $"{LastOf(p)} {v}"));

    /// <summary>What came of a limit, and why: the criterion that decides, and by how much.</summary>
    public string Outcome(LimitTrial trial)
    {
        var worst = trial.Worst;
        var threshold = Short(worst.Threshold);
        var observed = Human.Of(worst.Observed, worst.Unit);
        var margin = Margin(worst);
        var name = LimitText.Of(trial.Limit);
        var holds = trial.Holds ? $"{name} holds: " : "";
        return worst.Outcome switch
        {
            VerdictOutcome.Pass => $"{holds}{threshold} with {observed}{margin}.",
            VerdictOutcome.Fail => $"{name} fails {threshold}: {observed}{margin}.",
            _ => $"{name} cannot be told from the bound of {threshold} after {trial.Trial.Replications} runs "
                + $"({observed}); that counts as failing.",
        };
    }

    /// <summary>The largest parts of a slow request's time at a limit; null where nothing is known.</summary>
    public string? TimeOf(LimitTrial trial)
    {
        var summary = result.CloseLooks.FirstOrDefault(s => s.Name == LimitText.Of(trial.Limit));
        if (summary is null || summary.Breakdowns.IsEmpty) return null;
        var metric = trial.Criteria.Select(c => c.Metric)
            .FirstOrDefault(m => summary.Breakdowns.Any(b => b.Metric == m && !b.Near.IsEmpty));
        var breakdown = summary.Breakdowns.FirstOrDefault(b => b.Metric == metric)
            ?? summary.Breakdowns.FirstOrDefault(b => MetricName.PartsOf(b.Metric)[0] == Service && !b.Near.IsEmpty);
        if (breakdown is null || BreakdownTable.Slow(breakdown) is not { } slow || slow.Latency.Value <= 0) return null;
        var parts = slow.Parts.Select((p, i) => (Part: (TimePart)i, Share: p.Value / slow.Latency.Value))
            .Where(p => p.Share >= WorthTelling).OrderByDescending(p => p.Share).Take(3);
        return $"near p99 a request of {Short(breakdown.Metric)} takes {Human.Seconds(slow.Latency.Value)}: "
            + string.Join(", ", parts.Select(p => $"{TimePartName.Of(p.Part)} {Human.Percent(p.Share)}"));
    }

    /// <summary>What the answer takes, against today.</summary>
    public string Cost()
    {
        var (limit, replicas) = (Best.Answer!.Limit, Pods(Best.Replicas));
        var now = $"{limit} × {replicas} = {Cores(Best.Cores!.Value)}";
        if (Best.CoresToday is not { } today) return $"{now}; today there is no limit.";
        var more = Best.Cores.Value - today;
        var change = Math.Abs(more) < 1e-9 ? "the same"
            : $"{Cores(Math.Abs(more))} {(more > 0 ? "more" : "less")}";
        return $"{now}; today {Best.Today} × {replicas} = {Cores(today)}: {change}.";
    }

    /// <summary>The answer, had requests come in other bursts; null where that was not asked.</summary>
    public string? Bursts()
    {
        if (result.Bursts.IsEmpty) return null;
        var top = Best.Asked.Grid.Limits[^1];
        string Of(BurstAnswer burst) => burst.Answer is { Limit: { } limit } ? $"{limit}" : $"none up to {top}";
        var others = result.Bursts.Select(b => $"{Times(b.Factor)} as many at once {Of(b)}");
        return $"as requests come {Best.Answer!.Limit}; {string.Join("; ", others)} (as many a second)";
    }

    /// <summary>What the answer rests on, for a reader who has to defend it.</summary>
    public IEnumerable<string> Worth()
    {
        var grid = Best.Asked.Grid;
        var sweep = Best.RunsOfSweep(result.Replications.Least);
        yield return $"Tried {Best.Tries.Length} of {grid.Limits.Length} limits from {grid.Limits[0]} to "
            + $"{grid.Limits[^1]} in {Best.Runs} runs; trying all takes {sweep} or more ({Factor(sweep, Best.Runs)}).";
        if (grid.StartsAtRequest)
            yield return $"Limits below the request, {grid.Limits[0]}, are not tried: Kubernetes refuses them.";
        if (Best.Answer is null) yield break;
        var above = Best.Tries.SkipWhile(t => t != Best.Answer).Count() - 1;
        if (above > 0)
        {
            yield return $"All {above} limits tried above it hold: {Near(above)}with gaps of at most "
                + $"{Human.Percent(Best.WidestGap)}. Limits that fail in a stretch narrower than a gap stay hidden.";
        }

        yield return "What is said to hold has its 95 % interval on the good side of each bound; looks that stop a "
            + "trial early are counted in.";
    }

    /// <summary>Smaller limits that hold, with a greater one that does not.</summary>
    public IEnumerable<string> NotMonotone()
    {
        foreach (var trial in Best.HoldingBelow)
        {
            var failing = Best.Tries.First(t => t.Limit!.Value.CompareTo(trial.Limit!.Value) > 0 && !t.Holds);
            yield return $"{trial.Limit} holds, yet {Outcome(failing)}";
        }
    }

    public IEnumerable<string> Assumptions()
    {
        var scenario = Best.Asked.Scenario.Scenario;
        foreach (var (client, why) in Burstiness.Unchanged(scenario))
            yield return $"Arrivals of {client} are the same in all of it: {why}.";
    }

    public string Margin(Verdict verdict)
    {
        if (!double.IsFinite(verdict.Margin) || verdict.Bound == 0) return "";
        return verdict.Margin >= 0
            ? $", {Human.Percent(verdict.Margin)} from its bound"
            : $", {Human.Share(-verdict.Margin, "the bound")} beyond it";
    }

    public static string Cores(double cores) =>
        cores.ToString("0.###", CultureInfo.InvariantCulture) + (cores == 1 ? " core" : " cores");

    public static string Factor(double whole, double part) =>
        (whole / part).ToString("0.0", CultureInfo.InvariantCulture) + " times as many";

    private string Short(string text)
    {
        var prefix = MetricName.Of(Service) + ".";
        var own = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        return own.Replace(" value ", " ", StringComparison.Ordinal);
    }

    private string Near(int above) => above >= LimitSearch.Near && Best.Asked.Grid.Step is { } step
        ? $"the next {LimitSearch.Near} steps of {step} one by one, then "
        : "";

    private static string LastOf(string path) => MetricName.PartsOf(path)[^1];

    private static string Pods(int replicas) => replicas == 1 ? "1 pod" : $"{replicas} pods";

    private static string Times(double factor) => factor switch
    {
        0.5 => "half",
        2 => "twice",
        4 => "four times",
        _ => factor.ToString("0.##", CultureInfo.InvariantCulture) + " times",
    };
}
