using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>All that happened to the pods of the first replication, in order of time.</summary>
public static class PodEventsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(stream, "variant", "t_s", "service", "pod", "generation", "event");
        foreach (var variant in run.Variants)
        {
            var events = variant.Replications[0].Pods
                .SelectMany(p => p.Events.Select(e => (Pod: p, e.At, e.Kind))).OrderBy(e => e.At);
            foreach (var (pod, at, kind) in events)
            {
                csv.WriteField(variant.Name);
                csv.Field(at.TotalSeconds);
                csv.WriteField(pod.Service);
                csv.WriteField(pod.Name);
                csv.WriteField(pod.Generation);
                csv.WriteField(PodWords.Of(kind));
                csv.EndRow(run, variant.Sha256);
            }
        }
    }
}
