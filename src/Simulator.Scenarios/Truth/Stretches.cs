namespace Simulator.Scenarios.Truth;

/// <summary>A hog's stretches on and off the CPU.</summary>
internal static class Stretches
{
    /// <summary>Off-CPU stretches below this are other processes, not throttling.</summary>
    public const double ShortestThrottleMs = 3;

    /// <summary>Runs between throttlings: what lies between two with a shorter gap is one run.</summary>
    public static (List<double> Runs, List<double> Gaps) Joined(IReadOnlyList<double> runs, IReadOnlyList<double> gaps)
    {
        var joinedRuns = new List<double>();
        var joinedGaps = new List<double>();
        double run = 0;
        for (var i = 0; i < Math.Min(runs.Count, gaps.Count); i++)
        {
            run += runs[i];
            if (gaps[i] < ShortestThrottleMs)
            {
                run += gaps[i];
                continue;
            }

            joinedRuns.Add(run);
            joinedGaps.Add(gaps[i]);
            run = 0;
        }

        return (joinedRuns, joinedGaps);
    }
}
