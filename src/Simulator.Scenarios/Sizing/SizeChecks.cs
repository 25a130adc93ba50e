using System.Collections.Immutable;
using System.Globalization;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Scenarios.Sizing;

/// <summary>What can be wrong with the question, and how to put it right.</summary>
internal static class SizeChecks
{
    /// <summary>The one that is named, or the only one with a limit, or the only one at all.</summary>
    public static string? ServiceOf(
        EffectiveScenario scenario, string? named, out ImmutableArray<Diagnostic> mistakes)
    {
        mistakes = [];
        var services = scenario.Scenario.Services;
        if (named is not null && services.ContainsKey(named)) return named;
        if (named is not null)
        {
            mistakes = Mistake(
                "--service", "unknown-name",
                $"there is no service {Quote.Of(named)}.{Suggestion.For(named, services.Keys)}");
            return null;
        }

        var limited = services.Where(s => s.Value.Resources.Limits.Cpu is not null).Select(s => s.Key).ToList();
        if (limited.Count == 1) return limited[0];
        if (services.Count == 1) return services.Keys.First();
        var (count, candidates) = limited.Count > 0
            ? ($"{limited.Count} services have a CPU limit", limited)
            : ("no service has a CPU limit", [.. services.Keys]);
        mistakes = Mistake(
            "--service", "missing-key", $"{count}; name one: --service {string.Join(" | ", candidates)}");
        return null;
    }

    /// <summary>Whether the thresholds can mean that a limit is safe.</summary>
    public static ImmutableArray<Diagnostic> CriteriaMistakes(EffectiveScenario scenario, string service)
    {
        var spec = scenario.Scenario.Services[service];
        if (!scenario.Scenario.Nodes[spec.Node].Kubelet.CpuCFSQuota)
        {
            return Mistake(
                scenario.Locate("nodes", spec.Node, "kubelet", "cpuCFSQuota"), "unusable",
                "CPU limits are not enforced on these nodes (cpuCFSQuota: false), so any would do");
        }

        var example = Example(scenario.Scenario, service);
        if (!Criteria.Of(scenario.Scenario).Any())
        {
            return Mistake(
                "--require", "missing-key",
                $"the scenario has no thresholds, so nothing says what a safe limit is: write {example}");
        }

        var not = Criteria.NotSafety(scenario.Scenario).ToList();
        if (not.Count == 0) return [];
        var shown = string.Join(", ", not.Take(3).Select(t => $"'{t.Metric.Text} {t.Expr}'"))
            + (not.Count > 3 ? FormattableString.Invariant($" and {not.Count - 3} more") : "");
        return Mistake(
            scenario.Locate("thresholds", not[0].Metric.Text), "not-safety",
            $"{shown} {(not.Count == 1 ? "says" : "say")} how bad it is, which cannot mean that a limit is safe: say "
                + $"what must hold, such as {example}");
    }

    public static ImmutableArray<Diagnostic> OverMistakes(
        IReadOnlyList<SweepParameter> over, string limit, int mostCombinations)
    {
        foreach (var (i, parameter) in over.Index())
        {
            if (parameter.Path == limit)
            {
                return Mistake(
                    "--over", "duplicate", "the limit itself is what is searched: give its values by --range");
            }

            if (over.Take(i).Any(o => o.Path == parameter.Path))
            {
                return Mistake(
                    "--over", "duplicate", $"{Quote.Of(parameter.Path)} is there twice: put all values into one");
            }
        }

        var count = over.Aggregate(1.0, (n, o) => n * o.Values.Length);
        return count <= mostCombinations ? [] : Mistake(
            "--over", "out-of-range",
            $"{count.ToString("0", CultureInfo.InvariantCulture)} combinations; at most {mostCombinations} make sense "
                + "in one search: take fewer values");
    }

    /// <summary>Whether the lowest and the greatest limit can be given to the service.</summary>
    public static IEnumerable<Diagnostic> GridMistakes(SizeCombination combination, string service)
    {
        var trials = new LimitTrials(combination.Scenario, service);
        var problems = Placement.Of(combination.Scenario.Scenario).Problems;
        return trials.MistakesAt(combination.Grid.Limits[0])
            .Concat(trials.MistakesAt(combination.Grid.Limits[^1]))
            .Concat(problems.Select(p => new Diagnostic(
                combination.Scenario.Locate(p.Segments.AsSpan()), p.Code, p.Path, p.Message)));
    }

    // Of the latency that thresholds are about, or of the first client's.
    private static string Example(Scenario scenario, string service)
    {
        var latency = scenario.Thresholds.Keys.FirstOrDefault(k => k.EndsWith(".latency", StringComparison.Ordinal))
            ?? scenario.Clients.Keys.Select(c => MetricName.Of(c, "latency")).FirstOrDefault();
        var ratio = $"--require \"{MetricName.Of(service, "cpu", "throttled_ratio")} value < 5%\"";
        return latency is null ? ratio : $"--require \"{latency} p99 < 500ms\" {ratio}";
    }

    private static ImmutableArray<Diagnostic> Mistake(string option, string code, string message) =>
        Mistake(SourcePosition.StartOf(option), code, message);

    private static ImmutableArray<Diagnostic> Mistake(SourcePosition at, string code, string message) =>
        [new Diagnostic(at, code, "", message)];
}
