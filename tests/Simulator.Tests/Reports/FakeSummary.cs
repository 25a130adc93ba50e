using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>
/// What a summary of <see cref="FakeRun"/> looks like; half-widths are a fixed share, so that outputs are easy to
/// check.
/// </summary>
internal static class FakeSummary
{
    public static Summary Of(RunResult run) => new() { Variants = [.. run.Variants.Select(Variant)] };

    private static VariantSummary Variant(VariantResult variant)
    {
        var latencies = variant.Replications[0].Latencies.Keys.Select(m => Latency(variant, m)).ToImmutableArray();
        return new VariantSummary
        {
            Name = variant.Name,
            Title = variant.Title,
            Sha256 = variant.Sha256,
            Latencies = latencies,
            Verdicts = Verdicts(variant.Name, latencies[0].Percentiles[3]),
            Clients =
            [
                new ClientSummary
                {
                    Client = "users",
                    Throughput = new Measured(1.85, 0.02),
                    ErrorRatio = new Measured(0, 0),
                    Outcomes = ImmutableSortedDictionary<string, long>.Empty.Add("ok", 555).Add("unfinished", 3),
                },
            ],
            Services = [.. variant.Replications[0].Services.Keys.Select(s => Service(variant, s))],
        };
    }

    private static ImmutableArray<Verdict> Verdicts(string variant, Measured p99)
    {
        var bound = variant == VariantResult.Baseline ? 10 : 0.8;
        var limit = new Verdict
        {
            Threshold = $"pdf.render.latency p99 < {bound}s",
            Metric = "pdf.render.latency",
            Observed = p99,
            Bound = bound,
            Unit = MetricUnit.Seconds,
            Margin = (bound - p99.Value) / bound,
            Outcome = p99.Value < bound ? VerdictOutcome.Pass : VerdictOutcome.Fail,
            IsWarning = false,
        };
        var ratio = new Verdict
        {
            Threshold = "pdf.cpu.throttled_ratio value < 25%",
            Metric = "pdf.cpu.throttled_ratio",
            Observed = new Measured(0.243, 0.02),
            Bound = 0.25,
            Unit = MetricUnit.Ratio,
            Margin = 0.028,
            Outcome = VerdictOutcome.Inconclusive,
            IsWarning = true,
        };
        return [limit, ratio];
    }

    private static LatencySummary Latency(VariantResult variant, string metric)
    {
        var pooled = new LatencyHistogram();
        foreach (var replication in variant.Replications) pooled.Merge(replication.Latencies[metric].Measured);
        Measured At(double p) =>
            new(pooled.Quantile(p / 100).TotalSeconds, pooled.Quantile(p / 100).TotalSeconds * 0.02);
        return new LatencySummary
        {
            Metric = metric,
            Count = pooled.Count,
            Mean = At(50),
            Percentiles = [.. LatencySummary.Ranks.Select(At)],
            Max = At(100),
        };
    }

    private static ServiceSummary Service(VariantResult variant, string name)
    {
        var service = variant.Replications[0].Services[name];
        var cpu = service.Pods[0].Cpu;
        var usage = cpu.Average(c => c.UsageNs / 1e9);
        var share = usage / (service.LimitCores ?? service.NodeCpus);
        var ratio = (double)cpu.Sum(c => c.NrThrottled) / Math.Max(1, cpu.Sum(c => c.NrPeriods));
        return new ServiceSummary
        {
            Service = name,
            Pods = 1,
            LimitCores = service.LimitCores,
            Throughput = new Measured(1.85, 0.02),
            UsageCores = new Measured(usage, 0.001),
            Dashboard = new Measured(share, 0.01),
            DashboardMax = new Measured(share * 1.2, 0.01),
            ThrottledRatio = new Measured(ratio, 0.02),
            ThrottledRatio5m = new Measured(ratio, double.NaN),
            ThrottledTime = new Measured(cpu.Average(c => c.ThrottledNs / 1e9), 0.01),
        };
    }
}
