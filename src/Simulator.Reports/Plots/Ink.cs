using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Where a text stands relative to its point.</summary>
internal enum Anchor
{
    Left,
    Centre,
    Right,
}

/// <summary>The few strokes all plots are drawn with; no dashes, which Skia's SVG canvas cannot write.</summary>
internal sealed class Ink(SKCanvas canvas)
{
    /// <summary>
    /// Draws one line of text; <paramref name="y"/> is the vertical middle of its digits and capitals.
    /// </summary>
    public void Text(
        string text, float x, float y, float size, SKColor color, bool bold = false, Anchor anchor = Anchor.Left)
    {
        using var font = Font(size, bold);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        var align = anchor switch
        {
            Anchor.Centre => SKTextAlign.Center,
            Anchor.Right => SKTextAlign.Right,
            _ => SKTextAlign.Left,
        };
        canvas.DrawText(text, x, y + (CapHeight * size / 2), align, font, paint);
    }

    /// <summary>A text that reads from the bottom up, its middle at that point.</summary>
    public void Upwards(string text, float x, float y, float size, SKColor color)
    {
        canvas.Save();
        canvas.RotateDegrees(-90, x, y);
        Text(text, x, y, size, color, anchor: Anchor.Centre);
        canvas.Restore();
    }

    public static float Width(string text, float size, bool bold = false)
    {
        using var font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The largest size, up to the one wanted, at which a text is no wider than that.</summary>
    public static float Fitting(string text, float size, float width, bool bold = false) =>
        Math.Clamp(size * width / Math.Max(1, Width(text, size, bold)), 12, size);

    /// <summary>
    /// The text, or as much of its beginning as there is room for; null where not even four letters would stay.
    /// </summary>
    public static string? Cut(string text, float size, float width, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        for (var length = text.Length - 1; length >= 4; length--)
            if (Width(text[..length] + "…", size, bold) <= width) return text[..length].TrimEnd('.') + "…";
        return null;
    }

    /// <summary>A text on a white plate, for labels that lie on top of lines.</summary>
    public void Plate(string text, float x, float y, float size, SKColor color, Anchor anchor, bool bold = false)
    {
        var width = Width(text, size, bold);
        var left = anchor switch { Anchor.Centre => x - (width / 2), Anchor.Right => x - width, _ => x };
        Fill(left - 4, y - (size * 0.62f), left + width + 4, y + (size * 0.62f), SKColors.White.WithAlpha(225));
        Text(text, x, y, size, color, bold, anchor);
    }

    public void Fill(float left, float top, float right, float bottom, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawRect(new SKRect(left, top, right, bottom), paint);
    }

    public void Line(float x1, float y1, float x2, float y2, SKColor color, float width = 1)
    {
        using var paint = Stroke(color, width);
        canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    public void Polyline(ReadOnlySpan<SKPoint> points, SKColor color, float width)
    {
        if (points.Length < 2) return;
        using var path = new SKPath();
        path.AddPoly(points, close: false);
        using var paint = Stroke(color, width);
        paint.StrokeJoin = SKStrokeJoin.Round;
        canvas.DrawPath(path, paint);
    }

    public void Polygon(ReadOnlySpan<SKPoint> points, SKColor color)
    {
        using var path = new SKPath();
        path.AddPoly(points, close: true);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawPath(path, paint);
    }

    public void Dot(float x, float y, float radius, SKColor color)
    {
        using var white = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawCircle(x, y, radius + 1.5f, white);
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>Slanted lines over a rectangle: a state that is told apart without colour.</summary>
    /// <param name="left">Pixels, as the next three.</param>
    /// <param name="top">Above the bottom.</param>
    /// <param name="right">Right of left.</param>
    /// <param name="bottom">Below the top.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="joins">Lines go on from one rectangle to a neighbour of another height.</param>
    public void Hatch(float left, float top, float right, float bottom, SKColor color, bool joins = false)
    {
        const float step = 7;
        var height = bottom - top;
        using var path = new SKPath();
        // On one grid for the whole picture, so that neighbouring lanes do not flicker.
        var shift = joins ? bottom % step : 0;
        for (var start = (MathF.Floor((left - height + shift) / step) * step) - shift; start < right; start += step)
        {
            var from = Math.Max(start, left);
            var to = Math.Min(start + height, right);
            if (to <= from) continue;
            path.MoveTo(from, bottom - (from - start));
            path.LineTo(to, bottom - (to - start));
        }

        using var paint = Stroke(color, 1.4f);
        canvas.DrawPath(path, paint);
    }

    // Inter's capitals are 0.727 em high.
    private const float CapHeight = 0.727f;

    private static SKFont Font(float size, bool bold) =>
        new(PlotFonts.Typeface(bold), size) { Hinting = SKFontHinting.None, Subpixel = true };

    private static SKPaint Stroke(SKColor color, float width) =>
        new() { Color = color, IsAntialias = true, IsStroke = true, StrokeWidth = width };
}
