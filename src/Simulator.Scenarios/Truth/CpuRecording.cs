using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// One run of a workload under a real kernel's CPU bandwidth control; times in the unit of their name.
/// </summary>
public sealed record CpuRecording
{
    public required string Name { get; init; }

    /// <summary><c>hog</c>: all threads burn all the time; <c>burst</c>: all are released together, again and again;
    /// <c>open</c>: requests arrive on their own clock into one queue.</summary>
    public required string Mode { get; init; }

    /// <summary>cfs_quota_us; −1: none.</summary>
    public required long QuotaUs { get; init; }

    public long PeriodUs { get; set; } = 100_000;

    public long BurstUs { get; set; }

    public int Threads { get; set; } = 1;

    /// <summary>CPU work of a thread in one burst, or of a request, where <see cref="WorksMs"/> does not say.</summary>
    public double WorkUs { get; set; }

    /// <summary>Bursts or requests.</summary>
    public int N { get; set; }

    /// <summary>Letters: <c>0</c> all on CPU 0, <c>p</c> thread i on CPU i mod <see cref="Cpus"/>, <c>n</c> a parent
    /// group
    /// with the same quota, <c>g</c> runs and gaps are 101 percentiles.</summary>
    public string Flags { get; set; } = "";

    public long Seed { get; set; }

    /// <summary>Refills come at CLOCK_MONOTONIC mod period = phase; negative: not known.</summary>
    public double PhaseMs { get; set; } = -1;

    /// <summary>The same of the parent group; negative: not known.</summary>
    public double ParentPhaseMs { get; set; } = -1;

    /// <summary>Length of the run; zero where only percentiles are known.</summary>
    public double WallMs { get; set; }

    /// <summary>CPU time taken, and what was asked for; their ratio scales the work.</summary>
    public double CpuMs { get; set; }

    public double? NominalMs { get; set; }

    public double IdleUs { get; set; }

    /// <summary>Zero with a quota: the counters were not recorded.</summary>
    public long NrPeriods { get; set; }

    public long NrThrottled { get; set; }

    public double ThrottledMs { get; set; }

    public long NrBursts { get; set; }

    public double BurstMs { get; set; }

    /// <summary>CLOCK_MONOTONIC of time zero of <see cref="ArrivalsMs"/>.</summary>
    public double T0Ms { get; set; }

    public ImmutableArray<double> StartMs { get; set; } = [];

    public ImmutableArray<double> WorksMs { get; set; } = [];

    public ImmutableArray<double> ArrivalsMs { get; set; } = [];

    public ImmutableArray<double> LatenciesMs { get; set; } = [];

    /// <summary>Finish times after release, n × threads, row by row.</summary>
    public ImmutableArray<double> ThreadsMs { get; set; } = [];

    public ImmutableArray<double> Gaps { get; set; } = [];

    public ImmutableArray<double> Runs { get; set; } = [];

    /// <summary>Hypervisor steal in 10 ms ticks.</summary>
    public int StealTicks { get; set; }

    /// <summary>CONFIG_HZ of the recorded kernel.</summary>
    public int Hz { get; set; } = 250;

    /// <summary>Version of the recorded kernel, <c>major.minor</c>.</summary>
    public string Kernel
    {
        get;
        set
        {
            field = value;
            IsOfShippedMachine = false;
        }
    } = "6.18";

    /// <summary>
    /// A recording that names no kernel is from the machine of those that the project ships: a guest that packs
    /// threads, see <see cref="Models.Cpu.KernelOptions.PacksVirtualCpus"/>.
    /// </summary>
    [JsonIgnore]
    public bool IsOfShippedMachine { get; private set; } = true;

    public int Cpus { get; set; } = 2;

    [JsonIgnore]
    public bool IsHog => Mode == "hog";

    /// <summary>One thread whose refills and stretches are known one by one.</summary>
    [JsonIgnore]
    public bool IsTimedHog => IsHog && Threads == 1 && !HasPercentilesOnly && PhaseMs >= 0;

    [JsonIgnore]
    public bool HasPercentilesOnly => Flags.Contains('g', StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsNested => Flags.Contains('n', StringComparison.Ordinal);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(CpuRecording))]
internal sealed partial class CpuRecordingJson : JsonSerializerContext;
