namespace Simulator.Scenarios.Truth;

/// <summary>
/// The period grids of a hog under two quotas. A recording has one of them: its probe burned until it stopped and noted
/// when it went on, and could not know which of the two groups had stopped it. The other grid, whose is whose, and
/// whose refill ended the first stall are those that fit the hog's runs and gaps and the group's throttled time best.
/// </summary>
internal static class NestedPhases
{
    private const int Grid = 400;

    /// <summary>Milliseconds within which stalls end at the same refill: a wake-up takes a little, or a little more.</summary>
    private const double Near = 0.3;

    public static Unrecorded Infer(CpuRecording r)
    {
        var recorded = Math.Max(0, r.PhaseMs);
        if (r.ParentPhaseMs >= 0) return Best(r, WhoFreed(recorded, r.ParentPhaseMs));
        var period = r.PeriodUs / 1000.0;
        var step = period / Grid;
        var seen = Seen(r, period).ToList();
        return seen.Count > 0
            ? Best(r, seen.SelectMany(d => Candidates(recorded, Mod(recorded + d, period), Mod(recorded - d, period)))
                .Select(Sharp))
            : Sharp(Best(r, Enumerable.Range(0, Grid).SelectMany(i => Candidates(recorded, i * step, i * step))
                // It is worked out from the phases: with wrong ones it would explain everything.
                .Select(c => c with { Interference = false })) with { Interference = true });

        Unrecorded Sharp(Unrecorded rough) => rough with
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

    /// <summary>
    /// Stalls end at refills, of one grid or the other: how far from the first one's end the others ended, where not
    /// on its grid, in milliseconds. Empty where one grid ended all.
    /// </summary>
    private static IEnumerable<double> Seen(CpuRecording r, double period)
    {
        var since = new List<double>();
        double at = 0;
        double? first = null;
        for (var i = 0; i < Math.Min(r.Runs.Length, r.Gaps.Length); i++)
        {
            at += r.Runs[i] + r.Gaps[i];
            if (r.Gaps[i] < Stretches.ShortestThrottleMs) continue;
            if (first is { } from) since.Add(Mod(at - from, period));
            else first = at;
        }

        var others = since.Where(s => Math.Abs(Math.IEEERemainder(s, period)) > Near).Order().ToList();
        return others.Where(s => others.Count(o => Math.Abs(o - s) <= Near) > since.Count / 5)
            .GroupBy(s => Math.Round(s / Near)).Select(g => g.ElementAt(g.Count() / 2));
    }

    private static double Mod(double value, double period) => value - period * Math.Floor(value / period);

    private static IEnumerable<Unrecorded> Candidates(double recorded, double ifOwn, double ifOther) =>
    [
        new Unrecorded { PhaseMs = recorded, ParentPhaseMs = ifOwn },
        new Unrecorded { PhaseMs = recorded, ParentPhaseMs = ifOther, IsFreedByParent = true },
        new Unrecorded { PhaseMs = ifOther, ParentPhaseMs = recorded },
        new Unrecorded { PhaseMs = ifOwn, ParentPhaseMs = recorded, IsFreedByParent = true },
    ];

    private static IEnumerable<Unrecorded> WhoFreed(double phase, double parentPhase) =>
        from freed in (bool[])[false, true]
        select new Unrecorded { PhaseMs = phase, ParentPhaseMs = parentPhase, IsFreedByParent = freed };

    private static Unrecorded Best(CpuRecording r, IEnumerable<Unrecorded> candidates)
    {
        var (runs, gaps) = Stretches.Joined(r.Runs, r.Gaps);
        return candidates.MinBy(Distance)!;

        double Distance(Unrecorded candidate)
        {
            var replay = CpuReplay.Run(r, candidate);
            var (simulatedRuns, simulatedGaps) = Stretches.Joined(replay.RunsMs, replay.GapsMs);
            var throttled = Math.Abs(r.ThrottledMs - replay.Counters.ThrottledNs / 1e6) / Math.Max(1, r.NrPeriods);
            return Wasserstein.Distance(runs, simulatedRuns) + Wasserstein.Distance(gaps, simulatedGaps)
                + (r.NrPeriods > 0 ? throttled : 0);
        }
    }
}
