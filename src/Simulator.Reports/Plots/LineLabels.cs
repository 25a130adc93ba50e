using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Names at the right ends of lines, moved apart where they would cover each other.</summary>
internal static class LineLabels
{
    public static void Draw(
        Ink ink, Frame frame, IReadOnlyList<(string Text, SKColor Color, float Y)> labels, float width)
    {
        var gap = Math.Clamp((frame.Bottom - frame.Top) / Math.Max(1, labels.Count), 16, 24);
        var size = Math.Clamp(gap * 0.8f, 13, 18);
        var ys = LabelStack.Spread([.. labels.Select(l => l.Y)], gap, frame.Top, frame.Bottom + 4);
        for (var i = 0; i < labels.Count; i++)
        {
            var (text, color, y) = labels[i];
            ink.Line(frame.Right + 4, y, frame.Right + 20, ys[i], color, 1.5f);
            ink.Text(Ink.Cut(text, size, width, bold: true) ?? "", frame.Right + 26, ys[i], size, color, bold: true);
        }
    }
}
