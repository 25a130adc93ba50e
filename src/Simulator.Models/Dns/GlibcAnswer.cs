namespace Simulator.Models.Dns;

/// <summary>h_errno of netdb.h.</summary>
internal enum GlibcError
{
    HostNotFound,
    TryAgain,
    NoRecovery,
    NoData,
}

/// <summary>How one name went: the replies kept, or why not.</summary>
/// <param name="First">The first buffer; null when empty.</param>
/// <param name="Second">The second buffer; null when empty.</param>
/// <param name="Error">Where it failed.</param>
/// <param name="LastRcode">Of what arrived last in the first buffer, whether it was kept or not.</param>
/// <param name="NobodyThere">errno is ECONNREFUSED.</param>
internal readonly record struct GlibcAnswer(
    DnsReply? First, DnsReply? Second, GlibcError Error, DnsRcode LastRcode, bool NobodyThere)
{
    public bool IsSuccess => First is not null || Second is not null;

    public static GlibcAnswer Failed(GlibcError error, DnsRcode lastRcode, bool nobodyThere = false) =>
        new(null, null, error, lastRcode, nobodyThere);

    /// <summary>One record in either reply is success; otherwise the first error counts (res_query.c,
    /// __res_context_query).</summary>
    public static GlibcAnswer Of(DnsReply? first, DnsReply? second, DnsRcode lastRcode)
    {
        var (one, two) = (first ?? second!, second ?? first!);
        if (IsGood(one) || IsGood(two)) return new GlibcAnswer(first, second, default, lastRcode, NobodyThere: false);
        var rcode = one.Rcode == DnsRcode.NoError ? two.Rcode : one.Rcode;
        return Failed(
            rcode switch
            {
                DnsRcode.NxDomain => GlibcError.HostNotFound,
                DnsRcode.ServFail => GlibcError.TryAgain,
                DnsRcode.NoError => GlibcError.NoData,
                _ => GlibcError.NoRecovery,
            },
            lastRcode);
    }

    private static bool IsGood(DnsReply reply) => reply is { Rcode: DnsRcode.NoError, HasAnswer: true };
}
