using System.Collections.Immutable;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>A finished picture: the same input gives the same bytes, on any machine, with or without fonts.</summary>
public sealed class Figure
{
    public const int Width = 1600;

    public const int Height = 900;

    /// <summary>Lower end of the lowest panel.</summary>
    internal const float Bottom = Height - 8;

    /// <summary>Of the file, without extension.</summary>
    public required string Name { get; init; }

    /// <summary>The finding, or the question where there is none.</summary>
    public required string Title { get; init; }

    /// <summary>What made it: scenario, variant, seed, sha.</summary>
    public required string Subtitle { get; init; }

    internal ImmutableArray<Panel> Panels { get; init; } = [];

    internal ImmutableArray<KeyEntry> Key { get; init; } = [];

    public byte[] ToPng()
    {
        Settle();
        var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info) ?? throw new InvalidOperationException("No memory for a picture.");
        Draw(surface.Canvas);
        using var pixels = surface.PeekPixels();
        using var data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 9))
            ?? throw new InvalidOperationException("The picture cannot be encoded.");
        return data.ToArray();
    }

    public string ToSvg()
    {
        Settle();
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream)) Draw(canvas);
        return SvgText.ToPaths(Encoding.UTF8.GetString(stream.ToArray()), Title, Subtitle);
    }

    // ScottPlot draws again until its axes have settled: first on a scrap, so that an SVG holds everything once.
    private void Settle()
    {
        PlotFonts.Use();
        using var scrap = SKSurface.Create(new SKImageInfo(8, 8));
        foreach (var panel in Panels) panel.Render(scrap.Canvas);
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        foreach (var panel in Panels) panel.Render(canvas);
        var ink = new Ink(canvas);
        var size = Ink.Fitting(Title, 36, Width - (2 * PlotStyle.Margin), bold: true);
        ink.Text(Title, PlotStyle.Margin, 44, size, Palette.Ink, bold: true);
        ink.Text(Subtitle, PlotStyle.Margin, 86, 18, Palette.Muted);
        foreach (var panel in Panels)
            ink.Text(panel.Heading, panel.HeadingX, panel.Top + 14, 19, Palette.Ink, bold: true);
        DrawKey(ink);
    }

    // Beside the subtitle; below it where there is no room.
    private void DrawKey(Ink ink)
    {
        var x = Width - PlotStyle.Margin;
        var room = x - (2 * PlotStyle.Margin) - Ink.Width(Subtitle, 18);
        var y = Key.Sum(e => Ink.Width(e.Label, 18) + 60) < room ? 86 : 114;
        foreach (var entry in Key.Reverse())
        {
            x -= Ink.Width(entry.Label, 18);
            ink.Text(entry.Label, x, y, 18, Palette.Ink);
            x -= 36;
            entry.Draw(ink, new SKRect(x, y - 9, x + 28, y + 9));
            x -= 24;
        }
    }
}

/// <summary>One coordinate system of a figure: a band between two heights, its heading above the data.</summary>
internal sealed record Panel(string Heading, Plot Plot, float Top, float Bottom)
{
    /// <summary>Of a column; a band is as wide as the figure.</summary>
    public float Left { get; init; }

    public float Right { get; init; } = Figure.Width;

    public float HeadingX { get; init; } = PlotStyle.Margin;

    public void Render(SKCanvas canvas) =>
        Plot.Render(canvas, new PixelRect(Left, Right, Bottom, Top));
}

/// <summary>A colour's meaning, shown at the top right.</summary>
internal sealed record KeyEntry(string Label, Action<Ink, SKRect> Draw);
