using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// Whose numbers a reader is shown one by one. Of a few, all; of a fleet, those that thresholds name and the slowest:
/// nobody reads a table for each of 47 services.
/// </summary>
public sealed class Spotlight
{
    private const int Few = 12;
    private const int SlowestOfFleet = 3;

    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly bool _showsAll;

    public Spotlight(Summary summary)
    {
        var owners = summary.Variants
            .SelectMany(v => v.Services.Select(s => s.Service).Concat(v.Clients.Select(c => c.Client)))
            .Distinct(StringComparer.Ordinal).ToList();
        _showsAll = owners.Count <= Few;
        if (_showsAll) return;
        _shown.UnionWith(summary.Variants.SelectMany(v => v.Verdicts).Select(v => OwnerOf(v.Metric)));
        // Databases and name servers are not of the fleet.
        var fleet = summary.Variants.SelectMany(v => v.Latencies).GroupBy(l => OwnerOf(l.Metric)).ToList();
        _shown.UnionWith(owners.Where(o => fleet.TrueForAll(f => f.Key != o)));
        _shown.UnionWith(Slowest(fleet.Where(f => f.Any(l => IsClients(l.Metric)))));
        _shown.UnionWith(Slowest(fleet.Where(f => !f.Any(l => IsClients(l.Metric)))));
        Left = owners.Count(o => !_shown.Contains(o));
    }

    /// <summary>Services and clients that are not shown.</summary>
    public int Left { get; }

    public bool Shows(string owner) => _showsAll || _shown.Contains(owner);

    /// <summary>The summary as the console tells it; nothing of what concerns all together is taken away.</summary>
    public Summary On(Summary summary) => _showsAll ? summary : summary with
    {
        Variants = [.. summary.Variants.Select(On)],
    };

    private VariantSummary On(VariantSummary variant) => variant with
    {
        Latencies = [.. variant.Latencies.Where(l => Shows(OwnerOf(l.Metric)))],
        Breakdowns = [.. variant.Breakdowns.Where(b => Shows(OwnerOf(b.Metric)))],
        Clients = [.. variant.Clients.Where(c => Shows(c.Client))],
        Recoveries = [.. variant.Recoveries.Where(r => Shows(r.Client))],
        Services = [.. variant.Services.Where(s => Shows(s.Service))],
        Databases = variant.Databases is not { } databases ? null : databases with
        {
            Pools = [.. databases.Pools.Where(p => Shows(p.Service))],
        },
    };

    private static IEnumerable<string> Slowest(IEnumerable<IGrouping<string, LatencySummary>> owners) => owners
        .OrderByDescending(o => o.Max(l => l.Percentiles[LatencySummary.Ranks.IndexOf(99)].Value))
        .ThenBy(o => o.Key, StringComparer.Ordinal)
        .Take(SlowestOfFleet)
        .Select(o => o.Key);

    private static bool IsClients(string metric) => MetricName.PartsOf(metric).Length == 2;

    private static string OwnerOf(string metric) => MetricName.PartsOf(metric)[0];
}
