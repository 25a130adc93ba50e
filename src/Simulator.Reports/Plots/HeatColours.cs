using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>From a figure to a colour: the more, the darker; times on a log scale where they span much.</summary>
internal sealed class HeatColours
{
    private const double LogFrom = 12;

    // Of one hue, that of no mark: printed grey, or seen by any eye, darker is more.
    private static readonly SKColor[] Ramp =
    [
        SKColor.Parse("#F2F6FA"), SKColor.Parse("#C9D9E8"), SKColor.Parse("#8FB0CF"), SKColor.Parse("#4A7BA8"),
        SKColor.Parse("#173F66"),
    ];

    private static readonly SKColor None = SKColor.Parse("#E3E7EA");

    private readonly MetricUnit _unit;
    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLog;

    public HeatColours(IEnumerable<double> values, MetricUnit unit)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        (_unit, _low, _high) = (unit, finite.Min(), finite.Max());
        _isLog = unit == MetricUnit.Seconds && _low > 0 && _high / _low > LogFrom;
    }

    public SKColor Of(double value)
    {
        if (double.IsNaN(value)) return None;
        var share = Math.Clamp(Share(value), 0, 1) * (Ramp.Length - 1);
        var below = Math.Min((int)share, Ramp.Length - 2);
        return Between(Ramp[below], Ramp[below + 1], share - below);
    }

    /// <summary>From the lightest to the darkest.</summary>
    public KeyEntry Key => new($"{Text(_low)} to {Text(_high)}", (ink, box) =>
    {
        for (var i = 0; i < Ramp.Length; i++)
        {
            var left = box.Left + (i * box.Width / Ramp.Length);
            ink.Fill(left, box.Top, left + (box.Width / Ramp.Length), box.Bottom, Ramp[i]);
        }
    });

    /// <summary>Readable on that colour.</summary>
    public static SKColor InkOn(SKColor colour) =>
        (0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue) > 140 ? Palette.Ink : SKColors.White;

    private string Text(double value) => Human.Of(new Measured(value, double.NaN), _unit);

    private double Share(double value) => _high == _low ? 0.3
        : _isLog ? Math.Log(Math.Max(value, _low) / _low) / Math.Log(_high / _low)
        : (value - _low) / (_high - _low);

    private static SKColor Between(SKColor a, SKColor b, double share)
    {
        byte Mix(byte from, byte to) => (byte)Math.Round(from + (share * (to - from)));
        return new SKColor(Mix(a.Red, b.Red), Mix(a.Green, b.Green), Mix(a.Blue, b.Blue));
    }
}
