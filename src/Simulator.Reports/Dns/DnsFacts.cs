using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>The lookups of one service in one variant, all replications together.</summary>
internal sealed class DnsFacts
{
    private const double SecondsPerDay = 86_400;

    private readonly ImmutableArray<DnsLookupsResult> _results;
    private readonly double _seconds;

    private DnsFacts(ImmutableArray<DnsLookupsResult> results, double seconds)
    {
        _results = results;
        _seconds = seconds;
        Lookups = results.Sum(r => r.Lookups);
        Needed = results.Sum(r => r.Needed);
        ByName =
        [
            .. results.SelectMany(r => r.ByName).GroupBy(q => (q.Suffix, q.Reply))
                .Select(g => new DnsQueryCount(g.Key.Suffix, g.Key.Reply, g.Sum(q => q.Count)))
                .OrderByDescending(q => q.Count).ThenBy(q => q.Suffix, StringComparer.Ordinal)
                .ThenBy(q => q.Reply, StringComparer.Ordinal),
        ];
        Outcomes = results.SelectMany(r => r.Outcomes).GroupBy(o => o.Key)
            .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(o => o.Value), StringComparer.Ordinal);
    }

    public long Lookups { get; }

    public long Needed { get; }

    /// <summary>Most first.</summary>
    public ImmutableArray<DnsQueryCount> ByName { get; }

    public ImmutableSortedDictionary<string, long> Outcomes { get; }

    /// <summary>A mean over replications.</summary>
    public Measured NeededPerDay
    {
        get
        {
            var perDay = _results.Select(r => r.Needed * SecondsPerDay / _seconds).ToList();
            return new Measured(
                perDay.Average(),
                perDay.Count < 2 ? double.NaN : Estimate.FromReplications(perDay).HalfWidth);
        }
    }

    /// <summary>Null where the service looks nothing up.</summary>
    public static DnsFacts? Of(RunResult run, VariantResult variant, string service)
    {
        ImmutableArray<DnsLookupsResult> results =
        [
            .. variant.Replications.Select(r => r.Dns?.Services.GetValueOrDefault(service)).OfType<DnsLookupsResult>(),
        ];
        return results.IsEmpty ? null : new DnsFacts(results, (run.Duration - run.Warmup).TotalSeconds);
    }

    /// <summary>NaN without lookups.</summary>
    public double PerLookup(long count) => Lookups > 0 ? count / (double)Lookups : double.NaN;

    /// <summary>Of one replication, if all days went on as the measured time.</summary>
    public double PerDay(long count) => count * SecondsPerDay / _seconds / _results.Length;
}
