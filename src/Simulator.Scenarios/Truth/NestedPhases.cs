namespace Simulator.Scenarios.Truth;

/// <summary>
/// The period grids of a hog under two quotas. A recording has one of them: its probe burned until it stopped and noted
/// when it went on, and could not know which of the two groups had stopped it. The other grid, whose is whose, and
/// whose refill ended the first stall are those that fit the hog's runs and gaps and the group's throttled time best.
/// </summary>
internal static class NestedPhases
{
    private const int Grid = 400;

    public static Unrecorded Infer(CpuRecording r)
    {
        var recorded = Math.Max(0, r.PhaseMs);
        if (r.ParentPhaseMs >= 0) return Best(r, WhoFreed(recorded, r.ParentPhaseMs));
        var period = r.PeriodUs / 1000.0;
        var step = period / Grid;
        var rough = Best(r, Enumerable.Range(0, Grid).SelectMany(i => Candidates(recorded, i * step)));
        return rough with
        {
            PhaseMs = Sharpened(r, rough, rough.PhaseMs, step),
            ParentPhaseMs = Sharpened(r, rough, rough.ParentPhaseMs, step),
        };
    }

    /// <summary>As for a hog under one quota, by the runs that begin at this grid's refills.</summary>
    private static double Sharpened(CpuRecording r, Unrecorded phases, double phase, double step)
    {
        var period = r.PeriodUs / 1000.0;
        var atMost = step + HogStart.Uncertainty;
        var at = HogStart.Of(r, phases.IsFreedByParent ? phases.ParentPhaseMs : phases.PhaseMs);
        var runs = new List<double>();
        for (var i = 0; i + 1 < Math.Min(r.Runs.Length, r.Gaps.Length); i++)
        {
            at += r.Runs[i] + r.Gaps[i];
            if (r.Gaps[i] >= Stretches.ShortestThrottleMs && Math.Abs(Math.IEEERemainder(at - phase, period)) <= atMost)
                runs.Add(r.Runs[i + 1]);
        }

        return HogStart.Sharpened(r, phase, runs, atMost);
    }

    private static IEnumerable<Unrecorded> Candidates(double recorded, double other) =>
        WhoFreed(recorded, other).Concat(WhoFreed(other, recorded));

    private static IEnumerable<Unrecorded> WhoFreed(double phase, double parentPhase) =>
        from freed in (bool[])[false, true]
        select new Unrecorded { PhaseMs = phase, ParentPhaseMs = parentPhase, IsFreedByParent = freed };

    private static Unrecorded Best(CpuRecording r, IEnumerable<Unrecorded> candidates)
    {
        var (runs, gaps) = Stretches.Joined(r.Runs, r.Gaps);
        return candidates.MinBy(Distance)!;

        // Interference is done to the chosen one only: it is worked out from the phases.
        double Distance(Unrecorded candidate)
        {
            var replay = CpuReplay.Run(r, candidate with { Interference = false });
            var (simulatedRuns, simulatedGaps) = Stretches.Joined(replay.RunsMs, replay.GapsMs);
            var throttled = Math.Abs(r.ThrottledMs - replay.Counters.ThrottledNs / 1e6) / Math.Max(1, r.NrPeriods);
            return Wasserstein.Distance(runs, simulatedRuns) + Wasserstein.Distance(gaps, simulatedGaps)
                + (r.NrPeriods > 0 ? throttled : 0);
        }
    }
}
