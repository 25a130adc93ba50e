using Simulator.Kernel;
using Simulator.Models.Dns;
using Xunit;

namespace Simulator.Tests.Dns;

public class RuntimeTests
{
    private const string Slow = "{default: {a: 10.0.0.1, delay_ms: 100}}";

    [Theory]
    [InlineData("node-lookup", 400)]
    [InlineData("dotnet", 800)]
    [InlineData("glibc", 100)]
    [InlineData("node-resolve", 100)]
    public void EightLookupsAtOnceTakeAsManyWavesAsTheRuntimeMakes(string resolver, int ms) =>
        Assert.Equal(ms, Ask.Run(resolver, "a.example.", Slow, count: 8, atOnce: true).Elapsed.TotalMilliseconds);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(8, 4)]
    public void LibuvGivesSlowWorkHalfItsPoolRoundedUp(int pool, int lookups) =>
        Assert.Equal(lookups, ResolverProfile.SlowIo(pool));

    [Fact]
    public void NobodyCoalescesEqualNamesInNode() =>
        Assert.Equal(16, Ask.Run("node-lookup", "a.example.", Slow, count: 8, atOnce: true).Exchanges.Length);

    [Fact]
    public void JavaAsksOnceAndRemembersFailuresToo()
    {
        Assert.Equal(10, Ask.Public("java", "api.stripe.com", Ask.Eks).Exchanges.Length);
        Assert.Equal(10, Ask.Run("java", "typo", "{default: {rcode: NXDOMAIN}}", count: 3).Exchanges.Length);
        Assert.Equal(30, Ask.Run("glibc", "typo", "{default: {rcode: NXDOMAIN}}", count: 3).Exchanges.Length);
    }

    [Fact]
    public void JavaForgetsAFailureAfterTenSecondsAndASuccessAfterThirty()
    {
        var cache = new LookupCache(Duration.FromSeconds(30), Duration.FromSeconds(10));
        cache.Keep("good", DnsOutcome.Found(["10.0.0.1"]), SimTime.Zero);
        cache.Keep("bad", DnsOutcome.Failed(LookupResult.NotFound, "no"), SimTime.Zero);
        var ten = SimTime.Zero + Duration.FromSeconds(10);
        Assert.Null(cache.Find("bad", ten));
        Assert.NotNull(cache.Find("good", ten));
        Assert.Null(cache.Find("good", SimTime.Zero + Duration.FromSeconds(30)));
    }

    [Fact]
    public void InDotnetAnotherNamePassesThoseThatWaitForTheSameOne()
    {
        var gate = new LookupGate(2, oneAtATimePerName: true);
        Assert.True(gate.Enter(0, "a"));
        Assert.False(gate.Enter(1, "a"));
        Assert.True(gate.Enter(2, "b"));
        gate.Leave("b");
        Assert.False(gate.TryAdmit(out _));
        gate.Leave("a");
        Assert.True(gate.TryAdmit(out var next));
        Assert.Equal(1, next);
    }
}
