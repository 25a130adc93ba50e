using ScottPlot;
using ScottPlot.TickGenerators;

namespace Simulator.Reports.Plots;

/// <summary>How every panel looks: fixed margins, quiet grid, ticks that are given and never guessed.</summary>
internal static class PlotStyle
{
    /// <summary>Left of titles and headings.</summary>
    public const float Margin = 40;

    private const float TickFontSize = 18;

    /// <summary>A panel with explicit limits, ticks and padding (pixels; top leaves room for the heading).</summary>
    public static Plot Panel(AxisSpec x, AxisSpec y, float left, float right, float top = 36, float bottom = 36)
    {
        PlotFonts.Use();
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Layout.Fixed(new PixelPadding(left, right, bottom, top));
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        Apply(plot.Axes.Bottom, x);
        Apply(plot.Axes.Left, y);
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.SetLimits(x.Min, x.Max, y.Min, y.Max);
        plot.Grid.MajorLineColor = Color.FromSKColor(Palette.Grid);
        plot.Grid.MajorLineWidth = 1;
        plot.Grid.XAxisStyle.IsVisible = x.Grid;
        plot.Grid.YAxisStyle.IsVisible = y.Grid;
        return plot;
    }

    private static void Apply(IAxis axis, AxisSpec spec)
    {
        axis.TickGenerator = new NumericManual([.. spec.Ticks.Select(t => Tick.Major(t.At, t.Label))])
        {
            MaxTickCount = int.MaxValue,
        };
        axis.TickLabelStyle.FontName = PlotFonts.Family;
        axis.TickLabelStyle.FontSize = TickFontSize;
        axis.TickLabelStyle.ForeColor = Color.FromSKColor(Palette.Ink);
        axis.MajorTickStyle.Length = 5;
        axis.MajorTickStyle.Color = Color.FromSKColor(Palette.Muted);
        axis.FrameLineStyle.Color = Color.FromSKColor(Palette.Muted);
    }
}

/// <summary>An axis with explicit limits and ticks.</summary>
internal sealed record AxisSpec(double Min, double Max, IReadOnlyList<(double At, string Label)> Ticks,
    bool Grid = true);
