using Simulator.Kernel;
using Simulator.Models.Dns;
using Xunit;

namespace Simulator.Tests.Dns;

public class MechanismTests
{
    private const string Fast = Ask.Search + "nameserver 127.0.0.1\noptions ndots:5 timeout:1\n";
    private const string TwoServers = Ask.Search
        + "nameserver 127.0.0.1\nnameserver 127.0.0.2\noptions ndots:5 timeout:1\n";

    [Theory]
    [InlineData("glibc", "4 ok 1500")]
    [InlineData("musl-1.2.5", "4 Try again 1000")]
    [InlineData("go", "4 lookup a.example. on 127.0.0.1:53: read udp 127.0.0.1:53: i/o timeout 2000")]
    public void OnlyGlibcTakesTheLateReplyToAnEarlierTry(string resolver, string expected) =>
        Assert.Equal(expected, Ask.Run(resolver, "a.example.", "{default: {a: 10.0.0.1, delay_ms: 1500}}",
            Fast).InShort());

    [Theory]
    [InlineData("glibc", "4 ok 0")]
    [InlineData("musl-1.2.3", "2 Name does not resolve 0")]
    [InlineData("musl-1.2.5", "4 ok 0")]
    [InlineData("go", "4 ok 0")]
    [InlineData("c-ares", "4 ok 0")]
    [InlineData("node-resolve", "2 ok 0")]
    public void ATruncatedReplyIsAskedAgainOverTcp(string resolver, string expected) =>
        Assert.Equal(expected, Ask.Run(resolver, "a.example.", "{default: {a: 10.0.0.1, tc: true}}").InShort());

    [Fact]
    public void BothLostIsAPlainRetryAndNothingSticks()
    {
        const string Zone = "{rules: [{nth: [1], per_qtype: true, action: {drop: true}}, {action: {a: 10.0.0.1}}]}";
        var result = Ask.Run("glibc", "a.example.", Zone, count: 2);
        Assert.Equal("6 ok 5000", result.InShort());
        Assert.Equal(Duration.FromSeconds(5), result.Elapsed);
    }

    [Fact]
    public void AThreadThatLostOneReplyAsksOneAfterTheOtherForGood()
    {
        const string Zone = "{rules: [{qtype: AAAA, nth: [1], action: {drop: true}},"
            + "{action: {a: 10.0.0.1, delay_ms: 20}}]}";
        var result = Ask.Run("glibc", "a.example.", Zone, Fast, count: 2);
        Assert.Equal(1040, (result.Lookups[0].End - result.Lookups[0].Start).TotalMilliseconds);
        Assert.Equal(40, (result.Lookups[1].End - result.Lookups[1].Start).TotalMilliseconds);
    }

    [Fact]
    public void RefusedAtTheFirstSuffixHidesTheSecondFromGlibcButNotFromGo()
    {
        const string Zone = "{rules: [{name: '*.default.svc.cluster.local.', action: {rcode: REFUSED}},"
            + "{name: payments.billing.svc.cluster.local., action: {a: 10.0.0.1}}]}";
        Assert.Equal("6 Name or service not known 0", Ask.Run("glibc", "payments.billing", Zone, Fast).InShort());
        Assert.Equal("6 ok 0", Ask.Run("go", "payments.billing", Zone, Fast).InShort());
    }

    [Fact]
    public void MuslDropsAnAddressWhenTheOtherFamilySaysNxdomain()
    {
        const string Zone = "{rules: [{name: a.example., qtype: A, action: {a: 10.0.0.1}}]}";
        Assert.Equal("2 Name does not resolve 0", Ask.Run("musl-1.2.5", "a.example.", Zone).InShort());
        Assert.Equal("2 ok 0", Ask.Run("glibc", "a.example.", Zone).InShort());
    }

    [Fact]
    public void GlibcOverTcpWaitsForEverAndOthersDoNot()
    {
        const string Conf = "nameserver 127.0.0.1\noptions use-vc timeout:1\n";
        Assert.EndsWith(" never", Ask.Run("glibc", "a.example.", "{default: {drop: true}}", Conf).InShort());
        Assert.EndsWith(" 2000", Ask.Run("go", "a.example.", "{default: {drop: true}}", Conf).InShort());
    }

    [Fact]
    public void RotateSpreadsTheSuffixesOverTheServers()
    {
        var conf = TwoServers.Replace("timeout:1", "rotate");
        var servers = Ask.Public("glibc", "api.stripe.com", conf).Exchanges.Where(e =>
            e.Send.Type == RecordType.A).Select(e => e.Server);
        Assert.Equal(2, servers.Distinct().Count());
    }

    [Fact]
    public void NxdomainIsFinalForGlibcWhileMuslTakesWhicheverComesFirst()
    {
        const string Zone = "{rules: [{server: 127.0.0.1, action: {rcode: NXDOMAIN, delay_ms: 20}},"
            + "{action: {a: 10.0.0.1}}]}";
        Assert.False(Ask.Run("glibc", "a.example.", Zone, TwoServers).Lookups[0].Outcome.IsFound);
        Assert.True(Ask.Run("musl-1.2.5", "a.example.", Zone, TwoServers).Lookups[0].Outcome.IsFound);
    }

    [Fact]
    public void ARootInTheSearchListCostsOldMuslFiveSecondsAndNewMuslNothing()
    {
        const string Conf = "search .\nnameserver 127.0.0.1\noptions ndots:5\n";
        Assert.Equal("0 Try again 5000", Ask.Public("musl-1.2.3", "a.example", Conf).InShort());
        Assert.Equal("2 ok 0", Ask.Public("musl-1.2.5", "a.example", Conf).InShort());
        Assert.Equal("2 ok 0", Ask.Public("glibc", "a.example", Conf).InShort());
    }

    [Fact]
    public void CaresDoublesItsPatienceRoundByRound() => Assert.Equal(
        "8 Timeout while contacting DNS servers 75000", Ask.Run("c-ares", "a.example.",
            "{default: {drop: true}}").InShort());

    [Fact]
    public void TheWorstCaseOfEachResolverIsAsLongAsTheRulesSay()
    {
        const string Zone = "{default: {drop: true}}";
        Assert.EndsWith(" 20000", Ask.Run("glibc", "api.stripe.com", Zone).InShort());
        Assert.EndsWith(" 50000", Ask.Run("go", "api.stripe.com", Zone).InShort());
        Assert.EndsWith(" 5000", Ask.Run("musl-1.2.5", "api.stripe.com", Zone).InShort());
    }
}
