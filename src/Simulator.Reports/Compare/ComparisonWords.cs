using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>How a comparison is put into words.</summary>
internal static class ComparisonWords
{
    /// <summary>
    /// The greatest change that is one, of what thresholds are about where any is; or that nothing can be told apart.
    /// </summary>
    public static string Headline(ImmutableArray<ComparedMetric> metrics, int other, string first, string variant)
    {
        var changed = metrics.Where(m => m.Others[other].IsDistinguishable != false && Change(m, other) != 0).ToList();
        var told = changed.Exists(m => m.IsOfThreshold) ? changed.Where(m => m.IsOfThreshold) : changed;
        if (told.MaxBy(m => Change(m, other)) is not { } most)
            return $"{variant} cannot be told apart from {first}";
        var value = most.Others[other].Value;
        return $"{variant} against {first}: {most.Name} {Value(most.Base, most.Unit)} → {Value(value, most.Unit)}"
            + Share(most.Base.Value, value.Value);
    }

    public static string Value(Measured value, MetricUnit unit) => Human.Of(value with { HalfWidth = double.NaN }, unit);

    /// <summary>With its sign, and the half-width of its interval in a unit of its own.</summary>
    public static string Difference(Measured difference, MetricUnit unit)
    {
        var sign = difference.Value > 0 ? "+" : difference.Value < 0 ? "−" : "";
        var text = sign + Value(difference with { Value = Math.Abs(difference.Value) }, unit);
        return double.IsNaN(difference.HalfWidth) ? text
            : $"{text} ± {Value(new Measured(difference.HalfWidth, double.NaN), unit)}";
    }

    private static string Share(double before, double after) =>
        before > 0 && double.IsFinite(after) && after != before
            ? FormattableString.Invariant($" ({(after - before) / before * 100:+0;−0} %)")
            : "";

    // As a factor either way: from 700 to 70 ms is as much as from 70 to 700.
    private static double Change(ComparedMetric metric, int other)
    {
        var (before, after) = (Math.Abs(metric.Base.Value), Math.Abs(metric.Others[other].Value.Value));
        if (before == after) return 0;
        return before == 0 || after == 0 ? 1 : Math.Abs(Math.Log(after / before));
    }
}
