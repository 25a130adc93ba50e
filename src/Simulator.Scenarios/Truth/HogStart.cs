using System.Numerics;
using Simulator.Kernel;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// When a hog's recorder released it, which the recordings do not say: the first stretch off the CPU that is too long
/// for a turn of the others ends at a refill, and all before it is in the recording too.
/// </summary>
internal static class HogStart
{
    /// <summary>Half a millisecond after a tick: what recordings show whose start can be told.</summary>
    private const double AfterTickMs = 0.45;

    /// <summary>How much too late a recorded phase may be: the probe's wake-up is in it.</summary>
    public const double Uncertainty = 0.1;

    /// <summary>From a thread's end to the reading of the clock: recordings that end with a stop show it.</summary>
    private const double JoinMs = 0.3;

    /// <summary>
    /// Milliseconds on the clock that <see cref="CpuRecording.PhaseMs"/> counts on, within the second period.
    /// </summary>
    public static double Of(CpuRecording r, double freeingPhaseMs)
    {
        var period = r.PeriodUs / 1000.0;
        var tick = 1000.0 / r.Hz;
        var phase = Math.Max(0, freeingPhaseMs);
        if (r.HasPercentilesOnly || r.PhaseMs < 0)
            return (Math.Floor((period + phase) / tick) + 1) * tick + AfterTickMs;

        var turn = r.Threads == 1 ? 3 : (r.Threads + 1) * tick;
        double elapsed = 0;
        for (var i = 0; i < Math.Min(r.Runs.Length, r.Gaps.Length); i++)
        {
            elapsed += r.Runs[i] + r.Gaps[i];
            if (r.Gaps[i] > Math.Min(turn, period / 2)) break;
        }

        // Periods that are no multiple of the tick leave several instants; the first run ended at a tick.
        var start = (phase - elapsed) % period;
        if (start < 0) start += period;
        start = Enumerable.Range(1, 10).Select(k => start + k * period).MinBy(s => DistanceToTick(s + r.Runs[0], tick));
        return Math.Round((start + r.Runs[0]) / tick) * tick - r.Runs[0];
    }

    private static double DistanceToTick(double at, double tick)
    {
        var after = at % tick;
        return Math.Round(Math.Min(after, tick - after), 1);
    }

    /// <summary>
    /// The phase, sharpened. A probe measured it 0.03 to 0.1 ms late; a lone hog's runs begin at a refill and end at a
    /// tick, so that their length says where refills lie between ticks. Taken where it is within that uncertainty.
    /// </summary>
    public static double Phase(CpuRecording r)
    {
        var phase = Math.Max(0, r.PhaseMs);
        if (!r.IsHog || r.Threads > 1 || r.HasPercentilesOnly || r.IsNested || r.PhaseMs < 0) return phase;
        return Sharpened(r, phase, r.Runs.Skip(1), Uncertainty);
    }

    /// <summary>
    /// The mean, as refills pay for the sum of all runs, of those within the uncertainty of the median: others were cut
    /// short or begun late by something else.
    /// </summary>
    /// <param name="r">Whose ticks and refills meet again and again: a run's length counts modulo that.</param>
    /// <param name="phase">Of the refills that the runs begin at, as far as it is known.</param>
    /// <param name="runs">Milliseconds; each ends at a tick.</param>
    /// <param name="atMost">How far off the phase may be, milliseconds.</param>
    public static double Sharpened(CpuRecording r, double phase, IEnumerable<double> runs, double atMost)
    {
        var grid = (double)BigInteger.GreatestCommonDivisor(r.PeriodUs, 1_000_000 / r.Hz) / 1000;
        var shifts = runs
            .Select(run => -Math.IEEERemainder(run + phase, grid))
            .Where(shift => Math.Abs(shift) <= 2 * atMost)
            .Order()
            .ToList();
        if (shifts.Count == 0) return phase;
        var median = shifts[shifts.Count / 2];
        return phase + shifts.Where(s => Math.Abs(s - median) <= Uncertainty).Average();
    }

    /// <summary>What the kernel charged a lone hog beyond the time it saw itself run, for each stretch.</summary>
    public static Duration SwitchOut(CpuRecording r)
    {
        if (!r.IsHog || r.Threads > 1 || r.HasPercentilesOnly || r.CpuMs <= 0) return Duration.Zero;
        var ran = r.Runs.Sum();
        var unfinished = Math.Max(0, r.WallMs - ran - r.Gaps.Sum() - JoinMs);
        var seen = ran + unfinished;
        return Duration.FromMilliseconds(Math.Max(0, (r.CpuMs - seen) / r.Runs.Length));
    }
}
