using Simulator.Models.Pods.Kubelet;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// How states and events of pods look, also without colour: solid, light, hatched; a shape for each event.
/// </summary>
internal static class PodInk
{
    /// <summary>From the ground up, when they are stacked.</summary>
    public static IReadOnlyList<PodState> States { get; } =
        [PodState.Ready, PodState.NotReady, PodState.BackOff, PodState.Pending, PodState.Terminating];

    /// <summary>Events that have a mark.</summary>
    public static IReadOnlyList<PodEventKind> Events { get; } =
    [
        PodEventKind.SigTerm, PodEventKind.Draining, PodEventKind.SigKill, PodEventKind.Unhealthy,
        PodEventKind.Crashed, PodEventKind.NodeLost,
    ];

    public static SKColor Fill(PodState state) => state switch
    {
        PodState.Ready => Palette.Ready,
        PodState.NotReady => Palette.Waiting,
        PodState.BackOff => Palette.Error,
        PodState.Pending => Palette.Pending,
        _ => Palette.ThrottledTint,
    };

    public static void Paint(Ink ink, PodState state, float left, float top, float right, float bottom)
    {
        ink.Fill(left, top, right, bottom, Fill(state));
        if (state == PodState.Terminating) ink.Hatch(left, top, right, bottom, Palette.Throttled);
        if (state == PodState.BackOff) ink.Hatch(left, top, right, bottom, SKColors.White);
    }

    public static void Mark(Ink ink, PodEventKind kind, float x, float y, float size)
    {
        switch (kind)
        {
            case PodEventKind.SigTerm:
                ink.Polygon([new(x - size, y - size), new(x + size, y - size), new(x, y + size)], Palette.Ink);
                break;
            case PodEventKind.Draining:
                ink.Dot(x, y, size * 0.85f, Palette.Good);
                break;
            case PodEventKind.SigKill:
                Cross(ink, x, y, size, SKColors.White, 6.5f);
                Cross(ink, x, y, size, Palette.Ink, 3.5f);
                break;
            case PodEventKind.Unhealthy:
                Diamond(ink, x, y, size * 1.4f, SKColors.White);
                Diamond(ink, x, y, size * 1.1f, Palette.Error);
                break;
            case PodEventKind.Crashed:
                Cross(ink, x, y, size, Palette.Error, 3);
                ink.Line(x - (size * 1.3f), y, x + (size * 1.3f), y, Palette.Error, 3);
                break;
            default:
                ink.Fill(x - size, y - size, x + size, y + size, Palette.Ink);
                break;
        }
    }

    public static KeyEntry Key(PodState state) => new(
        PodWords.Of(state), (ink, box) => Paint(ink, state, box.Left, box.Top, box.Right, box.Bottom));

    public static KeyEntry Key(PodEventKind kind) => new(
        Words(kind), (ink, box) => Mark(ink, kind, box.MidX + 6, box.MidY, 7));

    private static string Words(PodEventKind kind) => kind switch
    {
        PodEventKind.Draining => "drains",
        PodEventKind.Unhealthy => "probe gives up",
        PodEventKind.Crashed => "crash",
        PodEventKind.NodeLost => "node lost",
        _ => PodWords.Of(kind),
    };

    private static void Cross(Ink ink, float x, float y, float size, SKColor color, float width)
    {
        ink.Line(x - size, y - size, x + size, y + size, color, width);
        ink.Line(x - size, y + size, x + size, y - size, color, width);
    }

    private static void Diamond(Ink ink, float x, float y, float size, SKColor color) =>
        ink.Polygon([new(x - size, y), new(x, y - size), new(x + size, y), new(x, y + size)], color);
}
