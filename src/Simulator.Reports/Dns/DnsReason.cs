using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>One sentence on what looking names up does to a variant, and why.</summary>
public static class DnsReason
{
    private const string Answer = "ANSWER";

    // A share that a reader would not miss.
    private const double Worth = 0.02;

    /// <summary>Null where every query was needed and answered.</summary>
    public static string? Of(RunResult run, VariantResult variant, VariantSummary summary)
    {
        if (summary.Dns is not { } dns) return null;
        var clauses = new List<string>();
        foreach (var lookups in dns.Services.Where(s => s.QueriesPerLookup.Value > 0))
        {
            if (DnsFacts.Of(run, variant, lookups.Service) is not { Lookups: > 0 } facts) continue;
            if (Needless(lookups, facts) is { } needless) clauses.Add(needless);
            if (TimedOut(lookups, summary) is { } timedOut) clauses.Add(timedOut);
            if (Failed(lookups, facts) is { } failed) clauses.Add(failed);
        }

        clauses.AddRange(dns.Hops.Select(Refused).OfType<string>());
        clauses.AddRange(dns.Hops.Select(Dropped).OfType<string>());
        return clauses.Count == 0 ? null : string.Join("; ", clauses) + ".";
    }

    /// <summary>What the kubelet cut off the pods' resolv.conf, and what their resolvers do not read in it.</summary>
    public static IEnumerable<string> Remarks(VariantResult variant) =>
        from dns in new[] { variant.Replications[0].Dns }.OfType<DnsResult>()
        from service in dns.Services
        from remark in service.Value.Remarks
        select $"resolv.conf of {service.Key}: {remark}";

    private static string? Needless(DnsLookupsSummary lookups, DnsFacts facts)
    {
        var (sent, needed) = (lookups.QueriesPerLookup.Value, facts.PerLookup(facts.Needed));
        if (sent - needed < Worth * needed) return null;
        var start = $"{lookups.Service} sends {Human.Three(sent)} queries a lookup and needs {Human.Three(needed)}";
        var answered = facts.ByName.Where(q => q.Reply == Answer).Select(q => q.Suffix).ToHashSet();
        var eaten = facts.ByName.Where(q => q.Suffix != DnsQueryCount.AsIs && !answered.Contains(q.Suffix)).ToList();
        var share = facts.PerLookup(eaten.Sum(q => q.Count));
        if (share < Worth * needed) return $"{start}, the rest being the search list's and repeats";
        var replies = eaten.GroupBy(q => q.Reply).Select(g => (Reply: g.Key, Count: g.Sum(q => q.Count)))
            .Where(r => facts.PerLookup(r.Count) >= Worth * share).OrderByDescending(r => r.Count)
            .Select(r => r.Reply);
        var suffixes = DnsSuffixes.InOrder(eaten).Select(s => s.Suffix).ToList();
        return $"{start}: {Human.Three(share)} go to {DnsWords.List(suffixes)}, which "
            + $"{(suffixes.Count == 1 ? "has" : "have")} no such name ({string.Join(", ", replies)})";
    }

    private static string? TimedOut(DnsLookupsSummary lookups, VariantSummary summary)
    {
        if (lookups.TimeoutRatio.Value <= 0) return null;
        var share = $"{Human.Percent(lookups.TimeoutRatio.Value)} of {lookups.Service}'s lookups wait for a timeout";
        return summary.Latencies.FirstOrDefault(l => l.Metric == DnsWords.Latency(lookups.Service)) is not { } latency
            ? share
            : $"{share}: half of all lookups end within {Human.Seconds(latency.Percentiles[0].Value)}, the mean is "
                + $"{Human.Seconds(latency.Mean.Value)} and the longest {Human.Seconds(latency.Max.Value)}";
    }

    private static string? Failed(DnsLookupsSummary lookups, DnsFacts facts)
    {
        if (lookups.FailureRatio.Value <= 0) return null;
        var how = facts.Outcomes.Where(o => o.Key != "found" && o.Value > 0).OrderByDescending(o => o.Value)
            .Select(o => $"{o.Key} {(o.Value < 10_000 ? $"{o.Value}" : Human.Many(o.Value))}");
        return $"{Human.Percent(lookups.FailureRatio.Value)} of {lookups.Service}'s lookups give no address "
            + $"({string.Join(", ", how)})";
    }

    private static string? Refused(DnsHopSummary hop) => hop.RejectedRatio.Value <= 0 ? null
        : $"{DnsWords.Name(hop.Hop)} answers REFUSED to {Human.Percent(hop.RejectedRatio.Value)} of its queries, as "
            + "max_concurrent were on their way already";

    private static string? Dropped(DnsHopSummary hop)
    {
        if (hop.DroppedRatio.Value <= 0) return null;
        var limit = hop.LimitPerSecond is { } perSecond
            ? $": one interface sends up to {Human.Many(hop.Peak.Value)}/s against a limit of {Human.Many(perSecond)}/s"
            : "";
        return $"{Human.Percent(hop.DroppedRatio.Value)} of the queries to the {DnsWords.Name(hop.Hop)} are dropped "
            + $"without a word{limit}";
    }
}
