using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The thresholds of one metric: "p99 &lt; 800ms" or {expr, severity}, in a list.</summary>
internal sealed partial class ThresholdShape : Shape<ImmutableArray<ThresholdSpec>>
{
    private const string Grammar =
        @"^\s*(p[0-9]+(\.[0-9]+)?|avg|min|max|count|value|rate)\s*(<=|>=|==|<|>)\s*([^\s<>=]+)\s*$";

    private static readonly ScalarShape<ThresholdSeverity> Severity =
        Is.OneOf(("error", ThresholdSeverity.Error), ("warn", ThresholdSeverity.Warn));

    public static MapShape<ImmutableArray<ThresholdSpec>> Map { get; } = new(new ThresholdShape())
    {
        Of = "lists of thresholds by metric",
        KeyPattern = "^.+$",
        KeyMistake = _ => null,
    };

    public override JsonObject Describe(SchemaWriter schema) => List(null).Describe(schema);

    public override Bound<ImmutableArray<ThresholdSpec>> Read(Node node, NodePath path, ReadContext cx)
    {
        var metric = Metrics.Resolve(path.Name, cx.Root, out var reason);
        // A variant may have metrics that the scenario has not; its own reading, with all that it sets, will tell.
        var isOfVariant = path.IsUnder("variants");
        if (metric is null && !isOfVariant)
        {
            var key = (path.Parent!.Locate(cx.Root) as MapNode)?.FindEntry(path.Name)?.KeyPosition ?? node.Position;
            cx.Error(key, "unknown-metric", path, reason);
        }

        var list = List(metric).Read(node, path, cx);
        if (metric is not null || !list.IsValid) return list;
        return isOfVariant ? new Bound<ImmutableArray<ThresholdSpec>>(true, [], list.Normal) : default(Failure);
    }

    private static ListShape<ThresholdSpec> List(MetricPath? metric)
    {
        var expression = Expression(metric);
        var bare = new MappedShape<ThresholdSpec, ThresholdSpec>(expression, t => t);
        var full = new ObjectShape<ThresholdSpec>(
            "thresholdWithSeverity",
            "A threshold that may be a mere warning.",
            f =>
            {
                var threshold = f.Required("expr", expression, "Such as p99 < 800ms, or value < 25%.");
                var severity = f.Optional(
                    "severity", Severity, ThresholdSeverity.Error, "warn: a miss does not fail the run.");
                return threshold is null ? null! : threshold with { Severity = severity };
            });
        var item = new UnionShape<ThresholdSpec>(
            "threshold",
            "A condition the run must meet: an aggregator, a comparison, a bound with its unit.",
            [bare, full])
        {
            Choose = (node, _, _) => node is MapNode ? full : bare,
        };
        return new ListShape<ThresholdSpec>(item) { Of = "thresholds", AtLeast = 1 };
    }

    private static ScalarShape<ThresholdSpec> Expression(MetricPath? metric) => new()
    {
        What = "a threshold such as 'p99 < 800ms'",
        Parse = s => s.Kind == ScalarKind.Text ? Parse(s.Text, metric) : Is.NeedsQuotes(s),
        Format = t => t.Expr,
        Schema = () => new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = Grammar,
            ["examples"] = new JsonArray("p99 < 800ms", "value < 25%"),
        },
        Text = true,
    };

    private static Parsed<ThresholdSpec> Parse(string text, MetricPath? metric)
    {
        if (text.Length > 200 || text.Contains('\n') || Pattern().Match(text) is not { Success: true } match)
        {
            return new Mistake(
                "bad-threshold",
                $"{Quote.Of(text)} is not a threshold: write an aggregator, a comparison and a bound, 'p99 < 800ms' "
                    + "(aggregators: p<number>, avg, min, max, count, rate, value; comparisons: < <= > >= ==)");
        }

                // The metric's own mistake has been reported; the bound's unit depends on it.
        if (metric is null)
        {
            return new ThresholdSpec
            {
                Metric = null!,
                Expr = text,
                Aggregator = default,
                Comparison = default,
                Bound = 0,
                Unit = default,
            };
        }

        var word = match.Groups[1].Value;
        var (aggregator, percentile) = AggregatorOf(word);
        var known = Metrics.AggregatorsOf(metric.Kind);
        if (!known.Contains(aggregator == Aggregator.Percentile ? "p<number>" : word))
            return new Mistake(
                "bad-threshold", $"{metric.Text} has no {Quote.Of(word)}; ask for {string.Join(" | ", known)}");
        if (percentile is > 100 || (aggregator == Aggregator.Percentile && percentile <= 0))
            return new Mistake("out-of-range", $"{Quote.Of(word)} is not a percentile: p50, p99.9, at most p100");
        var unit = aggregator switch
        {
            Aggregator.Count => MetricUnit.Count,
            Aggregator.Rate => MetricUnit.PerSecond,
            _ => Metrics.UnitOf(metric.Kind),
        };
        var bound = Bound(match.Groups[4].Value, unit);
        return bound.Code is not null ? new Mistake(bound.Code, bound.Message!) : new ThresholdSpec
        {
            Metric = metric,
            Expr = text.Trim(),
            Aggregator = aggregator,
            Percentile = percentile,
            Comparison = ComparisonOf(match.Groups[3].Value),
            Bound = bound.Value,
            Unit = unit,
        };
    }

    private static Parsed<double> Bound(string text, MetricUnit unit)
    {
        static Parsed<double> Convert<T>(Parsed<T> parsed, Func<T, double> convert) => parsed.Code is null
            ? convert(parsed.Value)
            : new Mistake(parsed.Code, parsed.Message!);
        return unit switch
        {
            MetricUnit.Seconds => Convert(Quantities.ParseDuration(text), d => d.TotalSeconds),
            MetricUnit.Ratio => Quantities.ParseRatio(text),
            MetricUnit.Cores => Convert(Quantities.ParseCpu(text), c => c.Cores),
            MetricUnit.PerSecond => Convert(Quantities.ParseRate(text), r => r.PerSecond),
            _ => Quantities.ParsePlain(text),
        };
    }

    private static (Aggregator Aggregator, double Percentile) AggregatorOf(string word) => word switch
    {
        "avg" => (Aggregator.Avg, 0),
        "min" => (Aggregator.Min, 0),
        "max" => (Aggregator.Max, 0),
        "count" => (Aggregator.Count, 0),
        "value" => (Aggregator.Value, 0),
        "rate" => (Aggregator.Rate, 0),
        _ => (Aggregator.Percentile, double.Parse(word.AsSpan(1), CultureInfo.InvariantCulture)),
    };

    private static Comparison ComparisonOf(string sign) => sign switch
    {
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        ">=" => Comparison.GreaterOrEqual,
        _ => Comparison.Equal,
    };

    [GeneratedRegex(Grammar)]
    private static partial Regex Pattern();
}
