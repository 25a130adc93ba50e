namespace Simulator.Scenarios.Truth;

/// <summary>
/// What a lone hog's group had beyond its quota when the hog's clock started, which the recordings do not say. Refills
/// pay for runs to the nanosecond, so that it decides to the end which runs are a tick longer.
/// </summary>
/// <remarks>
/// Less than nothing: the hog spent that on its way to the clock. More: the recorder's probe, which ran before it, left
/// up to a millisecond on its CPU (min_cfs_rq_runtime). Taken is what brings the first half of the recorded runs and
/// gaps closest, so that the second half says whether it was that.
/// </remarks>
internal static class HogCredit
{
    private const double StepMs = 0.05;
    private const int Lowest = -10;
    private const int Highest = 19;

    /// <summary>Milliseconds; where several fit as well, the one nearest to what most hogs had.</summary>
    public static double Infer(CpuRecording r, Unrecorded known) => Enumerable.Range(Lowest, Highest - Lowest + 1)
        .Select(i => i * StepMs)
        .OrderBy(credit => Math.Abs(credit - Unrecorded.UsualCreditMs))
        .MinBy(credit => Distance(r, CpuReplay.Run(r, known with { CreditMs = credit })));

    private static double Distance(CpuRecording r, CpuReplayResult replay) => replay.RunsMs.Count == 0
        ? double.PositiveInfinity
        : Wasserstein.Distance(Half(r.Runs, r), Half(replay.RunsMs, r))
        + Wasserstein.Distance(Half(r.Gaps, r), Half(replay.GapsMs, r));

    private static List<double> Half(IEnumerable<double> stretches, CpuRecording r) =>
        [.. stretches.Take(Math.Max(1, r.Runs.Length / 2))];
}
