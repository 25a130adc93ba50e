using CsvHelper;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// The run by interval: latencies pooled over replications, CPU counters summed over pods and averaged over
/// replications.
/// Columns named as cAdvisor names them are counters since the start of the run.
/// </summary>
public static class SeriesCsv
{
    private static readonly string[] Columns =
    [
        "variant", "t_s", "name", "count", "p50_s", "p90_s", "p99_s", "max_s", "completed_per_s", "usage_cores",
        "throttled_ratio", "container_cpu_usage_seconds_total", "container_cpu_cfs_periods_total",
        "container_cpu_cfs_throttled_periods_total", "container_cpu_cfs_throttled_seconds_total",
    ];

    private const int CpuColumns = 7;

    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(stream, Columns);
        foreach (var variant in run.Variants)
        {
            var first = variant.Replications[0];
            foreach (var metric in first.Latencies.Keys) Latencies(csv, run, variant, metric);
            foreach (var service in first.Services.Keys) Cpu(csv, run, variant, service);
        }
    }

    private static void Latencies(CsvWriter csv, RunResult run, VariantResult variant, string metric)
    {
        var results = variant.Replications.Select(r => r.Latencies[metric]).ToList();
        for (var i = 0; i < results[0].Series.Length; i++)
        {
            var pooled = new LatencyHistogram();
            foreach (var result in results)
                if (result.Series[i] is { } histogram) pooled.Merge(histogram);
            if (pooled.Count == 0) continue;
            Start(csv, variant, i * results[0].Interval.TotalSeconds, metric);
            csv.WriteField(pooled.Count);
            foreach (var rank in (double[])[50, 90, 99, 100]) csv.Field(pooled.Quantile(rank / 100).TotalSeconds);
            for (var c = 0; c < CpuColumns; c++) csv.WriteField("");
            csv.EndRow(run, variant.Sha256);
        }
    }

    private static void Cpu(CsvWriter csv, RunResult run, VariantResult variant, string service)
    {
        var results = variant.Replications.Select(r => r.Services[service]).ToList();
        var seconds = results[0].Interval.TotalSeconds;
        double usage = 0, periods = 0, throttledPeriods = 0, throttled = 0;
        for (var i = 0; i < results[0].Completed.Length; i++)
        {
            var live = results.SelectMany(r => r.Pods).Where(p => i >= p.First && i < p.First + p.Cpu.Length).ToList();
            var cpu = live.Select(p => p.At(i)).ToList();
            var pods = live.Count / (double)results.Count;
            double Mean(Func<CpuInterval, long> counter) => cpu.Sum(counter) / (double)results.Count;
            Start(csv, variant, i * seconds, service);
            for (var c = 0; c < 5; c++) csv.WriteField("");
            csv.Field(results.Sum(r => r.Completed[i]) / (double)results.Count / seconds);
            csv.Field(Mean(c => c.UsageNs) / 1e9 / seconds / pods);
            csv.Field(cpu.Sum(c => c.NrThrottled) / (double)cpu.Sum(c => c.NrPeriods));
            csv.Field(usage += Mean(c => c.UsageNs) / 1e9);
            csv.Field(periods += Mean(c => c.NrPeriods));
            csv.Field(throttledPeriods += Mean(c => c.NrThrottled));
            csv.Field(throttled += Mean(c => c.ThrottledNs) / 1e9);
            csv.EndRow(run, variant.Sha256);
        }
    }

    private static void Start(CsvWriter csv, VariantResult variant, double seconds, string name)
    {
        csv.WriteField(variant.Name);
        csv.Field(seconds);
        csv.WriteField(name);
    }
}
