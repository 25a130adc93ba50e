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
            ? $"No CPU limit of {Service} that was tried up to {Best.Asked.Grid.Limits[^1]} has {asked}"
            : $"No CPU limit of {Service} has {asked}, and neither has none at all";
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

    /// <summary>
    /// Where the slow requests' time goes at a limit, where a latency decides; null where that is not known.
    /// </summary>
    public string? TimeOf(LimitTrial trial)
    {
        var worst = trial.Judged.First(j => j.Verdict == trial.Worst).Criterion.Metric;
        // A client's time is mostly that of the endpoint which it calls.
        var metric = worst.Kind == MetricKind.ClientLatency
            ? result.Scenario.Clients[worst.Owner].Target is var target
                ? MetricName.Of(target.Service, target.Endpoint, "latency") : null
            : worst.Text;
        var summary = result.CloseLooks.FirstOrDefault(s => s.Name == LimitText.Of(trial.Limit));
        var breakdown = summary?.Breakdowns.FirstOrDefault(b => b.Metric == metric);
        if (breakdown is null || BreakdownTable.Slow(breakdown) is not { Latency.Value: > 0 } slow) return null;
        var parts = slow.Parts.Select((p, i) => (Part: (TimePart)i, Share: p.Value / slow.Latency.Value))
            .Where(p => p.Share >= WorthTelling).OrderByDescending(p => p.Share).Take(3)
            .Select(p => $"{TimePartName.Of(p.Part)} {Human.Percent(p.Share)}");
        var ratio = summary!.Services.First(v => v.Service == Service).ThrottledRatio.Value;
        return $"near p99 {Short(breakdown.Metric)} is {Human.Seconds(slow.Latency.Value)}, of which "
            + $"{string.Join(", ", parts)}; {Human.Percent(ratio)} of the periods are throttled";
    }

    /// <summary>What the answer takes, against today.</summary>
    public string Cost()
    {
        var now = $"{Best.Answer!.Limit} × {Pods(Best.Replicas)} = {Cores(Best.Cores!.Value)}";
        var service = result.Scenario.Services[Service];
        if (service.Resources.Limits.Cpu is not { } limit) return $"{now}; today there is no limit.";
        var more = Best.Cores.Value - result.CoresToday!.Value;
        var change = Math.Abs(more) < 1e-9 ? "the same"
            : $"{Cores(Math.Abs(more))} {(more > 0 ? "more" : "less")}";
        return $"{now}; today {limit} × {Pods(service.Replicas)} = {Cores(result.CoresToday.Value)}: {change}.";
    }

    /// <summary>The answer, had requests come in other bursts; null where that was not asked.</summary>
    public string? Bursts()
    {
        if (result.Bursts.IsEmpty) return null;
        var top = Best.Asked.Grid.Limits[^1];
        string Of(BurstAnswer burst) => burst.Answer is { Limit: { } limit } ? $"{limit}" : $"none up to {top}";
        var others = result.Bursts.Select(b => $"with {Times(b.Factor)} as many at once {Of(b)}");
        return $"the answer is {Best.Answer!.Limit} as requests come, {string.Join(", ", others)}; as many a second "
            + "in all cases";
    }

    /// <summary>What the answer rests on, for a reader who has to defend it.</summary>
    public IEnumerable<string> Worth()
    {
        var grid = Best.Asked.Grid;
        var sweep = Best.RunsOfSweep(result.Replications.Least);
        yield return $"Tried {Best.Tries.Length} of {grid.Limits.Length} limits from {grid.Limits[0]} to "
            + $"{grid.Limits[^1]} in {Best.Runs} runs"
            + (sweep > Best.Runs ? $"; trying all takes {sweep} or more ({Factor(sweep, Best.Runs)})." : ".");
        if (grid.StartsAtRequest)
            yield return $"Limits below the request, {grid.Limits[0]}, are not tried: Kubernetes refuses them.";
        if (Best.Answer is null) yield break;
        var above = Best.Tries.SkipWhile(t => t != Best.Answer).Count() - 1;
        if (above > 0)
        {
            yield return $"All {above} limits tried above it hold: {Near(above)}with gaps of at most "
                + $"{Percent(Best.WidestGap)}. Limits that fail in a stretch narrower than a gap would stay hidden.";
        }

        yield return "To hold is to have the 95 % interval of each figure on the good side of its bound. Trials stop "
            + "early on stronger evidence only, so at most one in twenty that are said to hold does not.";
    }

    /// <summary>Smaller limits that hold, with a greater one that does not.</summary>
    public IEnumerable<string> NotMonotone()
    {
        foreach (var group in Best.HoldingBelow.GroupBy(FirstFailingAbove))
        {
            var names = group.Select(t => LimitText.Of(t.Limit)).ToList();
            var hold = names.Count == 1 ? "holds" : "hold";
            yield return $"{string.Join(", ", names)} {hold}, and yet {Outcome(group.Key)}";
        }

        LimitTrial FirstFailingAbove(LimitTrial trial) =>
            Best.Tries.First(t => t.Limit!.Value.CompareTo(trial.Limit!.Value) > 0 && !t.Holds);
    }

    public IEnumerable<string> Assumptions()
    {
        var scenario = Best.Asked.Scenario.Scenario;
        if (result.Bursts.IsEmpty && !Burstiness.Factors(scenario).IsEmpty)
        {
            yield return "Requests are taken to come as the scenario says; averages alone do not say what is "
                + "throttled.";
            yield break;
        }

        foreach (var (client, why) in Burstiness.Unchanged(scenario))
            yield return $"Arrivals of {client} are as they are in all of it: {why}.";
    }

    private static string Margin(Verdict verdict)
    {
        if (!double.IsFinite(verdict.Margin) || verdict.Bound == 0) return "";
        return verdict.Margin switch
        {
            >= 0 => $", {Human.Percent(verdict.Margin)} from its bound",
            > -1 => $", {Human.Percent(-verdict.Margin)} beyond it",
            var beyond => $", {Human.Short(1 - beyond)} times the bound",
        };
    }

    private static string Cores(double cores) =>
        cores.ToString("0.###", CultureInfo.InvariantCulture) + (cores == 1 ? " core" : " cores");

    private static string Factor(double whole, double part) =>
        (whole / part).ToString("0.0", CultureInfo.InvariantCulture) + " times as many";

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

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
