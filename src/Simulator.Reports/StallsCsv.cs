using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>Every stretch in which a thread of the timeline was held back: throttled, or waiting for a CPU.</summary>
public static class StallsCsv
{
    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(
            stream, "variant", "service", "pod", "thread", "cpu", "state", "from_s", "to_s", "ms");
        foreach (var variant in run.Variants)
        {
            if (variant.CloseUp is not { } closeUp) continue;
            foreach (var segment in closeUp.Lanes.Where(s => s.State != LaneState.Running))
            {
                csv.WriteField(variant.Name);
                csv.WriteField(closeUp.Service);
                csv.WriteField(closeUp.Pod);
                csv.WriteField(segment.Thread);
                csv.WriteField(segment.Cpu);
                csv.WriteField(segment.State == LaneState.Throttled ? "throttled" : "waiting");
                csv.Field(segment.From.TotalSeconds);
                csv.Field(segment.To.TotalSeconds);
                csv.Field((segment.To - segment.From).TotalMilliseconds);
                csv.EndRow(run, variant.Sha256);
            }
        }
    }
}
