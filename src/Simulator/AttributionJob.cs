using System.Collections.Immutable;
using Simulator.Scenarios;
using Simulator.Scenarios.Attribution;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;

namespace Simulator;

/// <summary>Splits the difference between two scenarios that were compared among their settings.</summary>
/// <param name="mix">The two, and all between them.</param>
/// <param name="run">What they measured.</param>
/// <param name="variants">As they were run.</param>
internal sealed class AttributionJob(SettingMix mix, RunResult run, ImmutableArray<RunVariant> variants)
{
    /// <summary>More cannot be told apart, nor read.</summary>
    private const int MostSettings = 20;

    /// <summary>As in a threshold, without the bound; null: the first percentile of a threshold.</summary>
    public string? Metric { get; init; }

    public int? Threads { get; init; }

    /// <exception cref="UserMistakeException">They are not two, or differ in nothing, or in too much.</exception>
    public static SettingMix Mixed(ImmutableArray<EffectiveScenario> scenarios)
    {
        if (scenarios.Length != 2) throw Mistake(
            "one-of", $"splits the difference between two scenarios, and these are {scenarios.Length}; "
                + "choose one variant with --variant");
        var mix = new SettingMix(scenarios[0], scenarios[1]);
        return mix.Settings.Length switch
        {
            0 => throw Mistake("nothing-differs", "the two do not differ in any setting"),
            > MostSettings => throw Mistake(
                "too-big", $"the two differ in {mix.Settings.Length} settings, and at most {MostSettings} can be told apart"),
            _ => mix,
        };
    }

    /// <exception cref="UserMistakeException">No such metric, or a mixture is no valid scenario.</exception>
    public AttributionResult Run(Terminal terminal, CancellationToken cancel)
    {
        var attributor = new Attributor(mix, Chosen(), run.Seed);
        var mixtures = attributor.Variants(out var mistakes);
        if (!mistakes.IsEmpty) throw new UserMistakeException(
            ["--attribute: error[no-mixture] some settings of the two cannot go together:",
                .. mistakes.Select(m => m.ToString())]);
        var total = mixtures.Sum(m => m.Scenario.Run.Replications);
        var runner = new TrialRunner(
            new TrialOptions
            {
                Threads = Threads,
                Progress = done => terminal.Progress($"mixtures: {done} of {total} runs"),
            },
            cancel);
        try
        {
            return attributor.Split(runner.Run(mixtures));
        }
        catch (ScenarioException e)
        {
            throw new UserMistakeException(
                [.. e.Problems.Select(p => $"--attribute: error[no-mixture] of the two scenarios: {p}")]);
        }
    }

    private ThresholdSpec Chosen()
    {
        var facts = run.Variants[0].Replications[0];
        var known = variants.SelectMany(v => AskedMetrics.OfThresholds(v.Scenario))
            .Concat(AskedMetrics.Usual(facts))
            .Where(t => run.Variants.All(v => AskedMetrics.Has(v.Replications[0], t.Metric)))
            .DistinctBy(AskedMetrics.Name).ToList();
        if (Metric is null)
            return known.FirstOrDefault(t => t.Aggregator == Aggregator.Percentile) ?? known[0];
        var names = known.Select(AskedMetrics.Name).ToList();
        return known.FirstOrDefault(t => AskedMetrics.Name(t) == Metric) ?? throw Mistake(
            "unknown-name", $"'{Metric}' is none of the metrics compared, which are " + string.Join(", ", names));
    }

    private static UserMistakeException Mistake(string code, string message) =>
        new([$"--attribute: error[{code}] {message}"]);
}
