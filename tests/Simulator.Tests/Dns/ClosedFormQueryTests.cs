using CsCheck;
using Simulator.Models.Dns;
using Xunit;

namespace Simulator.Tests.Dns;

public class ClosedFormQueryTests
{
    private static readonly Gen<int> Domains = Gen.Int[0, 8];

    private static string Conf(int domains, string options = "ndots:5") =>
        (domains == 0 ? "" : $"search {string.Join(' ', Enumerable.Range(1, domains).Select(d => $"d{d}.example"))}\n")
        + $"nameserver 127.0.0.1\noptions {options}\n";

    private static int Queries(DnsReplayResult result) => result.Exchanges.Length;

    [Theory]
    [InlineData("glibc")]
    [InlineData("musl-1.2.5")]
    [InlineData("go")]
    [InlineData("c-ares")]
    public void AFinalDotCostsTwoQueriesWhateverTheSearchList(string resolver) => Domains.Sample(s =>
        Queries(Ask.Public(resolver, "api.stripe.com.", Conf(s))) == 2);

    [Theory]
    [InlineData("glibc")]
    [InlineData("musl-1.2.3")]
    [InlineData("go")]
    [InlineData("c-ares")]
    public void ANameThatExistsOnlyAsItIsCostsTwoForEachDomainAndTwo(string resolver) => Domains.Sample(s =>
        Queries(Ask.Public(resolver, "api.stripe.com", Conf(s))) == 2 * (s + 1));

    [Theory]
    [InlineData("glibc")]
    [InlineData("musl-1.2.5")]
    [InlineData("go")]
    [InlineData("c-ares")]
    public void FoundAtTheKthDomainItCostsTwoK(string resolver) => Gen.Int[1, 8].Sample(k =>
        Queries(Ask.Run(resolver, "redis",
            $"{{rules: [{{name: redis.d{k}.example., action: {{a: 10.0.0.1}}}}]}}", Conf(8))) == 2 * k);

    [Theory]
    [InlineData("glibc", 2)]
    [InlineData("go", 2)]
    [InlineData("c-ares", 2)]
    [InlineData("musl-1.2.5", 0)]
    public void EnoughDotsAndNoSuchNameWalksTheListExceptInMusl(string resolver, int perDomain) => Domains.Sample(s =>
        Queries(Ask.Run(resolver, "no.such.name", "{default: {rcode: NXDOMAIN}}", Conf(s, "ndots:1"))) == 2
            + (perDomain * s));

    [Fact]
    public void NoAaaaHalvesThem() => Domains.Sample(s =>
        Queries(Ask.Public("glibc", "api.stripe.com", Conf(s, "ndots:5 no-aaaa"))) == s + 1);

    [Fact]
    public void NodeResolveAsksOnce() => Domains.Sample(s =>
        Queries(Ask.Public("node-resolve", "api.stripe.com", Conf(s))) == 1);
}
