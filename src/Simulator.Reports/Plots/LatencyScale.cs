using System.Globalization;

namespace Simulator.Reports.Plots;

/// <summary>
/// A latency axis that suits its values: linear, or logarithmic where they span more than a factor of 12.
/// </summary>
internal sealed class LatencyScale
{
    private const double LogFrom = 12;

    private readonly double _min;
    private readonly double _max;

    /// <summary>From the smallest and largest latency in seconds that must be visible.</summary>
    /// <param name="smallest">Above zero, or it is taken to be.</param>
    /// <param name="largest">At least the smallest.</param>
    /// <param name="alwaysLog">Whatever they span.</param>
    public LatencyScale(double smallest, double largest, bool alwaysLog = false)
    {
        var high = Math.Max(largest, 1e-6);
        var low = Math.Clamp(smallest, 1e-6, high);
        IsLog = alwaysLog || high / low > LogFrom;
        // On less than half a decade a log axis would have no marks.
        if (IsLog) low = Math.Min(low, high / 5);
        (_min, _max) = IsLog ? (low / 1.25, high * 1.25) : (0, high * 1.08);
    }

    public bool IsLog { get; }

    /// <summary>For a panel's heading.</summary>
    public string Kind => IsLog ? "log scale" : "linear scale";

    /// <summary>From seconds to the axis; below its lower end is its lower end.</summary>
    public double At(double seconds) => IsLog ? Math.Log10(Math.Max(seconds, _min)) : seconds;

    public AxisSpec Axis() => new(At(_min), At(_max), [.. Marks().Select(s => (At(s), Label(s)))]);

    private IEnumerable<double> Marks() => IsLog ? LogMarks() : LinearMarks();

    private IEnumerable<double> LogMarks()
    {
        double[] steps = Math.Log10(_max / _min) > 3.2 ? [1] : [1, 2, 5];
        for (var decade = (int)Math.Floor(Math.Log10(_min)); decade <= Math.Ceiling(Math.Log10(_max)); decade++)
        {
            foreach (var step in steps)
            {
                var mark = step * Math.Pow(10, decade);
                if (mark >= _min && mark <= _max) yield return mark;
            }
        }
    }

    private IEnumerable<double> LinearMarks()
    {
        var step = NiceStep(_max, 6);
        for (var i = 0; i * step <= _max; i++) yield return i * step;
    }

    /// <summary>A step of 1, 2 or 5 times a power of ten that makes at most <paramref name="marks"/> marks.</summary>
    public static double NiceStep(double range, int marks)
    {
        var raw = range / marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 }) * power;
    }

    private static string Label(double seconds) => seconds switch
    {
        0 => "0",
        >= 0.9999 => Number(seconds) + " s",
        >= 0.0009999 => Number(seconds * 1e3) + " ms",
        _ => Number(seconds * 1e6) + " µs",
    };

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
