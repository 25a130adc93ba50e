namespace Simulator.Scenarios.Truth;

/// <summary>Holds the CPU model against recordings of real kernels.</summary>
public static class CpuTruth
{
    /// <summary>Runs with more hypervisor steal are not judged by one thread's bounds.</summary>
    public const int MostStealTicks = 15;

    /// <summary>
    /// Where threads share CPUs, the machine's background decides who helps when: the median of so many.
    /// </summary>
    private const int BackgroundDraws = 31;

    /// <summary>Recordings in order, each with its figures.</summary>
    public static IReadOnlyList<TruthRow> Compare(IEnumerable<CpuRecording> recordings) =>
        recordings.AsParallel().AsOrdered().SelectMany(Compare).ToList();

    public static IReadOnlyList<TruthRow> Compare(CpuRecording recording)
    {
        if (recording is { IsHog: true, Threads: 1 } or { IsHog: true, IsNested: true })
            return Compare(recording, CpuReplay.Run(recording, Known(recording)));
        var known = PhasesOf(recording);
        var replays = recording.Threads > 1 ? BackgroundDraws : 1;
        var tables = Enumerable.Range(0, replays)
            .Select(i => Compare(recording, CpuReplay.Run(recording, known with { Draw = i })))
            .ToList();
        return tables[0].Select((_, i) => Median(tables.Select(t => t[i]))).ToList();
    }

    private static Unrecorded Known(CpuRecording hog)
    {
        var known = hog.IsNested ? NestedPhases.Infer(hog) : PhasesOf(hog);
        return hog.IsTimedHog ? known with { CreditMs = HogCredit.Infer(hog, known) } : known;
    }

    private static Unrecorded PhasesOf(CpuRecording recording) => new()
    {
        PhaseMs = UnrecordedPhase.IsNeeded(recording) ? UnrecordedPhase.Infer(recording) : -1,
        ParentPhaseMs = recording.ParentPhaseMs >= 0 ? recording.ParentPhaseMs : Math.Max(0, recording.PhaseMs),
    };

    private static List<TruthRow> Compare(CpuRecording recording, CpuReplayResult simulated)
    {
        var rows = new RowBuilder(recording);
        if (recording.IsHog) CompareHogs(recording, simulated, rows);
        else CompareLatencies(recording, simulated, rows);
        CompareCounters(recording, simulated, rows);
        return rows.Rows;
    }

    private static TruthRow Median(IEnumerable<TruthRow> rows)
    {
        var sorted = rows.OrderBy(r => r.Simulated).ToList();
        return sorted[sorted.Count / 2];
    }

    private static void CompareHogs(CpuRecording r, CpuReplayResult s, RowBuilder rows)
    {
        var isOne = r.Threads == 1;
        var nearlyUnlimited = r.QuotaUs >= 0.95 * r.PeriodUs;
        double? bound = isOne && !nearlyUnlimited ? 0.5 : null;
        if (r.HasPercentilesOnly)
        {
            rows.Add("w1_run", 0, Wasserstein.DistanceFromPercentiles(r.Runs, s.RunsMs), bound);
            rows.Add("w1_gap", 0, Wasserstein.DistanceFromPercentiles(r.Gaps, s.GapsMs), bound);
            return;
        }

        var (measuredRuns, measuredGaps) = Stretches.Joined(r.Runs, r.Gaps);
        var (simulatedRuns, simulatedGaps) = Stretches.Joined(s.RunsMs, s.GapsMs);
        rows.Add("w1_run", 0, Wasserstein.Distance(measuredRuns, simulatedRuns), bound);
        rows.Add("w1_gap", 0, Wasserstein.Distance(measuredGaps, simulatedGaps), bound);
    }

    private static void CompareLatencies(CpuRecording r, CpuReplayResult s, RowBuilder rows)
    {
        IReadOnlyList<double> measured = r.Mode == "open" ? r.LatenciesMs : r.ThreadsMs;
        var tick = 1000.0 / r.Hz;
        var isOne = r.Threads == 1;
        foreach (var p in (ReadOnlySpan<int>)[50, 90, 99])
        {
            var m = Percentile(measured, p);
            var bound = (isOne, p) switch
            {
                (true, 99) => Math.Max(0.07 * m, tick),
                (true, _) => Math.Max(0.05 * m, 1),
                (false, 99) => Math.Max(0.15 * m, 2 * tick),
                (false, _) => Math.Max(0.10 * m, tick),
            };
            rows.Add($"p{p}", m, Percentile(s.LatenciesMs, p), IsJudged(r) ? bound : null);
        }

        rows.Add("mean", measured.Average(), s.LatenciesMs.Average(), null);
    }

    private static void CompareCounters(CpuRecording r, CpuReplayResult s, RowBuilder rows)
    {
        var c = s.Counters;
        var isLimited = r.QuotaUs > 0;
        var isOne = r.Threads == 1;
        var usage = r.CpuMs / r.WallMs;
        if (r.CpuMs > 0)
            rows.Add("usage", usage, c.UsageNs / 1e6 / s.WallMs, r.IsHog && isOne ? 0.01 * usage : null);
        if (!isLimited || r.NrPeriods == 0) return;
        double? periods = !isOne || !IsJudged(r) ? null : r.IsHog ? 1 : 3;
        double? throttled = !isOne || !IsJudged(r) ? null : r.IsHog ? 2 : Math.Max(3, 0.1 * r.NrThrottled);
        rows.Add("nr_periods", r.NrPeriods, c.NrPeriods, periods);
        rows.Add("nr_throttled", r.NrThrottled, c.NrThrottled, throttled);
        rows.Add("ratio", Ratio(r.NrThrottled, r.NrPeriods), Ratio(c.NrThrottled, c.NrPeriods), isOne ? null : 0.05);
        rows.Add("throttled_ms", r.ThrottledMs, c.ThrottledNs / 1e6, isOne ? null : 0.15 * r.ThrottledMs);
        rows.Add("nr_bursts", r.NrBursts, c.NrBursts, null);
        rows.Add("burst_ms", r.BurstMs, c.BurstNs / 1e6, null);
    }

    private static bool IsJudged(CpuRecording r) => r.IsHog || r.Threads > 1 || r.StealTicks <= MostStealTicks;

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    /// <summary>Linear between order statistics.</summary>
    private static double Percentile(IReadOnlyList<double> values, double p)
    {
        var sorted = values.Order().ToArray();
        var position = p / 100 * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 >= sorted.Length
            ? sorted[^1]
            : sorted[below] + (sorted[below + 1] - sorted[below]) * (position - below);
    }

    private sealed class RowBuilder(CpuRecording recording)
    {
        public List<TruthRow> Rows { get; } = [];

        public void Add(string metric, double measured, double simulated, double? bound) => Rows.Add(new TruthRow
        {
            Group = recording.Threads > 1 ? "many threads" : recording.IsHog ? "one hog" : "one thread",
            Name = recording.Name,
            Seed = recording.Seed,
            Metric = metric,
            Measured = measured,
            Simulated = simulated,
            Error = Math.Abs(measured - simulated),
            Bound = bound,
        });
    }
}
