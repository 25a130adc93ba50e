using System.Globalization;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>Numbers as people read them: three significant digits and a unit.</summary>
public static class Human
{
    /// <summary>A latency: <c>9.02 s</c>, <c>812 ms</c>, <c>15.3 ms</c>, <c>950 µs</c>.</summary>
    public static string Seconds(double seconds, string separator = " ")
    {
        if (!double.IsFinite(seconds)) return "–";
        var (scale, unit) = Scale(seconds);
        return Three(seconds * scale) + separator + unit;
    }

    /// <summary>A value and its half-width in the same unit: <c>9.02 s ± 0.31</c>.</summary>
    public static string SecondsWithin(Measured value, string separator = " ")
    {
        var text = Seconds(value.Value, separator);
        return double.IsNaN(value.HalfWidth) ? text : $"{text} {SecondsHalfWidth(value)}";
    }

    /// <summary>
    /// Only the half-width, in the unit of the value: <c>±0.31</c>; with a unit of its own where it dwarfs the value,
    /// <c>±?</c> where unknown.
    /// </summary>
    public static string SecondsHalfWidth(Measured value) => value.HalfWidth > 10 * value.Value
        ? "±" + Seconds(value.HalfWidth, "")
        : HalfWidth(value.Value * Scale(value.Value).Factor, value.HalfWidth * Scale(value.Value).Factor);

    /// <summary>A share: <c>34 %</c>, <c>1.6 %</c>.</summary>
    public static string Percent(double ratio) => double.IsFinite(ratio) ? Digits(ratio * 100) + " %" : "–";

    /// <summary>For titles and labels: two digits, no trailing zeros.</summary>
    public static string Short(double value) =>
        value.ToString(Math.Abs(value) switch { >= 9.95 => "0", >= 0.995 => "0.#", _ => "0.##" },
            CultureInfo.InvariantCulture);

    /// <summary>A number of CPUs in a sentence: <c>1 CPU</c>, <c>5.5 CPUs</c>.</summary>
    public static string Cpus(double cpus) => Short(cpus) is var text && text == "1" ? "1 CPU" : text + " CPUs";

    /// <summary>A limit, exactly: <c>0.5</c>, <c>1.25</c>.</summary>
    public static string Limit(double cores) => cores.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A setting, exactly: <c>50 ms</c>, <c>1.447 ms</c>.</summary>
    public static string Exact(Duration duration)
    {
        var (scale, unit) = Scale(duration.TotalSeconds);
        return (duration.TotalSeconds * scale).ToString("0.######", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>A share in words: percent, or a multiple from twice up.</summary>
    public static string Share(double ratio, string of) =>
        ratio >= 2 ? $"{Short(ratio)} × {of}" : $"{Percent(ratio)} of {of}";

    /// <summary>A value in a metric's unit, with its half-width where one is known.</summary>
    public static string Of(Measured value, MetricUnit unit) => unit switch
    {
        MetricUnit.Seconds when double.IsPositiveInfinity(value.Value) => "never",
        MetricUnit.Seconds => SecondsWithin(value),
        MetricUnit.Ratio => Percent(value.Value) + (double.IsNaN(value.HalfWidth) ? "" : " " + PercentHalfWidth(value)),
        MetricUnit.Cores => Three(value.Value) + " cores" + Suffix(value.Value, value.HalfWidth),
        MetricUnit.PerSecond => Three(value.Value) + "/s" + Suffix(value.Value, value.HalfWidth),
        _ => Many(value.Value) + (double.IsNaN(value.HalfWidth) ? "" : " " + ManyHalfWidth(value)),
    };

    /// <summary>Rounded to the digits that the value itself shows.</summary>
    public static string HalfWidth(double value, double halfWidth) => HalfWidth(halfWidth, Decimals(value));

    /// <summary>Only the half-width of a share, in percentage points.</summary>
    public static string PercentHalfWidth(Measured ratio) =>
        HalfWidth(ratio.HalfWidth * 100, Math.Abs(ratio.Value) >= 0.1 ? 0 : 1);

    private static string HalfWidth(double halfWidth, int decimals)
    {
        if (double.IsNaN(halfWidth)) return "±?";
        if (halfWidth == 0) return "±0";
        var text = halfWidth.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == 0
            ? "<" + Math.Pow(10, -decimals).ToString("0.####", CultureInfo.InvariantCulture)
            : "±" + text;
    }

    /// <summary>Three significant digits without an exponent.</summary>
    public static string Three(double value)
    {
        if (!double.IsFinite(value)) return "–";
        return value == 0 ? "0" : value.ToString("F" + Decimals(value), CultureInfo.InvariantCulture);
    }

    /// <summary>A mean of whole numbers: <c>22</c> where all were, <c>22.3</c>.</summary>
    public static string Whole(double mean) => mean == Math.Floor(mean) && Math.Abs(mean) < 10_000
        ? mean.ToString("0", CultureInfo.InvariantCulture)
        : Many(mean);

    /// <summary>An amount, with a prefix from ten thousand up: <c>9500</c>, <c>174 k</c>, <c>12.0 M</c>.</summary>
    public static string Many(double amount)
    {
        var (factor, prefix) = Prefix(amount);
        return Three(amount * factor) + prefix;
    }

    /// <summary>Only the half-width of an amount, in the amount's prefix.</summary>
    public static string ManyHalfWidth(Measured amount)
    {
        var (factor, _) = Prefix(amount.Value);
        return HalfWidth(amount.Value * factor, amount.HalfWidth * factor);
    }

    private static (double Factor, string Prefix) Prefix(double amount) => Math.Abs(amount) switch
    {
        >= 999.5e6 => (1e-9, " G"),
        >= 999.5e3 => (1e-6, " M"),
        >= 9999.5 => (1e-3, " k"),
        _ => (1, ""),
    };

    private static string Suffix(double value, double halfWidth) =>
        double.IsNaN(halfWidth) ? "" : " " + HalfWidth(value, halfWidth);

    private static string Digits(double percent) =>
        percent.ToString(Math.Abs(percent) switch { >= 10 => "0", >= 0.1 => "0.#", _ => "0.##" },
            CultureInfo.InvariantCulture);

    private static int Decimals(double value) => Math.Abs(value) switch
    {
        >= 100 => 0,
        >= 10 => 1,
        _ => 2,
    };

    private static (double Factor, string Unit) Scale(double seconds) => Math.Abs(seconds) switch
    {
        >= 0.9995 => (1, "s"),
        >= 0.0009995 => (1e3, "ms"),
        0 => (1e3, "ms"),
        _ => (1e6, "µs"),
    };
}
