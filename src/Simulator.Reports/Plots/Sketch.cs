using ScottPlot;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Draws into a panel's coordinates, and may draw into its margins.</summary>
internal sealed class Sketch(Action<Ink, Frame> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        rp.CanvasState.DisableClipping();
        draw(new Ink(rp.Canvas), new Frame(Axes, rp.DataRect));
    }
}

/// <summary>From a panel's coordinates to pixels.</summary>
internal readonly struct Frame(IAxes axes, PixelRect data)
{
    public float Left => data.Left;

    public float Right => data.Right;

    public float Top => data.Top;

    public float Bottom => data.Bottom;

    public float X(double x) => axes.GetPixelX(x);

    public float Y(double y) => axes.GetPixelY(y);

    public SKPoint At(double x, double y) => new(X(x), Y(y));
}
