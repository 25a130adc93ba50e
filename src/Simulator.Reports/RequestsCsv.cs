using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>
/// Every call of each variant's first replication: when, where, how it ended, where its (last attempt's) time went.
/// </summary>
public static class RequestsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        var all = run.Variants.SelectMany(v => v.Replications[0].Requests);
        var parts = Enum.GetValues<TimePart>()
            .Where(p => !TimePartName.IsRare(p) || all.Any(r => r.Time[p] > Duration.Zero)).ToList();
        // What a client saw differs where it gave up, was refused or tried again.
        var clientParts = Enum.GetValues<TimePart>().Where(p => all.Any(r => r.ClientTime[p] > Duration.Zero)).ToList();
        if (all.All(r => r.ClientTime == r.Time)) clientParts.Clear();
        var hasAttempts = run.Variants.Any(v => v.Replications[0].Clients.Values.Any(c => c.Attempts is not null));
        using var csv = Csv.Create(
            stream,
            [
                "variant", "t_s", "client", "number", "service", "endpoint", "pod", "outcome", "latency_s",
                "server_latency_s", .. parts.Select(p => TimePartName.Of(p) + "_s"), "cpu_s",
                .. hasAttempts ? ["attempts"] : Array.Empty<string>(),
                .. clientParts.Select(p => $"client_{TimePartName.Of(p)}_s"),
            ]);
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
                foreach (var part in parts) csv.Field(request.Time[part].TotalSeconds);
                csv.Field(request.CpuTime.TotalSeconds);
                if (hasAttempts) csv.WriteField(request.Attempts);
                foreach (var part in clientParts) csv.Field(request.ClientTime[part].TotalSeconds);
                csv.EndRow(run, variant.Sha256);
            }
        }
    }
}
