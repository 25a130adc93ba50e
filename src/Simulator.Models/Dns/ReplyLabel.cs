namespace Simulator.Models.Dns;

/// <summary>One word for what a server said.</summary>
public static class ReplyLabel
{
    public static string Of(DnsReply reply) => reply switch
    {
        { IsTruncated: true } => "TC",
        { Rcode: DnsRcode.NoError, IsLame: true, HasAnswer: false } => "LAME",
        { Rcode: DnsRcode.NoError } => reply.HasAnswer ? "ANSWER" : "NODATA",
        _ => Of(reply.Rcode),
    };

    public static string Of(DnsRcode rcode) => rcode switch
    {
        DnsRcode.NoError => "NOERROR",
        DnsRcode.FormErr => "FORMERR",
        DnsRcode.ServFail => "SERVFAIL",
        DnsRcode.NxDomain => "NXDOMAIN",
        DnsRcode.NotImp => "NOTIMP",
        DnsRcode.Refused => "REFUSED",
        _ => $"RCODE{(int)rcode}",
    };
}
