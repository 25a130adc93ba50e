using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Colours that stay apart for colour-blind readers (Okabe and Ito 2008), and the few greys around them.
/// </summary>
internal static class Palette
{
    public static readonly SKColor Ink = SKColor.Parse("#1F2933");
    public static readonly SKColor Muted = SKColor.Parse("#5B6770");
    public static readonly SKColor Grid = SKColor.Parse("#E3E7EA");
    public static readonly SKColor Lane = SKColor.Parse("#F4F6F7");

    public static readonly SKColor Running = SKColor.Parse("#0072B2");
    public static readonly SKColor Waiting = SKColor.Parse("#F0C24B");
    public static readonly SKColor Throttled = SKColor.Parse("#D55E00");
    public static readonly SKColor ThrottledTint = SKColor.Parse("#FBE3D3");
    public static readonly SKColor Error = SKColor.Parse("#A3478B");
    public static readonly SKColor Pool = SKColor.Parse("#56B4E9");

    public static readonly SKColor Ready = SKColor.Parse("#0072B2");
    public static readonly SKColor Pending = SKColor.Parse("#B4BEC5");
    public static readonly SKColor Good = SKColor.Parse("#009E73");

    private static readonly SKColor[] Variants =
    [
        SKColor.Parse("#D55E00"), SKColor.Parse("#0072B2"), SKColor.Parse("#009E73"), SKColor.Parse("#CC79A7"),
        SKColor.Parse("#8A6D00"), SKColor.Parse("#56B4E9"), SKColor.Parse("#1F2933"),
    ];

    /// <summary>The baseline is always the first colour.</summary>
    public static SKColor Variant(int index) => Variants[index % Variants.Length];
}
