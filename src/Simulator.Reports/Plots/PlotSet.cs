using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>
/// All pictures of a run; the baseline's carry plain names, a variant's end in its name, another service's in its.
/// </summary>
public static class PlotSet
{
    /// <summary>Lazily, in a fixed order; a picture whose data a run does not have is left out.</summary>
    public static IEnumerable<Figure> Of(RunResult run, Summary summary) =>
        PicturesOf(run, summary).Select(p => p.Figure);

    /// <summary>The same, each with the variant that it is of.</summary>
    public static IEnumerable<Picture> PicturesOf(RunResult run, Summary summary) =>
        OfAllVariants(run, summary).Select(f => new Picture(f, null))
            .Concat(run.Variants.SelectMany(v => OfVariant(run, summary, v).Select(f => new Picture(f, v.Name))));

    /// <summary>Those of one variant alone.</summary>
    private static IEnumerable<Figure> OfVariant(RunResult run, Summary summary, VariantResult variant)
    {
        var story = new Story(run, summary);
        var suffix = variant.Name == VariantResult.Baseline ? "" : "-" + variant.Name;
        if (TimelinePlot.Of(story, variant, "timeline" + suffix) is { } timeline) yield return timeline;
        if (CpuWindowsPlot.Of(story, variant, "cpu-windows" + suffix) is { } windows) yield return windows;
        if (PodsPlot.Of(story, variant, "pods" + suffix) is { } pods) yield return pods;
        if (PodsGanttPlot.Of(story, variant, "pods-gantt" + suffix) is { } gantt) yield return gantt;
    }

    /// <summary>Those that hold all variants in one.</summary>
    public static IEnumerable<Figure> OfAllVariants(RunResult run, Summary summary)
    {
        var story = new Story(run, summary);
        if (LatencyPlot.Of(story) is { } latency) yield return latency;
        foreach (var (name, of) in story.ByService("over-time"))
            if (OverTimePlot.Of(of, name) is { } overTime) yield return overTime;
        if (DnsQueriesPlot.Of(story) is { } queries) yield return queries;
        if (DnsLatencyPlot.Of(story) is { } lookups) yield return lookups;
        if (DnsRatesPlot.Of(story) is { } rates) yield return rates;
        foreach (var connections in ConnectionsPlot.Of(story)) yield return connections;
        if (ErrorsPlot.Of(story) is { } errors) yield return errors;
        if (GoodputPlot.Of(story) is { } goodput) yield return goodput;
    }
}
