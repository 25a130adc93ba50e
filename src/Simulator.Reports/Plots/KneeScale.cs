using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>From a figure's value to the vertical axis of a knee plot.</summary>
internal sealed class KneeScale
{
    private readonly LatencyScale? _latency;
    private readonly double _least;
    private readonly double _top;

    /// <param name="panel">Whose bounds must be visible too.</param>
    /// <param name="figures">At least one.</param>
    public KneeScale(KneePanel panel, ImmutableArray<KneeFigure> figures)
    {
        var values = figures.SelectMany(f => new[] { f.Value.Value, Low(f), High(f) })
            .Concat(panel.Bounds.Select(b => b.Value)).Where(double.IsFinite).DefaultIfEmpty(1).ToList();
        if (panel.Unit == MetricUnit.Seconds)
        {
            var largest = Math.Max(values.Max(), 1e-6);
            // An interval that reaches down to nothing must not press the curve into the upper edge.
            var centres = figures.Select(f => f.Value.Value).Concat(panel.Bounds.Select(b => b.Value))
                .Where(v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(largest).Min();
            _latency = new LatencyScale(Math.Max(values.Min(), centres / 3), largest, alwaysLog: true);
            Axis = _latency.Axis();
            return;
        }

        var most = values.Max() > 0 ? values.Max() * 1.15 : 1;
        _top = panel.Unit == MetricUnit.Ratio && values.Max() is <= 1 and > 0.85 ? 1.02 : most;
        // No share is below zero, whatever its interval says.
        _least = figures.All(f => !(f.Value.Value < 0)) ? 0 : values.Min() * 1.15;
        var step = LatencyScale.NiceStep(_top - _least, 5);
        var first = (int)Math.Ceiling(_least / step);
        // A mark at zero stands above the axis, and not on it.
        Axis = new AxisSpec(_least - ((_top - _least) * 0.05), _top,
        [
            .. Enumerable.Range(first, (int)Math.Floor((_top / step) + 1e-9) - first + 1)
                .Select(i => (i * step, Label(i * step, panel.Unit))),
        ]);
    }

    public AxisSpec Axis { get; }

    public string? Kind => _latency?.Kind;

    /// <summary>Not beyond the axis' ends.</summary>
    public double At(double value) => double.IsNaN(value) ? Axis.Min
        : _latency is null ? Math.Clamp(value, _least, _top)
        : double.IsFinite(value) ? _latency.At(value) : Axis.Max;

    public static double Low(KneeFigure figure) => figure.Value.Value - HalfWidth(figure);

    public static double High(KneeFigure figure) => figure.Value.Value + HalfWidth(figure);

    private static double HalfWidth(KneeFigure figure) =>
        double.IsFinite(figure.Value.HalfWidth) ? figure.Value.HalfWidth : 0;

    private static string Label(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Ratio => Human.Short(value * 100) + " %",
        MetricUnit.PerSecond => Human.Short(value) + "/s",
        _ => Human.Short(value),
    };
}
