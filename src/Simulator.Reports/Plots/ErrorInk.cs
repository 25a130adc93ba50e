using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>What colour an outcome has, in all pictures the same, and its words.</summary>
internal static class ErrorInk
{
    private static readonly string[] Order =
    [
        "timeout", "connection_reset", "connection_refused", "pool_timeout", "database_error", "rejected", "shed",
        "circuit_open", "dns_error",
    ];

    /// <summary>From the ground up, when they are stacked.</summary>
    public static int Rank(string kind) => Array.IndexOf(Order, kind) is var i and >= 0 ? i : Order.Length;

    public static SKColor Of(string kind) => SKColor.Parse(kind switch
    {
        "timeout" => "#D55E00",
        "connection_reset" => "#A3478B",
        "connection_refused" => "#E39BC4",
        "pool_timeout" => "#F0C24B",
        "database_error" => "#8A6D00",
        "rejected" => "#56B4E9",
        "shed" => "#7C8B96",
        "circuit_open" => "#B4BEC5",
        _ => "#4B3B6B",
    });

    public static string Words(string kind) => kind.Replace('_', ' ');
}
