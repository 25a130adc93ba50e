using Simulator.Models.Recording;
using Simulator.Reports.Plots;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>Sentences on why a variant is as slow as it is.</summary>
public static class Reason
{
    /// <summary>From here on, waiting for a CPU is worth a sentence.</summary>
    private const double MuchWaiting = 0.25;

    /// <summary>One for each endpoint whose slow requests wait long for CPUs that others have.</summary>
    public static IEnumerable<string> Behind(VariantSummary summary)
    {
        foreach (var breakdown in summary.Breakdowns.Where(b => !b.IsOfClient))
        {
            if (BreakdownTable.Slow(breakdown) is not { } slow) continue;
            if (slow.Latency.Value <= 0) continue;
            var share = slow.Parts[(int)TimePart.Runnable].Value / slow.Latency.Value;
            if (share < MuchWaiting) continue;
            var endpoint = MetricName.Of([.. MetricName.PartsOf(breakdown.Metric)[..^1]]);
            yield return $"requests of {endpoint} near p99 ({Human.Seconds(slow.Latency.Value)}) spent "
                + $"{Human.Percent(share)} of their time runnable: another thread, of their own pod or of a neighbour, "
                + "had the CPU.";
        }
    }

    /// <summary>Null where nothing held the service back.</summary>
    public static string? Of(VariantResult variant, VariantSummary summary)
    {
        if (variant.CloseUp is not { } closeUp) return null;
        if (summary.Services.FirstOrDefault(s => s.Service == closeUp.Service) is not { } service) return null;
        if (service.LimitCores is not { } limit) return null;
        var facts = new TimelineFacts(closeUp);
        if (facts.Stalls.Length == 0) return null;
        var (share, each) = facts.Threads.Length == 1
            ? ("one thread has", "it")
            : ($"{facts.Threads.Length} threads share", "each");
        var seen = Human.Percent(service.Dashboard.Value);
        return $"{closeUp.Service} was throttled in {Human.Percent(service.ThrottledRatio.Value)} of its periods: "
            + $"{share} {Human.Exact(closeUp.Quota)} of CPU time every "
            + $"{Human.Exact(closeUp.Period)} (limit {Human.Limit(limit)}); in its worst second {each} ran "
            + $"{Human.Short(TimelineFacts.Median(facts.Runs))} ms and stood still "
            + $"{Human.Short(TimelineFacts.Median(facts.Stalls))} ms, while the dashboard shows {seen} of the limit.";
    }
}
