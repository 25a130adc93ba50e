using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Clients: how their calls ended, and after which time all was well again.</summary>
internal static class ClientTables
{
    private const string Attempts = "attempts\nper call";

    /// <summary>Null without clients.</summary>
    public static ReportTable? Of(Summary summary)
    {
        var retries = summary.Variants.Any(v => v.Clients.Any(c => c.Amplification is not null));
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<Cell>>();
        foreach (var variant in summary.Variants)
        {
            foreach (var client in variant.Clients)
            {
                var outcomes = client.Outcomes.Where(o => o.Value > 0).Select(o => $"{o.Value} {o.Key}");
                Cell[] attempts = client.Amplification is { } amplification ? [Cell.Plain(amplification)] : ["1"];
                rows.Add([variant.Name, client.Client, Cell.Plain(client.Throughput), Cell.Ratio(client.ErrorRatio),
                    .. retries ? attempts : [], string.Join(", ", outcomes)]);
            }
        }

        return rows.Count == 0 ? null : new ReportTable("", "")
        {
            Columns = ["", ReportTable.Client, "per s", "errors", .. retries ? [Attempts] : Array.Empty<string>(),
                ReportTable.Outcomes],
            Rows = rows.ToImmutable(),
        };
    }

    /// <summary>Null where the scenario makes nothing happen.</summary>
    public static ReportTable? Recoveries(Summary summary) =>
        summary.Variants.All(v => v.Recoveries.IsEmpty) ? null
            : new ReportTable("Recovery", "from the last event's end until goodput is back at 95 % and stays")
            {
                Columns = ["", ReportTable.Client, "back\nafter", "replications\nthat were"],
                Rows =
                [
                    .. summary.Variants.SelectMany(v => v.Recoveries, (v, r) => (ImmutableArray<Cell>)
                    [
                        v.Name, r.Client,
                        double.IsFinite(r.Time.Value) ? Cell.Latency(r.Time)
                            : new Cell("never") { IsBad = true, Sort = r.Time.Value },
                        new Cell(Human.Percent(r.Recovered)) { Sort = r.Recovered },
                    ]),
                ],
            };
}
