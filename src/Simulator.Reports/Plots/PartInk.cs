using Simulator.Models.Recording;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>The look of each part of a request's time; what is like another differs by its hatching.</summary>
internal static class PartInk
{
    private static readonly SKColor Names = SKColor.Parse("#009E73");
    private static readonly SKColor Pools = SKColor.Parse("#CC79A7");
    private static readonly SKColor Waits = SKColor.Parse("#8A6D00");

    public static void Paint(Ink ink, TimePart part, float left, float top, float right, float bottom)
    {
        var (fill, hatch) = Look(part);
        ink.Fill(left, top, right, bottom, fill);
        if (hatch is { } lines) ink.Hatch(left, top, right, bottom, lines);
    }

    /// <summary>For words on it.</summary>
    public static SKColor TextOn(TimePart part) => part is TimePart.Running or TimePart.Waited or TimePart.Dns
        or TimePart.Lost ? SKColors.White : Palette.Ink;

    private static (SKColor Fill, SKColor? Hatch) Look(TimePart part) => part switch
    {
        TimePart.Queued => (Palette.Pending, null),
        TimePart.Running => (Palette.Running, null),
        TimePart.Runnable => (Palette.Waiting, null),
        TimePart.Throttled => (Palette.ThrottledTint, Palette.Throttled),
        TimePart.Waited => (Waits, null),
        TimePart.Dns => (Names, null),
        TimePart.DnsTimeout => (SKColor.Parse("#D5EFE6"), Names),
        TimePart.PoolWait => (Pools, null),
        TimePart.Connect => (SKColor.Parse("#F6E3EE"), Pools),
        TimePart.Query => (Palette.Pool, null),
        TimePart.EarlierAttempts => (SKColor.Parse("#F0DCEA"), Palette.Error),
        TimePart.Backoff => (Palette.Grid, null),
        TimePart.Lost => (Palette.Ink, null),
        _ => (Palette.Lane, Palette.Muted),
    };
}
