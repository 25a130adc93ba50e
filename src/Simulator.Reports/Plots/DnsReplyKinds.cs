using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>What a reply means to a walk along the search list.</summary>
internal enum DnsReplyKind
{
    Answer,
    NoData,
    NxDomain,
    Error,

    /// <summary>There was none.</summary>
    Lost,
}

/// <summary>Names and looks of replies; an answer is the only cool colour, and what is lost is hatched.</summary>
internal static class DnsReplyKinds
{
    public static DnsReplyKind Of(string reply) => reply switch
    {
        "ANSWER" => DnsReplyKind.Answer,
        "NODATA" => DnsReplyKind.NoData,
        "NXDOMAIN" => DnsReplyKind.NxDomain,
        "LOST" => DnsReplyKind.Lost,
        _ => DnsReplyKind.Error,
    };

    public static string Name(DnsReplyKind kind) => kind switch
    {
        DnsReplyKind.Answer => "answer",
        DnsReplyKind.NoData => "NODATA",
        DnsReplyKind.NxDomain => "NXDOMAIN",
        DnsReplyKind.Error => "error",
        _ => "lost",
    };

    /// <summary>For words that stand on the colour.</summary>
    public static SKColor TextOn(DnsReplyKind kind) =>
        kind is DnsReplyKind.NoData or DnsReplyKind.Lost ? Palette.Ink : SKColors.White;

    public static void Paint(Ink ink, DnsReplyKind kind, float left, float top, float right, float bottom)
    {
        if (kind != DnsReplyKind.Lost)
        {
            ink.Fill(left, top, right, bottom, Color(kind));
            return;
        }

        ink.Fill(left, top, right, bottom, Palette.Grid);
        ink.Hatch(left, top, right, bottom, Palette.Ink);
    }

    private static SKColor Color(DnsReplyKind kind) => kind switch
    {
        DnsReplyKind.Answer => Palette.Running,
        DnsReplyKind.NoData => Palette.Waiting,
        DnsReplyKind.NxDomain => Palette.Throttled,
        _ => Palette.Error,
    };
}
