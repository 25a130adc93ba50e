using System.Globalization;

namespace Simulator.Reports.Plots;

/// <summary>A run's time from its start, in seconds.</summary>
internal static class TimeAxis
{
    private static readonly double[] Steps =
        [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 86400];

    public static AxisSpec Of(double from, double to, int marks = 10)
    {
        var step = Steps.FirstOrDefault(s => (to - from) / s <= marks, Steps[^1]);
        if (to - from < 5) step = LatencyScale.NiceStep(to - from, marks);
        var ticks = new List<(double, string)>();
        for (var i = (long)Math.Ceiling(from / step); i * step <= to + 1e-9; i++)
            ticks.Add((i * step, Label(i * step, step)));
        return new AxisSpec(from, to, ticks);
    }

    private static string Label(double seconds, double step) => step switch
    {
        >= 3600 => (seconds / 3600).ToString("0.#", CultureInfo.InvariantCulture) + " h",
        >= 60 => (seconds / 60).ToString("0.#", CultureInfo.InvariantCulture) + " min",
        _ => seconds.ToString("0.##", CultureInfo.InvariantCulture) + " s",
    };
}
