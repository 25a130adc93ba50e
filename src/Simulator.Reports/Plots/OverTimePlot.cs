using Simulator.Kernel;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>p99 and the throttled-periods ratio over the run, above the line at which the alert fires.</summary>
internal static class OverTimePlot
{
    private const float LeftMargin = 110;
    private const float RightMargin = 280;
    private const int MostBins = 150;
    private const int MostBoundLabels = 3;

    private sealed record Lines(
        string Name,
        SKColor Color,
        List<(double T, double Seconds)> P99,
        List<(double T, double Ratio)> Ratio,
        double WindowIsFull,
        bool Limited)
    {
        /// <summary>At the end of the run.</summary>
        public double Last => Ratio.Count > 0 ? Ratio[^1].Ratio : 0;

        /// <summary>The highest over a whole window, or over the measured time where that is shorter.</summary>
        public double Worst => Ratio.Skip(Young).Select(r => r.Ratio).Append(Last).Max();

        /// <summary>Points at the start of less than a window; 0 where it never fills, as they are all then.</summary>
        public int Young => Ratio.FindIndex(r => r.T >= WindowIsFull) is var full and > 0 ? full : 0;

        public string Label => !Limited ? $"{Name}: no quota"
            : Worst - Last < 0.01 ? $"{Name} {Human.Percent(Last)}"
            : $"{Name} {Human.Percent(Last)}, worst {Human.Percent(Worst)}";
    }

    private sealed record Limit(string Label, double Bound, SKColor Color);

    public static Figure? Of(Story story, string name)
    {
        if (story.Metric is not { } metric || story.Service is not { } service) return null;
        var lines = story.Run.Variants.Select((v, i) => new Lines(
            v.Name, Palette.Variant(i), P99(v, metric, story.Run.Duration), AlertRatio(v, service, story.Run.Warmup),
            (story.Run.Warmup + ThrottlingAlert.Window).TotalSeconds,
            v.Replications[0].Services.TryGetValue(service, out var s) && s.LimitCores is not null)).ToList();
        var values = lines.SelectMany(l => l.P99).Select(p => p.Seconds).ToList();
        // Where names are looked up and nobody has a quota, half of the picture would be an empty frame.
        if (values.Count == 0 || (story.DnsService is not null && !lines.Any(l => l.Limited))) return null;

        var bounds = Bounds(story, metric);
        var highest = Math.Max(values.Max(), bounds.Select(b => b.Bound).DefaultIfEmpty(0).Max());
        // A request that was cut short by the end of the run may stand with next to nothing.
        var scale = new LatencyScale(Math.Max(values.Min(), highest / 1e4), highest);
        var time = TimeAxis.Of(0, story.Run.Duration.TotalSeconds);
        var upper = PlotStyle.Panel(time, scale.Axis(), LeftMargin, RightMargin);
        upper.Add.Plottable(new Sketch((ink, frame) =>
            DrawLatency(ink, frame, scale, lines, bounds, story.Run.Warmup)));
        var ratio = new AxisSpec(0, 1.02, [(0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")]);
        var lower = PlotStyle.Panel(time, ratio, LeftMargin, RightMargin, bottom: 62);
        lower.Add.Plottable(new Sketch((ink, frame) => DrawRatio(ink, frame, lines, story.Run.Warmup)));
        var every = BinSeconds(story.Run.Variants[0].Replications[0].Latencies[metric]);
        return new Figure
        {
            Name = name,
            Title = Title(service, lines),
            Subtitle = story.Subtitle,
            Panels =
            [
                new Panel(Heading(metric, every, scale, bounds.Count > 0), upper, 118, 478),
                new Panel($"{service}: throttled periods / periods over the last 5 min, {Whose(story, service)}",
                    lower, 494, Figure.Bottom),
            ],
        };
    }

    private static string Heading(string metric, double every, LatencyScale scale, bool hasBounds) =>
        $"p99 of {metric} by intended arrival, per {Human.Exact(Duration.FromSeconds(every))} ({scale.Kind})"
        + (hasBounds ? "; thin lines: its thresholds" : "");

    private static string Whose(Story story, string service)
    {
        var pods = story.Summary.Variants.SelectMany(v => v.Services).Where(s => s.Service == service).Max(s => s.Pods);
        var whose = pods == 1 ? "as the alert computes it" : "all pods together";
        var isLong = story.Run.Duration - story.Run.Warmup > ThrottlingAlert.Window;
        return isLong ? whose + "; pale: less than 5 min since warm-up" : whose;
    }

    // Of what the lines show: their highest point, and not a statistic that no line reaches.
    private static string Title(string service, List<Lines> lines)
    {
        if (lines.Find(l => l.Limited) is not { } first) return $"{service}: no quota, so nothing is throttled";
        var verb = first.Worst > ThrottlingAlert.Ratio ? "fires" : "stays silent";
        var title = $"{service}: the throttling alert {verb}, at worst {Human.Percent(first.Worst)} in {first.Name}";
        var best = lines.Where(l => l.Limited && l != first).MinBy(l => l.Worst);
        return best is null ? title : $"{title}, {Human.Percent(best.Worst)} with {best.Name}";
    }

    // In the colour of the variant that it is for; one that several share is nobody's.
    private static List<Limit> Bounds(Story story, string metric) =>
    [
        .. story.Run.Variants.SelectMany((variant, i) => story.SummaryOf(variant).Verdicts
                .Where(v => v.Metric == metric && Story.RankOf(v) == 99)
                .Select(v => new Limit(v.Threshold[(v.Threshold.IndexOf(' ') + 1)..], v.Bound, Palette.Variant(i))))
            .GroupBy(b => (b.Label, b.Bound))
            .Select(g => g.Count() == 1 && story.Run.Variants.Length > 1
                ? g.First()
                : g.First() with { Color = Palette.Ink }),
    ];

    private static double BinSeconds(LatencyResult latency)
    {
        var merge = (int)Math.Ceiling(latency.Series.Length / (double)MostBins);
        double[] nice = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
        return nice.FirstOrDefault(n => n >= merge, merge) * latency.Interval.TotalSeconds;
    }

    /// <summary>p99 over replications by the time of arrival, in bins of a round length.</summary>
    internal static List<(double T, double Seconds)> P99(VariantResult variant, string metric, Duration duration)
    {
        var results = variant.Replications
            .Where(r => r.Latencies.ContainsKey(metric)).Select(r => r.Latencies[metric]).ToList();
        var points = new List<(double T, double)>();
        if (results.Count == 0) return points;
        var interval = results[0].Interval.TotalSeconds;
        var bin = (int)Math.Round(BinSeconds(results[0]) / interval);
        for (var start = 0; start < results[0].Series.Length; start += bin)
        {
            var pooled = new LatencyHistogram();
            foreach (var result in results)
                for (var i = start; i < Math.Min(start + bin, result.Series.Length); i++)
                    if (result.Series[i] is { } histogram) pooled.Merge(histogram);
            if (pooled.Count > 0) points.Add(((start + (bin / 2.0)) * interval, pooled.Quantile(0.99).TotalSeconds));
        }

        // Requests of the last moments are cut short by the end of the run: a fall in the picture that never was.
        var longest = results.Max(r => r.Measured.Max.TotalSeconds);
        var whole = points.Where(p => p.T + (bin * interval / 2) <= duration.TotalSeconds - longest).ToList();
        return whole.Count >= 0.8 * points.Count ? whole : points;
    }

    /// <summary>
    /// increase(throttled_periods[5m]) / increase(periods[5m]); in the first 5 min after warm-up, since that.
    /// </summary>
    internal static List<(double T, double Ratio)> AlertRatio(VariantResult variant, string service, Duration warmup)
    {
        var points = new List<(double T, double Ratio)>();
        var results = variant.Replications
            .Where(r => r.Services.ContainsKey(service)).Select(r => r.Services[service]).ToList();
        if (results.Count == 0 || results[0].Pods.IsEmpty) return points;
        var interval = results[0].Interval.TotalSeconds;
        var window = Math.Max(1, (int)Math.Round(ThrottlingAlert.Window / results[0].Interval));
        var sums = new List<(long Throttled, long Periods)> { (0, 0) };
        var first = (int)Math.Ceiling(warmup / results[0].Interval);
        for (var i = first; i < results[0].Completed.Length; i++)
        {
            var (throttled, periods) = sums[^1];
            foreach (var pod in results.SelectMany(r => r.Pods))
                (throttled, periods) = (throttled + pod.At(i).NrThrottled, periods + pod.At(i).NrPeriods);
            sums.Add((throttled, periods));
            var (throttledBefore, periodsBefore) = sums[Math.Max(0, i - first + 1 - window)];
            if (periods > periodsBefore)
                points.Add(((i + 1) * interval, (throttled - throttledBefore) / (double)(periods - periodsBefore)));
        }

        return points;
    }

    private static void DrawLatency(
        Ink ink, Frame frame, LatencyScale scale, List<Lines> lines, List<Limit> bounds, Duration warmup)
    {
        DrawWarmup(ink, frame, warmup);
        foreach (var bound in bounds)
            ink.Line(frame.Left, frame.Y(scale.At(bound.Bound)), frame.Right, frame.Y(scale.At(bound.Bound)),
                bound.Color, 1);
        foreach (var line in lines)
        {
            var points = line.P99.Select(p => frame.At(p.T, scale.At(p.Seconds))).ToArray();
            ink.Polyline(points, line.Color.WithAlpha(150), 2);
            foreach (var point in points) ink.Dot(point.X, point.Y, points.Length > 60 ? 2.5f : 4.5f, line.Color);
        }

        var labels = lines.Where(l => l.P99.Count > 0)
            .Select(l => (Text: l.Name, l.Color, Y: frame.Y(scale.At(l.P99[^1].Seconds)), Bold: true))
            .Concat(bounds.Count > MostBoundLabels ? [] : bounds.Select(
                b => (Text: b.Label, b.Color, Y: frame.Y(scale.At(b.Bound)), Bold: false)))
            .ToList();
        DrawLabels(ink, frame, labels);
    }

    private static void DrawRatio(Ink ink, Frame frame, List<Lines> lines, Duration warmup)
    {
        DrawWarmup(ink, frame, warmup);
        var alert = frame.Y(ThrottlingAlert.Ratio);
        ink.Line(frame.Left, alert, frame.Right, alert, Palette.Ink, 2.5f);
        var labels = new List<(string, SKColor, float, bool)>
        {
            ($"alert above {Human.Percent(ThrottlingAlert.Ratio)}", Palette.Ink, alert, true),
        };
        foreach (var (index, line) in lines.Index())
        {
            // Earlier lines are wider, so that two at the same height both show.
            var points = line.Ratio.Select(p => frame.At(p.T, p.Ratio)).ToArray();
            ink.Polyline(points.AsSpan(0, Math.Min(points.Length, line.Young + 1)), line.Color.WithAlpha(90), 2);
            ink.Polyline(points.AsSpan(line.Young), line.Color, Math.Max(3, 9 - (3 * index)));
            labels.Add((line.Label, line.Color, frame.Y(line.Last), true));
        }

        DrawLabels(ink, frame, labels);
        ink.Text("simulated time since the start of the run", (frame.Left + frame.Right) / 2, frame.Bottom + 48, 18,
            Palette.Muted, anchor: Anchor.Centre);
    }

    private static void DrawLabels(Ink ink, Frame frame, List<(string Text, SKColor Color, float Y, bool Bold)> labels)
    {
        var ys = LabelStack.Spread([.. labels.Select(l => l.Y)], 24, frame.Top + 8, frame.Bottom - 6);
        for (var i = 0; i < labels.Count; i++)
        {
            ink.Line(frame.Right + 4, labels[i].Y, frame.Right + 24, ys[i], labels[i].Color, 1.5f);
            var size = Ink.Fitting(labels[i].Text, 19, RightMargin - 38, labels[i].Bold);
            ink.Text(labels[i].Text, frame.Right + 30, ys[i], size, labels[i].Color, labels[i].Bold);
        }
    }

    private static void DrawWarmup(Ink ink, Frame frame, Duration warmup)
    {
        if (warmup <= Duration.Zero) return;
        var right = frame.X(warmup.TotalSeconds);
        ink.Fill(frame.Left, frame.Top, right, frame.Bottom, Palette.Ink.WithAlpha(16));
        if (right - frame.Left > 90) ink.Text("warm-up", frame.Left + 8, frame.Top + 14, 16, Palette.Muted);
    }
}
