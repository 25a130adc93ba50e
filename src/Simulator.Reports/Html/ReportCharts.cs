using System.Collections.Immutable;
using System.Globalization;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>Takes the lines of the page's charts from a run: latency curves, p99 and throttling over time.</summary>
internal sealed class ReportCharts(RunResult run, Summary summary, Spotlight spotlight)
{
    public const string Latency = "latency-curve";
    public const string OverTime = "p99-over-time";
    public const string Throttling = "throttling-over-time";

    private const int CurvePoints = 120;
    private const int SeriesPoints = 240;
    private const double FirstRank = 10;

    public ChartData Data() => new(
        [.. run.Variants.Select(v => v.Name)],
        [.. new[] { Curves(), P99s(), Ratios() }.Where(c => c.Sets.Length > 0)]);

    private ReportChart Curves() => new(Latency, "percentile", "s",
        [.. Metrics().Select(m => new ChartSet(m, Lines(v => Curve(v, m)), Bounds(m, rank: null)))]);

    private ReportChart P99s() => new(OverTime, "time", "s",
    [
        .. Metrics().Select(m => new ChartSet(m,
            Lines(v => Line(OverTimePlot.P99(v, m, run.Duration))), Bounds(m, rank: 99))),
    ])
    {
        Events = Events(),
    };

    private ReportChart Ratios() => new(Throttling, "time", "ratio",
    [
        .. run.Variants.SelectMany(v => v.Replications[0].Services)
            .Where(s => s.Value.LimitCores is not null && spotlight.Shows(s.Key)).Select(s => s.Key).Distinct()
            .Select(s => new ChartSet(s,
                Lines(v => Line(OverTimePlot.AlertRatio(v, s, run.Warmup))),
                [new ChartBound("alert", ThrottlingAlert.Ratio, -1)])),
    ])
    {
        Events = Events(),
    };

    // The pictures' metric first; steps and their tasks are in the tables.
    private List<string> Metrics()
    {
        var story = new Story(run, summary);
        return
        [
            .. summary.Variants.SelectMany(v => v.Latencies).Where(l => l.Count > 0).Select(l => l.Metric).Distinct()
                .Where(m => Scenarios.MetricName.PartsOf(m) is [_, "latency"] or [_, _, "latency"])
                .OrderBy(m => m == story.Metric ? 0 : 1),
        ];
    }

    private ImmutableArray<ChartLine> Lines(Func<VariantResult, (double[] X, double[] Y)> points) =>
    [
        .. run.Variants.Select((v, i) => (Points: points(v), Number: i)).Where(l => l.Points.X.Length > 0)
            .Select(l => new ChartLine(l.Number, [.. l.Points.X.Select(Short)], [.. l.Points.Y.Select(Short)])),
    ];

    private static (double[] X, double[] Y) Curve(VariantResult variant, string metric)
    {
        if (Story.Pooled(variant, metric) is not { } all) return ([], []);
        var last = Math.Clamp(100 * (1 - (5.0 / all.Count)), 90, 99.999);
        var (from, to) = (X(FirstRank), X(last));
        double[] xs = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => from + (i * (to - from) / CurvePoints))];
        return (xs, [.. xs.Select(x => all.Quantile(1 - Math.Pow(10, -x)).TotalSeconds)]);
    }

    private static (double[] X, double[] Y) Line(List<(double T, double Y)> points)
    {
        var step = (points.Count + SeriesPoints - 1) / SeriesPoints;
        var kept = points.Where((_, i) => i % step == 0 || i == points.Count - 1).ToList();
        return ([.. kept.Select(p => p.T)], [.. kept.Select(p => p.Y)]);
    }

    private ImmutableArray<ChartBound> Bounds(string metric, double? rank) =>
    [
        .. summary.Variants.SelectMany((v, i) => v.Verdicts
                .Where(t => t.Metric == metric && Story.RankOf(t) is { } own && (rank is null || own == rank))
                .Select(t => (Label: t.Threshold[(t.Threshold.IndexOf(' ') + 1)..], t.Bound, Variant: i)))
            .GroupBy(b => (b.Label, b.Bound))
            .Select(g => new ChartBound(g.Key.Label, g.Key.Bound, g.Count() == 1 ? g.First().Variant : -1)),
    ];

    private ImmutableArray<ChartEvent> Events() =>
        [.. run.Variants[0].Events.Select(e => new ChartEvent(e.At.TotalSeconds, e.Until.TotalSeconds, e.Words))];

    private static double X(double rank) => -Math.Log10(1 - (rank / 100));

    // Four digits are more than a line on a screen can show.
    private static double Short(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
