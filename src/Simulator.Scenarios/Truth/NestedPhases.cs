namespace Simulator.Scenarios.Truth;

/// <summary>
/// The period grids of a hog under two quotas. A recording has one of them: its probe burned until it stopped and noted
/// when it went on, and could not know which of the two groups had stopped it. The other grid, whose is whose, and
/// whose refill ended the first stall are those that fit the hog's runs and gaps and the group's throttled time best.
/// </summary>
internal static class NestedPhases
{
    private const int Coarse = 400;
    private const int Fine = 10;

    public static Unrecorded Infer(CpuRecording r)
    {
        var recorded = Math.Max(0, r.PhaseMs);
        if (r.ParentPhaseMs >= 0) return Best(r, WhoFreed(recorded, r.ParentPhaseMs));
        var period = r.PeriodUs / 1000.0;
        var step = period / Coarse;
        var rough = Best(r, Enumerable.Range(0, Coarse).SelectMany(i => Candidates(recorded, i * step)));
        var isParents = rough.ParentPhaseMs == recorded;
        var other = isParents ? rough.PhaseMs : rough.ParentPhaseMs;

        // The recorded one may be late, by the probe's wake-up; between steps of the rough search lies the other.
        var fine = from late in Enumerable.Range(0, 5)
                   from i in Enumerable.Range(-Fine, 2 * Fine + 1)
                   let known = Wrap(recorded - late * HogStart.Uncertainty / 4, period)
                   let found = Wrap(other + i * step / Fine, period)
                   select isParents
                       ? rough with { PhaseMs = found, ParentPhaseMs = known }
                       : rough with { PhaseMs = known, ParentPhaseMs = found };
        return Best(r, fine.Prepend(rough));
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

    private static double Wrap(double phase, double period) => (phase + period) % period;
}
