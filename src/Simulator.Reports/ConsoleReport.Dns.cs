using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>The tables about names: what services look up, then what arrives at each hop.</summary>
public sealed partial class ConsoleReport
{
    private void Dns()
    {
        var told = summary.Variants.Select(v => v.Dns).OfType<DnsSummary>().ToList();
        foreach (var service in told.SelectMany(d => d.Services).Select(s => s.Service).Distinct()) Lookups(service);
        foreach (var hop in DnsWords.Hops.Where(h => told.Any(d => d.Hops.Any(x => x.Hop == h)))) Hop(hop);
    }

    private void Lookups(string service)
    {
        console.MarkupLineInterpolated(
            $"[bold]{service}: lookups[/] [dim]and the queries they send; a day as the measured time[/]");
        var table = Table("", "lookups\nper s", "queries\neach", "needed\na day", "needless\na day", "NXDOMAIN",
            "waited for\na timeout", "failed");
        foreach (var variant in summary.Variants)
        {
            if (variant.Dns?.Services.FirstOrDefault(s => s.Service == service) is not { } lookups) continue;
            var facts = DnsFacts.Of(run, run.Variants.First(v => v.Name == variant.Name), service);
            table.AddRow(Name(variant), Plain(lookups.Throughput), Plain(lookups.QueriesPerLookup),
                Amount(facts?.NeededPerDay ?? default), Amount(lookups.NeedlessPerDay), Ratio(lookups.NxDomainRatio),
                Ratio(lookups.TimeoutRatio), Failed(lookups.FailureRatio));
        }

        Show(table);
    }

    private sealed record HopColumn(string Title, Func<DnsHopSummary, string> Cell, bool Shown = true);

    private void Hop(DnsHop hop)
    {
        var rows = summary.Variants
            .Select(v => (Variant: v, Hop: v.Dns?.Hops.FirstOrDefault(h => h.Hop == hop)))
            .Where(r => r.Hop is not null).ToList();
        var limited = rows.Any(r => r.Hop!.LimitPerSecond is not null);
        var caches = hop != DnsHop.Upstream;
        var servers = caches ? "servers" : "interfaces";
        HopColumn[] columns =
        [
            new(caches ? servers : "inter-\nfaces", h => $"{h.Servers}"),
            new("queries\nper s", h => Amount(h.Rate)),
            new("peak of\none", h => h.Peak.Value > h.LimitPerSecond ? $"[red]{Amount(h.Peak)}[/]" : Amount(h.Peak)),
            new("its\nlimit", h => h.LimitPerSecond is { } limit ? Human.Many(limit) : "none", limited),
            new("NXDOMAIN", h => Ratio(h.NxDomainRatio)),
            new("cache\nhits", h => Ratio(h.CacheHitRatio), caches),
            new("refused", h => Failed(h.RejectedRatio), caches),
            new("dropped", h => Failed(h.DroppedRatio), limited || rows.Any(r => r.Hop!.DroppedRatio.Value > 0)),
        ];
        var shown = columns.Where(c => c.Shown).ToList();
        console.MarkupLineInterpolated(
            $"[bold]{DnsWords.Title(hop)}: queries[/] [dim]of all its {servers}; peak: busiest interval of one[/]");
        var table = Table(["", .. shown.Select(c => c.Title)]);
        foreach (var (variant, told) in rows) table.AddRow([Name(variant), .. shown.Select(c => c.Cell(told!))]);
        Show(table);
    }

    private string Amount(Measured value) => Cell(Human.Many(value.Value), Human.ManyHalfWidth(value));

    private string Failed(Measured ratio) => ratio.Value > 0 ? $"[red]{Ratio(ratio)}[/]" : Ratio(ratio);
}
