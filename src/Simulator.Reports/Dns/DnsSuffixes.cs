using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>One search domain and what came back for it.</summary>
internal sealed record DnsSuffixCount(string Suffix, ImmutableArray<DnsQueryCount> Replies)
{
    public long Count => Replies.Sum(r => r.Count);
}

/// <summary>
/// Search domains in the order of a pod's list as far as their names tell: the cluster's from the longest to the
/// shortest, the node's, and the name as it is last.
/// </summary>
internal static class DnsSuffixes
{
    public static ImmutableArray<DnsSuffixCount> InOrder(IEnumerable<DnsQueryCount> queries)
    {
        var suffixes = queries.GroupBy(q => q.Suffix).Select(g => new DnsSuffixCount(g.Key, [.. g])).ToList();
        var names = suffixes.Select(s => s.Suffix).ToHashSet();
        bool OfCluster(string suffix) => suffix.StartsWith("svc.", StringComparison.Ordinal)
            || suffix.Contains(".svc.", StringComparison.Ordinal) || names.Contains("svc." + suffix);
        return
        [
            .. suffixes.OrderBy(s => s.Suffix == DnsQueryCount.AsIs)
                .ThenByDescending(s => OfCluster(s.Suffix))
                .ThenByDescending(s => OfCluster(s.Suffix) ? s.Suffix.Count(c => c == '.') : 0)
                .ThenByDescending(s => s.Count).ThenBy(s => s.Suffix, StringComparer.Ordinal),
        ];
    }
}
