using Simulator.Reports.Dns;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Why variants are as slow as they are: the sentences of all parts of the program, in order.</summary>
internal static class ReasonList
{
    public static IEnumerable<(string Variant, string Sentence)> Of(RunResult run, Summary summary)
    {
        foreach (var variant in run.Variants)
        {
            var told = summary.Variants.First(v => v.Name == variant.Name);
            IEnumerable<string?> reasons =
            [
                Reason.Of(variant, told), .. Reason.Behind(told), DnsReason.Of(run, variant, told),
                .. DnsReason.Remarks(variant), PodReason.Of(variant, run.Warmup, run.Duration),
            ];
            foreach (var reason in reasons.OfType<string>()) yield return (variant.Name, reason);
        }
    }
}
