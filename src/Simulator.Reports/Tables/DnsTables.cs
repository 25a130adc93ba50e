using System.Collections.Immutable;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Names: what services look up, then what arrives at each hop.</summary>
internal static class DnsTables
{
    public static IEnumerable<ReportTable> Of(RunResult run, Summary summary)
    {
        var told = summary.Variants.Select(v => v.Dns).OfType<DnsSummary>().ToList();
        return told.SelectMany(d => d.Services).Select(s => s.Service).Distinct()
            .Select(service => Lookups(run, summary, service))
            .Concat(DnsWords.Hops.Where(h => told.Any(d => d.Hops.Any(x => x.Hop == h))).Select(h => Hop(summary, h)));
    }

    private static ReportTable Lookups(RunResult run, Summary summary, string service)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<Cell>>();
        foreach (var variant in summary.Variants)
        {
            if (variant.Dns?.Services.FirstOrDefault(s => s.Service == service) is not { } lookups) continue;
            var facts = DnsFacts.Of(run, run.Variants.First(v => v.Name == variant.Name), service);
            rows.Add(
            [
                variant.Name, Cell.Plain(lookups.Throughput), Cell.Plain(lookups.QueriesPerLookup),
                Cell.Amount(facts?.NeededPerDay ?? default), Cell.Amount(lookups.NeedlessPerDay),
                Cell.Ratio(lookups.NxDomainRatio), Cell.Ratio(lookups.TimeoutRatio),
                Cell.Ratio(lookups.FailureRatio).BadIfAny,
            ]);
        }

        return new ReportTable($"{service}: lookups", "and the queries they send; a day as the measured time")
        {
            Columns = ["", "lookups\nper s", "queries\neach", "needed\na day", "needless\na day", "NXDOMAIN",
                "waited for\na timeout", "failed"],
            Rows = rows.ToImmutable(),
        };
    }

    private sealed record HopColumn(string Title, Func<DnsHopSummary, Cell> Cell, bool Shown = true);

    private static ReportTable Hop(Summary summary, DnsHop hop)
    {
        var rows = summary.Variants
            .Select(v => (Variant: v.Name, Hop: v.Dns?.Hops.FirstOrDefault(h => h.Hop == hop)))
            .Where(r => r.Hop is not null).ToList();
        var limited = rows.Any(r => r.Hop!.LimitPerSecond is not null);
        var caches = hop != DnsHop.Upstream;
        var servers = caches ? "servers" : "interfaces";
        HopColumn[] columns =
        [
            new(caches ? servers : "inter-\nfaces", h => Cell.Of(h.Servers)),
            new("queries\nper s", h => Cell.Amount(h.Rate)),
            new("peak of\none", h => Cell.Amount(h.Peak).BadAbove(h.LimitPerSecond ?? double.PositiveInfinity)),
            new("its\nlimit", h => h.LimitPerSecond is { } limit
                ? new Cell(Human.Many(limit)) { Sort = limit } : "none", limited),
            new("NXDOMAIN", h => Cell.Ratio(h.NxDomainRatio)),
            new("cache\nhits", h => Cell.Ratio(h.CacheHitRatio), caches),
            new("refused", h => Cell.Ratio(h.RejectedRatio).BadIfAny, caches),
            new("dropped", h => Cell.Ratio(h.DroppedRatio).BadIfAny,
                limited || rows.Any(r => r.Hop!.DroppedRatio.Value > 0)),
        ];
        var shown = columns.Where(c => c.Shown).ToList();
        return new ReportTable(
            $"{DnsWords.Title(hop)}: queries", $"of all its {servers}; peak: busiest interval of one")
        {
            Columns = ["", .. shown.Select(c => c.Title)],
            Rows = [.. rows.Select(r => (ImmutableArray<Cell>)[r.Variant, .. shown.Select(c => c.Cell(r.Hop!))])],
        };
    }
}
