using System.Collections.Immutable;
using CsvHelper;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>
/// Pods by interval, each number the average over the interval and over replications, under the names of
/// kube-state-metrics where those have them; restarts are a counter since the start of the run, gone pods included.
/// </summary>
public static class PodsCsv
{
    private static readonly (string Name, Func<PodCounts, int> Of)[] Levels =
    [
        ("kube_deployment_status_replicas", c => c.Replicas),
        ("kube_deployment_status_replicas_ready", c => c.Ready),
        ("kube_deployment_status_replicas_updated", c => c.Updated),
        ("pods_pending", c => c.Pending), ("pods_not_ready", c => c.NotReady), ("pods_back_off", c => c.BackOff),
        ("pods_terminating", c => c.Terminating),
    ];

    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream,
            ["variant", "t_s", "service", .. Levels.Select(l => l.Name), "kube_pod_container_status_restarts_total"]);
        foreach (var variant in run.Variants)
            foreach (var service in variant.ChangingServices) Service(csv, run, variant, service);
    }

    private static void Service(CsvWriter csv, RunResult run, VariantResult variant, string service)
    {
        var interval = variant.Replications[0].Services[service].Interval;
        var lives = variant.Replications.Select(r => r.Pods.Where(p => p.Service == service).ToList()).ToList();
        var levels = lives.Select(l => new PodLevels(l)).ToList();
        var means = Levels.Select(l => Mean([.. levels.Select(x => x.Means(interval, run.Duration, l.Of))])).ToList();
        SimTime[] restarts = [.. lives.SelectMany(l => l).SelectMany(l => l.Restarts()).Order()];
        var restarted = 0;
        for (var i = 0; i < means[0].Length; i++)
        {
            var end = SimTime.Zero + (interval * (i + 1));
            while (restarted < restarts.Length && restarts[restarted] < end) restarted++;
            csv.WriteField(variant.Name);
            csv.Field((interval * i).TotalSeconds);
            csv.WriteField(service);
            foreach (var mean in means) csv.Field(mean[i]);
            csv.Field(restarted / (double)lives.Count);
            csv.EndRow(run, variant.Sha256);
        }
    }

    private static double[] Mean(ImmutableArray<ImmutableArray<double>> replications) =>
        [.. Enumerable.Range(0, replications[0].Length).Select(i => replications.Average(r => r[i]))];
}
