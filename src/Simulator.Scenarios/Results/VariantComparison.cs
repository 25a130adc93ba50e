using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>Holds variants against the first of them, replication by replication (common random numbers).</summary>
public sealed class VariantComparison
{
    private readonly RunResult _run;
    private readonly ImmutableArray<RunVariant> _variants;
    private readonly ImmutableArray<Referee> _whole;
    private readonly ImmutableArray<ImmutableArray<Referee>> _single;

    private VariantComparison(RunResult run, ImmutableArray<RunVariant> variants)
    {
        (_run, _variants) = (run, variants);
        _whole = [.. run.Variants.Select(v => RefereeOf(v))];
        _single = [.. run.Variants.Select(v => v.Replications
            .Select(r => RefereeOf(v with { Replications = [r] })).ToImmutableArray())];
    }

    /// <summary>The metrics of thresholds first, in their order; then latencies, errors and CPU of all they share.</summary>
    /// <param name="run">Whose variants have the same seed and replications.</param>
    /// <param name="variants">As they were run; at least two.</param>
    public static ImmutableArray<ComparedMetric> Of(RunResult run, ImmutableArray<RunVariant> variants)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new VariantComparison(run, variants).Compare();
    }

    private ImmutableArray<ComparedMetric> Compare()
    {
        var asked = _variants.SelectMany(v => AskedMetrics.OfThresholds(v.Scenario)).ToList();
        var usual = AskedMetrics.Usual(_run.Variants[0].Replications[0]);
        return
        [
            .. asked.DistinctBy(AskedMetrics.Name).Where(Exists).Select(t => Compare(t, isOfThreshold: true)),
            .. usual.ExceptBy(asked.Select(AskedMetrics.Name), AskedMetrics.Name).Where(Exists)
                .Select(t => Compare(t, isOfThreshold: false)),
        ];
    }

    private ComparedMetric Compare(ThresholdSpec what, bool isOfThreshold) => new()
    {
        Name = AskedMetrics.Name(what),
        Unit = what.Unit,
        IsOfThreshold = isOfThreshold,
        LessIsBetter = MetricDirection.LessIsBetter(what),
        Base = _whole[0].Observe(what),
        Others = [.. Enumerable.Range(1, _variants.Length - 1).Select(i => Compare(what, i))],
    };

    private ComparedValue Compare(ThresholdSpec what, int variant)
    {
        var pairs = Math.Min(_single[0].Length, _single[variant].Length);
        double[] differences =
        [
            .. Enumerable.Range(0, pairs)
                .Select(r => _single[variant][r].Observe(what).Value - _single[0][r].Observe(what).Value),
        ];
        // Who never recovers differs by no number of seconds.
        var difference = differences.All(double.IsFinite)
            ? Pooled.Mean(differences)
            : new Measured(double.NaN, double.NaN);
        return new ComparedValue(_variants[variant].Name, _whole[variant].Observe(what), difference);
    }

    // Two files need not have the same services.
    private bool Exists(ThresholdSpec what) =>
        _run.Variants.All(v => AskedMetrics.Has(v.Replications[0], what.Metric));

    private Referee RefereeOf(VariantResult variant) => new(new Summarizer(variant, _run.Warmup, _run.Duration));
}
