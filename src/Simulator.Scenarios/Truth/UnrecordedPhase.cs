using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// The period grid of a group where none was recorded, as where the quota, a whole CPU or more, could not stop the
/// recorder's probe. Since 6.4 it starts anywhere (get_random_u32_below), so of a hundred grids that one is taken whose
/// replay keeps closest to the recording, burst by burst or in the lengths of runs and gaps.
/// </summary>
internal static class UnrecordedPhase
{
    private const int Grid = 100;

    public static bool IsNeeded(CpuRecording r) =>
        r is { PhaseMs: < 0, QuotaUs: > 0, Mode: "burst" or "hog" }
        && KernelVersionOf(r).RandomPeriodOffset;

    public static double Infer(CpuRecording r)
    {
        var step = r.PeriodUs / 1000.0 / Grid;
        return Enumerable.Range(0, Grid).Select(i => i * step).MinBy(phase => Distance(r, phase));
    }

    private static double Distance(CpuRecording r, double phase)
    {
        var replay = CpuReplay.Run(r, new Unrecorded { PhaseMs = phase, ParentPhaseMs = Math.Max(0, r.ParentPhaseMs) });
        if (!r.IsHog) return BurstByBurst(r, replay.LatenciesMs);
        return r.HasPercentilesOnly
            ? Wasserstein.DistanceFromPercentiles(r.Runs, replay.RunsMs)
                + Wasserstein.DistanceFromPercentiles(r.Gaps, replay.GapsMs)
            : Wasserstein.Distance(r.Runs, replay.RunsMs) + Wasserstein.Distance(r.Gaps, replay.GapsMs);
    }

    /// <summary>Which thread is last is chance, when it is done is throttling.</summary>
    private static double BurstByBurst(CpuRecording r, IReadOnlyList<double> simulated)
    {
        double sum = 0;
        for (var burst = 0; burst < r.N; burst++)
        {
            var threads = Enumerable.Range(burst * r.Threads, r.Threads).ToList();
            sum += Math.Abs(threads.Max(i => r.ThreadsMs[i]) - threads.Max(i => simulated[i]));
        }

        return sum;
    }

    private static KernelVersion KernelVersionOf(CpuRecording r)
    {
        _ = KernelVersion.TryParse(r.Kernel, out var version);
        return version;
    }
}
