using System.Collections.Immutable;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sweeps;
using Simulator.Scenarios.Trials;

namespace Simulator.Reports.Sweeps;

/// <summary>A sweep as its reader sees it: what varies, what is asked, and what became of it at each point.</summary>
internal sealed class SweepView
{
    public SweepView(SweepResult sweep)
    {
        Sweep = sweep;
        Axes = AxesOf(sweep);
        var asked = sweep.Points.SelectMany(p => AskedMetrics.OfThresholds(p.Trial.Variant.Scenario)).ToList();
        Asked = [.. asked.Select(AskedMetrics.Name).Distinct()];
        Metrics = [.. sweep.Points.SelectMany(p => p.Trial.Metrics).Select(m => m.Name).Distinct()];
        Main = Metrics.FirstOrDefault(m => IsAsked(m) && UnitOf(m) == MetricUnit.Seconds)
            ?? Asked.FirstOrDefault() ?? Metrics.First();
        Second = Asked.FirstOrDefault(m => m != Main && IsThrottling(m))
            ?? Metrics.FirstOrDefault(m => m != Main && IsThrottling(m)
                && MetricName.PartsOf(m)[0] == MetricName.PartsOf(Main)[0])
            ?? Asked.FirstOrDefault(m => m != Main)
            ?? Metrics.FirstOrDefault(m => m != Main && IsThrottling(m));
    }

    public SweepResult Sweep { get; }

    /// <summary>Parameters that take more than one value; those of a zip go along with the first.</summary>
    public ImmutableArray<SweepAxis> Axes { get; }

    /// <summary>Figures that thresholds are about, in their order.</summary>
    public ImmutableArray<string> Asked { get; }

    /// <summary>Those first, then what everyone looks at.</summary>
    public ImmutableArray<string> Metrics { get; }

    /// <summary>What pictures show first: the latency that a threshold is about, if any is.</summary>
    public string Main { get; }

    /// <summary>What they show beside it: throttling, where there is any; null without another figure.</summary>
    public string? Second { get; }

    public MetricUnit UnitOf(string metric) =>
        Sweep.Points.SelectMany(p => p.Trial.Metrics).First(m => m.Name == metric).Unit;

    public static TrialMetric? Of(SweptPoint point, string metric) =>
        point.Trial.Metrics.FirstOrDefault(m => m.Name == metric);

    /// <summary>The thresholds of a figure at a point, in the order of the file.</summary>
    public static ImmutableArray<(ThresholdSpec Threshold, Verdict Verdict)> Judged(SweptPoint point, string metric) =>
    [
        .. AskedMetrics.OfThresholds(point.Trial.Variant.Scenario).Zip(point.Trial.Verdicts)
            .Where(t => AskedMetrics.Name(t.First) == metric),
    ];

    /// <summary>The worst of a figure's verdicts; null where nothing is asked of it.</summary>
    public static VerdictOutcome? Outcome(SweptPoint point, string metric) =>
        Worst(Judged(point, metric).Select(j => j.Verdict));

    /// <summary>The worst of a point's verdicts, warnings aside where there are others; null without any.</summary>
    public static VerdictOutcome? Outcome(SweptPoint point)
    {
        var counted = point.Trial.Verdicts.Where(v => !v.IsWarning).ToList();
        return Worst(counted.Count > 0 ? counted : point.Trial.Verdicts);
    }

    /// <summary>The bounds of a figure's thresholds, each once: <c>p99 &lt; 500ms</c>.</summary>
    public ImmutableArray<(double Value, string Label)> Bounds(string metric) =>
    [
        .. Sweep.Points.SelectMany(p => Judged(p, metric)).Select(j => (j.Threshold.Bound, j.Threshold.Expr)).Distinct(),
    ];

    private bool IsAsked(string metric) => Asked.Contains(metric);

    private static bool IsThrottling(string metric) =>
        metric.EndsWith(".throttled_ratio", StringComparison.Ordinal);

    private static VerdictOutcome? Worst(IEnumerable<Verdict> verdicts)
    {
        VerdictOutcome? worst = null;
        foreach (var verdict in verdicts)
        {
            if (verdict.Outcome == VerdictOutcome.Fail) return VerdictOutcome.Fail;
            if (worst != VerdictOutcome.Inconclusive) worst = verdict.Outcome;
        }

        return worst;
    }

    private static ImmutableArray<SweepAxis> AxesOf(SweepResult sweep)
    {
        var names = SweepAxis.Names([.. sweep.Parameters.Select(p => p.Path)]);
        if (sweep.Strategy == SweepStrategy.Zip)
        {
            return sweep.Points.Length < 2 ? [] :
            [
                new SweepAxis(
                    string.Join(", ", names), [.. sweep.Parameters.Select(p => p.Path)], sweep.Parameters[0].Scale?.Unit,
                    [.. sweep.Points.Select(p => new SweepTick(string.Join(", ", p.Values.Select(v => v.Text)),
                        p.Values[0].Number))],
                    0),
            ];
        }

        return
        [
            .. sweep.Parameters.Index().Where(p => p.Item.Values.Length > 1).Select(p => new SweepAxis(
                names[p.Index], [p.Item.Path], p.Item.Scale?.Unit,
                [.. p.Item.Values.Select(v => new SweepTick(v.Text, v.Number))], p.Index)),
        ];
    }
}
