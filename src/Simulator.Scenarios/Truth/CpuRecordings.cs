using System.Text.Json;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>Reads files of recordings, one JSON object a line.</summary>
public static class CpuRecordings
{
    /// <summary>The recordings that the project ships.</summary>
    public static (IReadOnlyList<CpuRecording> Recordings, IReadOnlyList<string> Errors) Shipped()
    {
        using var stream = typeof(CpuRecordings).Assembly.GetManifestResourceStream("cfs.jsonl")!;
        using var reader = new StreamReader(stream);
        return Read("cfs.jsonl", reader);
    }

    /// <summary>All errors are reported, each with the file and line it stands on.</summary>
    public static (IReadOnlyList<CpuRecording> Recordings, IReadOnlyList<string> Errors) Read(
        string name, TextReader reader)
    {
        var recordings = new List<CpuRecording>();
        var errors = new List<string>();
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var recording = JsonSerializer.Deserialize(line, CpuRecordingJson.Default.CpuRecording)
                    ?? throw new JsonException("a recording is an object", null, null, 0);
                if (Problem(recording) is { } problem) errors.Add($"{name}:{number}:1: error[recording] {problem}");
                else recordings.Add(recording);
            }
            catch (JsonException e)
            {
                errors.Add($"{name}:{number}:{e.BytePositionInLine + 1 ?? 1}: error[json] {FirstSentence(e.Message)}");
            }
        }

        if (recordings.Count == 0 && errors.Count == 0)
            errors.Add($"{name}:1:1: error[empty] no recording in the file");
        return (recordings, errors);
    }

    private static string? Problem(CpuRecording r)
    {
        if (r.Name is null) return "name is null";
        if (r.Flags is null) return "flags is null: use \"\"";
        if (r.Mode is not ("hog" or "burst" or "open")) return $"mode '{r.Mode}': use hog, burst or open";
        if (r.Hz is < 1 or > 10_000) return $"hz {r.Hz}: use 100, 250, 300 or 1000";
        if (r.Kernel is null || !KernelVersion.TryParse(r.Kernel, out _))
            return $"kernel '{r.Kernel}': use major.minor, such as 6.18";
        if (r.PeriodUs is < 1_000 or > 1_000_000) return $"period_us {r.PeriodUs}: the kernel takes 1000 to 1000000";
        if (r.QuotaUs is < 1_000 and not -1) return $"quota_us {r.QuotaUs}: the kernel takes 1000 and more, or -1";
        if (r.BurstUs < 0) return $"burst_us {r.BurstUs} is negative";
        if (r.Threads is < 1 or > 4096) return $"threads {r.Threads}: use 1 to 4096";
        if (r.Cpus is < 1 or > 1024) return $"cpus {r.Cpus}: use 1 to 1024";
        if (r.WallMs is not (> 0 and < 1e9) && !(r.HasPercentilesOnly && r.WallMs == 0))
            return $"wall_ms {r.WallMs}: use the run's length in milliseconds";
        return r.Mode switch
        {
            "open" when r.ArrivalsMs.Length == 0 => "an open run needs arrivals_ms",
            "open" when r.LatenciesMs.Length != r.ArrivalsMs.Length =>
                $"{r.ArrivalsMs.Length} arrivals_ms but {r.LatenciesMs.Length} latencies_ms",
            "burst" when r.ThreadsMs.Length != r.N * r.Threads =>
                $"n × threads is {r.N * r.Threads} but there are {r.ThreadsMs.Length} threads_ms",
            "hog" when r.Runs.Length == 0 || r.Gaps.Length == 0 => "a hog run needs runs and gaps",
            _ => null,
        };
    }

    private static string FirstSentence(string message) => message.Split(" Path:")[0];
}
