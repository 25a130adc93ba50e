using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Sizing;

/// <summary>What must hold for a limit to be safe: thresholds of the scenario, or those that are asked for.</summary>
public static class Criteria
{
    /// <summary>
    /// The scenario with what is required in place of its thresholds; null after a mistake, all of which are in
    /// <paramref name="mistakes"/>.
    /// </summary>
    /// <param name="scenario">As it stands.</param>
    /// <param name="required">Each <c>metric condition</c>: <c>pdf.render.latency p99 &lt; 500ms</c>.</param>
    /// <param name="option">What they were typed after, for messages.</param>
    /// <param name="keeps">The scenario's own count as well.</param>
    /// <param name="mistakes">Empty where there is none.</param>
    public static EffectiveScenario? Require(
        EffectiveScenario scenario, IReadOnlyList<string> required, string option, bool keeps,
        out ImmutableArray<Diagnostic> mistakes)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var bag = new DiagnosticBag();
        var tree = scenario.Tree.Hide("variants").Hide("sweep");
        var thresholds = keeps && tree.Find("thresholds") is MapNode own ? own : Empty(option);
        foreach (var (i, text) in required.Index())
        {
            SourcePosition Place(int column) => new(option, i + 1, column + 1);
            var space = IndexOfSpace(text.TrimEnd());
            if (space < 0)
            {
                bag.Add(
                    Place(0), "bad-threshold", "",
                    $"{Quote.Of(text)} is not a metric with a condition: write '{option} \"pdf.render.latency p99 "
                        + "< 500ms\"'");
                continue;
            }

            var metric = text[..space].Trim();
            Node condition = new ScalarNode(Place(space + 1), text[space..].Trim(), isPlain: false, option);
            var before = thresholds.Find(metric) is ListNode list ? list.Items : [];
            thresholds = thresholds.With(
                new MapEntry(metric, Place(0), new ListNode(Place(space + 1), [.. before, condition], option)));
        }

        var bound = bag.IsEmpty
            ? EffectiveScenario.Bind(
                tree.With(new MapEntry("thresholds", thresholds.Position, thresholds)), scenario.Name, scenario.Title,
                scenario.Files, bag)
            : null;
        mistakes = bag.IsEmpty ? [] : bag.ToSorted();
        return bound;
    }

    /// <summary>Of the thresholds whose miss is an error, those that say how bad something is, not how good.</summary>
    public static IEnumerable<ThresholdSpec> NotSafety(Scenario scenario) => Of(scenario).Where(t =>
        MetricDirection.LessIsBetter(t) is { } less && t.Comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => !less,
            Comparison.Greater or Comparison.GreaterOrEqual => less,
            _ => t.Bound != 0,
        });

    /// <summary>Those whose miss is an error, in the order of the file.</summary>
    public static IEnumerable<ThresholdSpec> Of(Scenario scenario) =>
        AskedMetrics.OfThresholds(scenario).Where(t => t.Severity == ThresholdSeverity.Error);

    private static MapNode Empty(string option) => new(new SourcePosition(option, 1, 1), [], option);

    // A name may have a space in quotes.
    private static int IndexOfSpace(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ' ' && !quoted && i > 0 && text[..i].Trim().Length > 0) return i;
        }

        return -1;
    }
}
