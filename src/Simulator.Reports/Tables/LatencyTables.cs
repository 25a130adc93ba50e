using System.Collections.Immutable;
using Simulator.Reports.Dns;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>Percentiles: what users feel first, then what is inside it; equal metrics share a table.</summary>
internal static class LatencyTables
{
    public static IEnumerable<ReportTable> Of(Summary summary) =>
        summary.Variants.SelectMany(v => v.Latencies).Select(l => l.Metric).Distinct()
            .OrderBy(m => MetricName.PartsOf(m).Length).ThenBy(m => m, StringComparer.Ordinal)
            .GroupBy(m => (MetricWords.Meaning(m), Numbers(summary, m)))
            .Select(g => Of(summary, [.. g]));

    private static string Numbers(Summary summary, string metric) => string.Join(';', summary.Variants.Select(v =>
        Find(v, metric) is { } latency
            ? $"{latency.Count} {string.Join(' ', latency.Percentiles)} {latency.Max}" : ""));

    private static ReportTable Of(Summary summary, string[] metrics)
    {
        var metric = metrics[0];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<Cell>>();
        foreach (var variant in summary.Variants)
        {
            if (Find(variant, metric) is not { } latency) continue;
            IEnumerable<Cell> cells = latency.Count == 0
                ? Enumerable.Repeat(Cell.None, LatencySummary.Ranks.Length + 1)
                : latency.Percentiles.Append(latency.Max).Select(Cell.Latency);
            rows.Add([variant.Name, .. cells, Cell.Of(latency.Count)]);
        }

        return new ReportTable(
            string.Join(", ", metrics), $"{MetricWords.Meaning(metric)}; ± is half of the 95 % interval")
        {
            Columns = ["", .. LatencySummary.Ranks.Select(SummaryRows.RankName), "max",
                DnsWords.IsLatency(metric) ? "lookups" : "requests"],
            Rows = rows.ToImmutable(),
            Notes = CutShort(summary, metric),
            IsOfMetric = true,
        };
    }

    // Such a request stands with its latency so far, which is too low: the reader should know how many there are.
    private static ImmutableArray<string> CutShort(Summary summary, string metric)
    {
        var cut = summary.Variants.Select(v => (v.Name, Latency: Find(v, metric)))
            .Where(v => v.Latency?.Unfinished > 0)
            .Select(v => $"{v.Latency!.Unfinished} in {v.Name}")
            .ToList();
        return cut.Count == 0 ? []
            : [$"cut short by the end of the run, with their latency so far: {string.Join(", ", cut)}"];
    }

    private static LatencySummary? Find(VariantSummary variant, string metric) =>
        variant.Latencies.FirstOrDefault(l => l.Metric == metric);
}
