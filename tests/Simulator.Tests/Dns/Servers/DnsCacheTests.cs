using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Servers;
using Xunit;

namespace Simulator.Tests.Dns.Servers;

/// <summary>CoreDNS's cache plugin.</summary>
public class DnsCacheTests
{
    private static readonly DnsAnswer Address = DnsAnswer.Address(RecordType.A, Duration.FromSeconds(60));

    [Theory]
    [InlineData(60, 30)]   // cache 30 is a maximum
    [InlineData(20, 20)]
    [InlineData(1, 5)]     // and 5 s the minimum
    public void AnAnswerStaysForItsTtlBetweenFiveSecondsAndTheMaximum(int ttl, int stays)
    {
        var cache = New();
        cache.Keep(Ask("a."), DnsAnswer.Address(RecordType.A, Duration.FromSeconds(ttl)), At(0));
        Assert.NotNull(cache.Find(Ask("a."), At(stays - 0.001), true));
        Assert.Null(cache.Find(Ask("a."), At(stays), true));
        Assert.Equal((1, 0, 1), (cache.HitsSuccess, cache.HitsDenial, cache.Misses));
    }

    [Fact]
    public void WhatIsHandedOnHasTheTimeThatIsLeft()
    {
        var cache = New();
        cache.Keep(Ask("a."), Address, At(0));
        Assert.Equal(Duration.FromSeconds(10), cache.Find(Ask("a."), At(20), true)!.Value.Ttl);
    }

    [Fact]
    public void AAndAaaaAreTwoEntries()
    {
        var cache = New();
        cache.Keep(Ask("a."), Address, At(0));
        Assert.Null(cache.Find(Ask("a.") with { Type = RecordType.Aaaa }, At(1), true));
    }

    [Fact]
    public void ServFailStaysFiveSecondsAndRefusedNotAtAll()
    {
        var cache = New();
        cache.Keep(Ask("a."), DnsAnswer.Empty(DnsRcode.ServFail, Duration.Zero), At(0));
        cache.Keep(Ask("b."), DnsAnswer.Empty(DnsRcode.Refused, Duration.Zero), At(0));
        Assert.NotNull(cache.Find(Ask("a."), At(4.9), true));
        Assert.Null(cache.Find(Ask("a."), At(5), true));
        Assert.Null(cache.Find(Ask("b."), At(0), true));
    }

    [Fact]
    public void AFullShardLosesAnEntryForEachNewOne()
    {
        var cache = New(new DnsCacheOptions { Capacity = 512 });
        for (var i = 0; i < 100_000; i++) cache.Keep(Ask($"{i}."), Address, At(0));
        Assert.Equal(512, cache.EntriesSuccess);
        var kept = Enumerable.Range(0, 100_000).Count(i => cache.Find(Ask($"{i}."), At(1), false) is not null);
        Assert.Equal(512, kept);
        Assert.Equal(0, cache.HitsSuccess);
    }

    [Fact]
    public void WithoutTimeNothingIsKept()
    {
        var cache = New(new DnsCacheOptions { Success = Duration.Zero });
        cache.Keep(Ask("a."), Address, At(0));
        Assert.Equal(0, cache.EntriesSuccess);
    }

    private static DnsCache New(DnsCacheOptions? options = null) =>
        new(options ?? new DnsCacheOptions(), new RandomStream(1, 0, "cache"));

    private static DnsQuestion Ask(string name) => new(name, RecordType.A, DnsTransport.Udp);

    private static SimTime At(double seconds) => SimTime.Zero + Duration.FromSeconds(seconds);
}
