using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>What is read off a run: percentiles, stretches on the CPU, assertions that say what was found.</summary>
internal static class Figures
{
    /// <summary>Linear between order statistics.</summary>
    public static double Percentile(IEnumerable<double> values, double p)
    {
        var sorted = values.Order().ToArray();
        var position = p / 100 * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 >= sorted.Length
            ? sorted[^1]
            : sorted[below] + (sorted[below + 1] - sorted[below]) * (position - below);
    }

    /// <summary>Where a thread ran, from and until in milliseconds, without seams.</summary>
    public static List<(double From, double To)> Stretches(CpuTrace trace, int thread = 0)
    {
        var stretches = new List<(double From, double To)>();
        foreach (var s in trace.Segments)
        {
            if (s.Thread != thread || s.State != RunState.Running) continue;
            var (from, to) = (s.From.Nanoseconds / 1e6, s.To.Nanoseconds / 1e6);
            if (stretches.Count > 0 && Math.Abs(stretches[^1].To - from) < 1e-6)
                stretches[^1] = (stretches[^1].From, to);
            else stretches.Add((from, to));
        }

        return stretches;
    }

    /// <summary>Lengths of the stretches but the first and the last, which begin or end with the run.</summary>
    public static List<double> RunLengths(CpuTrace trace, int thread = 0)
    {
        var stretches = Stretches(trace, thread);
        return stretches.Skip(1).SkipLast(1).Select(s => s.To - s.From).ToList();
    }

    public static List<double> GapLengths(CpuTrace trace, int thread = 0)
    {
        var stretches = Stretches(trace, thread);
        return stretches.Zip(stretches.Skip(1), (a, b) => b.From - a.To).Skip(1).ToList();
    }

    public static double Ratio(this CfsCounters c) => c.NrPeriods == 0 ? 0 : (double)c.NrThrottled / c.NrPeriods;

    public static double ThrottledMs(this CfsCounters c) => c.ThrottledNs / 1e6;

    public static double UsageMs(this CfsCounters c) => c.UsageNs / 1e6;

    public static void Near(double expected, double actual, double tolerance, string what = "") => Assert.True(
        Math.Abs(expected - actual) <= tolerance,
        $"{what} {actual:0.####} is not {expected:0.####} ± {tolerance:0.####}");
}
