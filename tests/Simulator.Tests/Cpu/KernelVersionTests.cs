using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

public class KernelVersionTests
{
    [Theory]
    [InlineData("6.18", 6, 18)]
    [InlineData("6.18.44", 6, 18)]
    [InlineData("4.15.0-72-generic", 4, 15)]
    [InlineData("5.4-cloud", 5, 4)]
    [InlineData("10.0", 10, 0)]
    public void AVersionIsReadAsUnamePrintsIt(string text, int major, int minor)
    {
        Assert.True(KernelVersion.TryParse(text, out var version));
        Assert.Equal(new KernelVersion(major, minor), version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("6.")]
    [InlineData(".18")]
    [InlineData("v6.18")]
    [InlineData("6.x")]
    [InlineData("-6.18")]
    [InlineData("6.+1")]
    [InlineData("6. 18")]
    [InlineData("latest")]
    [InlineData("99999999999.1")]
    public void WhatIsNoVersionIsRefused(string text) => Assert.False(KernelVersion.TryParse(text, out _));

    [Fact]
    public void AVersionPrintsAsItIsRead() => Assert.Equal("6.18", KernelVersion.Default.ToString());

    [Fact]
    public void MinorNumbersAreNumbersNotDecimals()
    {
        Assert.True(Version("5.14").HasBurst);
        Assert.False(Version("5.4").HasBurst);
        Assert.True(Version("6.18").RandomPeriodOffset);
    }

    [Fact]
    public void EachChangeComesWithItsVersionAndStays()
    {
        SwitchesAt("4.17", "4.18", v => !v.ExpiresByEquality);
        SwitchesAt("5.3", "5.4", v => !v.SlicesExpire);
        SwitchesAt("5.13", "5.14", v => v.HasBurst);
        SwitchesAt("6.3", "6.4", v => v.RandomPeriodOffset);
        SwitchesAt("6.5", "6.6", v => v.IsEevdf);
        SwitchesAt("6.5", "6.6", v => v.ClockNeedsThreads);
        SwitchesAt("6.17", "6.18", v => v.ThrottlesTasks);
    }

    [Fact]
    public void TickLengthFollowsHz()
    {
        Assert.Equal(4_000_000, new KernelOptions().Tick.Nanoseconds);
        Assert.Equal(3_333_333, new KernelOptions { Hz = 300 }.Tick.Nanoseconds);
        Assert.Equal(1_000_000, new KernelOptions { Hz = 1000 }.Tick.Nanoseconds);
    }

    private static void SwitchesAt(string before, string from, Func<KernelVersion, bool> isSo)
    {
        Assert.False(isSo(Version("3.10")), $"already in 3.10, not only from {from}");
        Assert.False(isSo(Version(before)), $"already in {before}, not only from {from}");
        Assert.True(isSo(Version(from)), $"not in {from}");
        Assert.True(isSo(Version("7.0")), $"no more in 7.0, though from {from}");
    }

    private static KernelVersion Version(string text)
    {
        Assert.True(KernelVersion.TryParse(text, out var version));
        return version;
    }
}
