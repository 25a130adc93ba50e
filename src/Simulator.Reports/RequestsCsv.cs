using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// Every request of each variant's first replication: when, where, how it ended, where its time went.
/// </summary>
public static class RequestsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "t_s", "client", "number", "service", "endpoint", "pod", "outcome", "latency_s",
            "server_latency_s", "queued_s", "running_s", "runnable_s", "throttled_s", "waited_s", "cpu_s");
        foreach (var variant in run.Variants)
        {
            foreach (var request in variant.Replications[0].Requests)
            {
                csv.WriteField(variant.Name);
                csv.Field(request.At.TotalSeconds);
                csv.WriteField(request.Client);
                csv.WriteField(request.Number);
                csv.WriteField(request.Service);
                csv.WriteField(request.Endpoint);
                csv.WriteField(request.Pod);
                csv.WriteField(request.Outcome);
                csv.Field(request.Latency.TotalSeconds);
                csv.Field(request.ServerLatency.TotalSeconds);
                csv.Field(request.Queued.TotalSeconds);
                csv.Field(request.Running.TotalSeconds);
                csv.Field(request.Runnable.TotalSeconds);
                csv.Field(request.Throttled.TotalSeconds);
                csv.Field(request.Waited.TotalSeconds);
                csv.Field(request.CpuTime.TotalSeconds);
                csv.EndRow(run, variant.Sha256);
            }
        }
    }
}
