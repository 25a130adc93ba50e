namespace Simulator.Reports.Plots;

/// <summary>Panels side by side on one vertical axis, whose marks stand left of the first.</summary>
/// <param name="Count">At least one.</param>
/// <param name="AxisWidth">Left of the first column, for the marks.</param>
internal sealed record Columns(int Count, float AxisWidth)
{
    public const int Most = 4;

    private const float Gap = 28;

    private float Width => (Figure.Width - AxisWidth - PlotStyle.Margin - (Gap * (Count - 1))) / Count;

    /// <summary>Where a column's data begins.</summary>
    public float Left(int column) => AxisWidth + (column * (Width + Gap));

    /// <summary>A panel of that column; the axes' frame is all of the column.</summary>
    public Panel Panel(
        int column, string heading, AxisSpec x, AxisSpec y, float top, float bottom, float topRoom, float bottomRoom,
        Action<Ink, Frame> draw)
    {
        var room = column == 0 ? AxisWidth : Gap;
        // At its right end a column has no room for half of a label.
        if (column < Count - 1)
            x = x with { Ticks = [.. x.Ticks.Select(t => t.At > 0.96 * x.Max ? (t.At, "") : t)] };
        var plot = PlotStyle.Panel(
            x, column == 0 ? y : y with { Ticks = [.. y.Ticks.Select(t => (t.At, ""))] }, room, RightRoom(column),
            topRoom, bottomRoom);
        plot.Add.Plottable(new Sketch(draw));
        return new Panel(heading, plot, top, bottom)
        {
            Left = Left(column) - room,
            Right = Left(column) + Width + RightRoom(column),
            HeadingX = Left(column),
        };
    }

    private float RightRoom(int column) => column == Count - 1 ? PlotStyle.Margin : 0;
}
