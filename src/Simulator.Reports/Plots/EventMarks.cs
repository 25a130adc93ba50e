using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>
/// What the scenario makes happen, in a picture over time: a line where it begins, a band while it lasts.
/// </summary>
internal static class EventMarks
{
    private const int Rows = 3;
    private const float RowHeight = 24;
    private const float TextSize = 17;

    /// <summary>Behind the data.</summary>
    public static void Bands(Ink ink, Frame frame, ImmutableArray<EventMark> marks)
    {
        foreach (var mark in marks)
        {
            var left = Math.Max(frame.Left, frame.X(mark.At.TotalSeconds));
            var right = Math.Min(frame.Right, frame.X(mark.Until.TotalSeconds));
            if (right > left) ink.Fill(left, frame.Top, right, frame.Bottom, Palette.Ink.WithAlpha(22));
        }
    }

    /// <summary>In front of the data; words as far as there is room for them.</summary>
    public static void Lines(Ink ink, Frame frame, ImmutableArray<EventMark> marks, bool named)
    {
        var visible = Visible(frame, marks);
        foreach (var (_, x) in visible) ink.Line(x, frame.Top, x, frame.Bottom, Palette.Ink, 2);
        if (named) Names(ink, frame, visible, frame.Top + 14, Rows);
    }

    /// <summary>The words in one row over the panel, where the data needs all of it.</summary>
    public static void Above(Ink ink, Frame frame, ImmutableArray<EventMark> marks) =>
        Names(ink, frame, Visible(frame, marks), frame.Top - 14, rows: 1);

    private static List<(EventMark Mark, float X)> Visible(Frame frame, ImmutableArray<EventMark> marks) =>
    [
        .. marks.OrderBy(m => m.At).Select(m => (m, X: frame.X(m.At.TotalSeconds)))
            .Where(m => m.X >= frame.Left - 1 && m.X <= frame.Right + 1),
    ];

    // To the right of the line, or to the left where there is little room; in the first row that is free.
    private static void Names(Ink ink, Frame frame, List<(EventMark Mark, float X)> marks, float top, int rows)
    {
        var ends = new float[rows];
        Array.Fill(ends, float.MinValue);
        foreach (var (mark, x) in marks)
        {
            var isRight = frame.Right - x > Math.Min(160, (frame.Right - frame.Left) / 3);
            var room = isRight ? frame.Right - x - 12 : x - frame.Left - 12;
            if (Ink.Cut(mark.Words, TextSize, room) is not { } text) continue;
            var width = Ink.Width(text, TextSize) + 16;
            var left = isRight ? x : x - width;
            var row = Array.FindIndex(ends, e => e <= left);
            if (row < 0) continue;
            ends[row] = left + width;
            ink.Plate(text, left + 8, top + (row * RowHeight), TextSize, Palette.Ink, Anchor.Left);
        }
    }
}
