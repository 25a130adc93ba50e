using Simulator.Kernel;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>How long lookups take, up to the cliffs where a resolver waits for a reply that never comes.</summary>
internal static class DnsLatencyPlot
{
    // resolv.conf(5): timeout 5 s, attempts 2; musl repeats after half of it (src/network/res_msend.c).
    private static readonly (double Seconds, string Label)[] Cliffs =
    [
        (2.5, "2.5 s: musl asks again"),
        (5, "5 s: one timeout"),
        (10, "10 s: two timeouts"),
    ];

    public static Figure? Of(Story story)
    {
        if (story.DnsService is not { } service) return null;
        var metric = DnsWords.Latency(service);
        var variants = story.Run.Variants.Where(v => TimesOut(story.SummaryOf(v), service))
            .Select(v => Story.Pooled(v, metric)).OfType<LatencyHistogram>().ToList();
        var levels = Cliffs.Where(c => variants.Any(h => IsReached(h, c.Seconds))).ToList();
        return new LatencyPlot(story, metric) { Counted = "lookups", Levels = levels }
            .Draw("dns-latency", story.WhoseDns + Title(story, service, metric));
    }

    private static bool TimesOut(VariantSummary variant, string service) =>
        variant.Dns?.Services.Any(s => s.Service == service && s.TimeoutRatio.Value > 0) ?? false;

    // A walk that stood still once ends a little later: after the queries before and behind that one.
    private static bool IsReached(LatencyHistogram latencies, double seconds) =>
        latencies.CountUpTo(Duration.FromSeconds(1.2 * seconds))
            > latencies.CountUpTo(Duration.FromSeconds(0.99 * seconds));

    private static string Title(Story story, string service, string metric)
    {
        var told = story.Summary.Variants.Select(v => (
                v.Name, Lookups: v.Dns?.Services.FirstOrDefault(s => s.Service == service),
                Latency: v.Latencies.FirstOrDefault(l => l.Metric == metric)))
            .Where(v => v is { Lookups: not null, Latency.Count: > 0 }).ToList();
        if (told.Count == 0) return "how long lookups take";
        var first = told[0];
        var start = $"half of the lookups end within {Human.Seconds(first.Latency!.Percentiles[0].Value)}, ";
        if (first.Lookups!.TimeoutRatio.Value <= 0)
            return Capital(story, $"{start}99 of 100 within {Human.Seconds(first.Latency.Percentiles[3].Value)}");
        var title = $"{start}{Human.Percent(first.Lookups.TimeoutRatio.Value)} wait for a timeout";
        var best = told.Skip(1).MinBy(v => v.Lookups!.TimeoutRatio.Value);
        if (best.Lookups is not null && best.Lookups.TimeoutRatio.Value < first.Lookups.TimeoutRatio.Value)
        {
            var ratio = best.Lookups.TimeoutRatio.Value;
            title += $"; {(ratio == 0 ? "none" : Human.Percent(ratio))} with {best.Name}";
        }

        return Capital(story, title);
    }

    private static string Capital(Story story, string title) =>
        story.WhoseDns.Length > 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];
}
