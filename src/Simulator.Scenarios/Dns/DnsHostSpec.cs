using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>What the servers say to one name.</summary>
public sealed record DnsHostSpec
{
    // RFC 2181, section 8.
    private const long LongestTtl = int.MaxValue;

    public DnsHostAnswer Answer { get; init; } = DnsHostAnswer.Address;

    /// <summary>There is an AAAA record too.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Of the answer or, for NODATA and NXDOMAIN, of the SOA that comes with it.</summary>
    public Duration Ttl { get; init; } = Duration.FromSeconds(60);

    private static DnsHostSpec Default { get; } = new();

    private static ScalarShape<DnsHostAnswer> AnswerShape { get; } = Is.OneOf(
        ("address", DnsHostAnswer.Address),
        ("nodata", DnsHostAnswer.NoData),
        ("nxdomain", DnsHostAnswer.NxDomain),
        ("servfail", DnsHostAnswer.ServFail),
        ("refused", DnsHostAnswer.Refused),
        ("silence", DnsHostAnswer.Silence));

    internal static ObjectShape<DnsHostSpec> Shape { get; } = new(
        "dnsHost",
        "What name servers say to one name.",
        f =>
        {
            var host = new DnsHostSpec
            {
                Answer = f.Optional("answer", AnswerShape, Default.Answer, "What they say; silence: nothing at all."),
                Ipv6 = f.Optional("ipv6", Is.Bool, Default.Ipv6, "true: there is an AAAA record too."),
                Ttl = f.Optional(
                    "ttl", Amount.Seconds(LongestTtl), Default.Ttl,
                    "How long caches may keep the answer, or that there is none."),
            };
            f.Check(
                () => host.Answer == DnsHostAnswer.Address || !host.Ipv6, "ipv6", "one-of",
                () => "a host without an address has no AAAA record either");
            return host;
        });
}

/// <summary>The kinds of answers.</summary>
public enum DnsHostAnswer
{
    Address,

    /// <summary>The name exists, without an address.</summary>
    NoData,
    NxDomain,
    ServFail,
    Refused,

    /// <summary>The servers of that zone are silent: a resolver that asks them times out.</summary>
    Silence,
}
