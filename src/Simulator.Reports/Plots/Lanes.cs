using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>The upper part of the timeline: a lane per CPU, a lane per thread, the period grid behind them.</summary>
internal sealed class Lanes(Ink ink, Frame frame, CloseUp closeUp, int[] cpus, int[] threads, float unit)
{
    private const float GroupGap = 26;
    private const float ThinnestMark = 0.7f;

    /// <summary>A lane lower than this has no room for its name.</summary>
    private const float Readable = 15;

    /// <summary>Height of a CPU's lane; a thread's is twice as high, because the threads are the story.</summary>
    public static float UnitFor(int cpus, int threads, float height) =>
        Math.Min(44, (height - GroupGap) / (cpus + (2f * threads)));

    public static float HeightOf(int cpus, int threads, float unit) => (unit * (cpus + (2 * threads))) + GroupGap;

    /// <summary>A state's look, also without colour: solid, plain and light, hatched.</summary>
    public static void Paint(Ink ink, LaneState state, float left, float top, float right, float bottom)
    {
        switch (state)
        {
            case LaneState.Running:
                ink.Fill(left, top, right, bottom, Palette.Running);
                break;
            case LaneState.Waiting:
                ink.Fill(left, top, right, bottom, Palette.Waiting);
                break;
            default:
                ink.Fill(left, top, right, bottom, Palette.ThrottledTint);
                ink.Hatch(left, top, right, bottom, Palette.Throttled);
                break;
        }
    }

    public void Draw()
    {
        var y = frame.Top;
        if (unit < Readable) Label($"{cpus.Length} CPUs", y + (cpus.Length * unit / 2));
        foreach (var cpu in cpus)
        {
            var ran = closeUp.Lanes.Where(s => s.Cpu == cpu && s.State == LaneState.Running).ToList();
            Background(y, unit, $"cpu {cpu}");
            foreach (var segment in ran) Segment(segment, y, unit);
            var busy = ran.Sum(s => (s.To - s.From).TotalMilliseconds) / (closeUp.To - closeUp.From).TotalMilliseconds;
            if (unit >= Readable)
                ink.Text($"busy {Human.Percent(busy)}", frame.Right + 16, y + (unit / 2), TextSize, Palette.Muted);
            y += unit;
        }

        y += GroupGap;
        foreach (var thread in threads)
        {
            Background(y, 2 * unit, $"thread {thread}");
            foreach (var segment in closeUp.Lanes.Where(s => s.Thread == thread)) Segment(segment, y, 2 * unit);
            if (thread == threads[0]) StallLabels(thread, y);
            Totals(thread, y + unit);
            y += 2 * unit;
        }

        foreach (var refill in closeUp.Refills.Concat(closeUp.PodRefills)) PeriodLine(refill, y);
    }

    private float TextSize => Math.Clamp(unit * 0.8f, 16, 18);

    private void Background(float y, float height, string label)
    {
        ink.Fill(frame.Left, y + 2, frame.Right, y + height - 2, Palette.Lane);
        if (height >= Readable) Label(label, y + (height / 2));
    }

    private void Label(string text, float y) =>
        ink.Text(text, frame.Left - 12, y, TextSize, Palette.Ink, anchor: Anchor.Right);

    private void Segment(LaneSegment segment, float y, float height)
    {
        var left = X(segment.From);
        var right = Math.Max(X(segment.To), left + ThinnestMark);
        Paint(ink, segment.State, left, y + 2, right, y + height - 2);
    }

    private void StallLabels(int thread, float y)
    {
        foreach (var segment in closeUp.Lanes.Where(s => s.Thread == thread && s.State == LaneState.Throttled))
        {
            var label = Human.Short((segment.To - segment.From).TotalMilliseconds) + " ms";
            if (X(segment.To) - X(segment.From) < Ink.Width(label, 16, bold: true) + 16) continue;
            ink.Plate(label, (X(segment.From) + X(segment.To)) / 2, y + unit, 16, Palette.Throttled, Anchor.Centre,
                bold: true);
        }
    }

    private void Totals(int thread, float y)
    {
        double Total(LaneState state) => TimelineFacts.Total(closeUp, thread, state);
        var ran = $"ran {Total(LaneState.Running):0} ms";
        var stalled = Total(LaneState.Throttled) > 0
            ? $"stalled {Total(LaneState.Throttled):0} ms"
            : $"waited {Total(LaneState.Waiting):0} ms";
        if (unit < 19)
        {
            ink.Text($"{ran} · {stalled}", frame.Right + 16, y, 16, Palette.Ink);
            return;
        }

        ink.Text(ran, frame.Right + 16, y - 10, TextSize, Palette.Running, bold: true);
        var color = Total(LaneState.Throttled) > 0 ? Palette.Throttled : Palette.Muted;
        ink.Text(stalled, frame.Right + 16, y + 11, TextSize, color, bold: true);
    }

    private void PeriodLine(SimTime refill, float bottom)
    {
        var x = X(refill);
        ink.Line(x, frame.Top, x, bottom, Palette.Ink.WithAlpha((byte)(closeUp.Refills.Length > 40 ? 40 : 110)));
    }

    private float X(SimTime at) => Math.Clamp(frame.X((at - closeUp.From).TotalMilliseconds), frame.Left, frame.Right);
}
