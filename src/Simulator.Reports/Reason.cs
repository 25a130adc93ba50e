using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>One sentence on why a variant is as slow as it is.</summary>
public static class Reason
{
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
