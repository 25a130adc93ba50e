using System.Globalization;
using Simulator.Models.Recording;
using Simulator.Reports.Databases;
using Simulator.Reports.Dns;
using Simulator.Reports.Pods;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// The summary as one list of named numbers, so that every format has the same ones in the same order.
/// </summary>
internal static class SummaryRows
{
    internal readonly record struct Row(string Metric, string Statistic, Measured Value, string Unit);

    public static IEnumerable<Row> Of(VariantSummary variant) =>
        variant.Latencies.SelectMany(Latency)
            .Concat(variant.Breakdowns.SelectMany(Breakdown))
            .Concat(variant.Clients.SelectMany(Client))
            .Concat(variant.Services.SelectMany(Service))
            .Concat(DnsRows.Of(variant.Dns))
            .Concat(DatabaseRows.Of(variant.Databases))
            .Concat(PodRows.Of(variant));

    public static string RankName(double rank) => "p" + rank.ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<Row> Latency(LatencySummary latency)
    {
        yield return new Row(latency.Metric, "count", Exactly(latency.Count), "1");
        yield return new Row(latency.Metric, "unfinished", Exactly(latency.Unfinished), "1");
        yield return new Row(latency.Metric, "mean", latency.Mean, "s");
        foreach (var (rank, value) in LatencySummary.Ranks.Zip(latency.Percentiles))
            yield return new Row(latency.Metric, RankName(rank), value, "s");
        yield return new Row(latency.Metric, "max", latency.Max, "s");
    }

    /// <summary>The parts of a percentile add up to its <c>…_total</c>.</summary>
    public static IEnumerable<Row> Breakdown(BreakdownSummary breakdown)
    {
        var endpoint = MetricName.PartsOf(breakdown.Metric)[..^1];
        if (!breakdown.IsOfClient)
            yield return new Row(MetricName.Of([.. endpoint, "queued_ratio"]), "value", breakdown.QueuedRatio, "ratio");
        var parts = Enum.GetValues<TimePart>().Where(p => !TimePartName.IsRare(p)
            || breakdown.Near.Any(a => a.Parts[(int)p].Value > 0)).ToList();
        foreach (var (rank, account) in LatencySummary.Ranks.Zip(breakdown.Near))
        {
            var near = "near_" + RankName(rank);
            yield return new Row(breakdown.Metric, near + "_total", account.Latency, "s");
            foreach (var part in parts)
                yield return new Row(
                    breakdown.Metric, $"{near}_{TimePartName.Of(part)}", account.Parts[(int)part], "s");
        }
    }

    public static IEnumerable<Row> Client(ClientSummary client)
    {
        yield return new Row(MetricName.Of(client.Client, "throughput"), "mean", client.Throughput, "1/s");
        yield return new Row(MetricName.Of(client.Client, "error_ratio"), "value", client.ErrorRatio, "ratio");
        if (client.Retries is { } retries)
            yield return new Row(MetricName.Of(client.Client, "retries"), "mean", retries, "1/s");
        if (client.Amplification is { } amplification)
            yield return new Row(MetricName.Of(client.Client, "amplification"), "value", amplification, "1");
        foreach (var (outcome, count) in client.Outcomes)
            yield return new Row(MetricName.Of(client.Client, "requests"), outcome, Exactly(count), "1");
    }

    public static IEnumerable<Row> Service(ServiceSummary service)
    {
        string Cpu(string metric) => MetricName.Of(service.Service, "cpu", metric);
        yield return new Row(MetricName.Of(service.Service, "throughput"), "mean", service.Throughput, "1/s");
        yield return new Row(Cpu("usage"), "mean", service.UsageCores, "cores");
        yield return new Row(Cpu("dashboard"), "mean", service.Dashboard, "ratio");
        yield return new Row(Cpu("dashboard"), "max", service.DashboardMax, "ratio");
        yield return new Row(Cpu("throttled_ratio"), "value", service.ThrottledRatio, "ratio");
        yield return new Row(Cpu("throttled_ratio_5m"), "max", service.ThrottledRatio5m, "ratio");
        yield return new Row(Cpu("throttled_time"), "mean", service.ThrottledTime, "s/s");
    }

    private static Measured Exactly(long count) => new(count, double.NaN);
}
