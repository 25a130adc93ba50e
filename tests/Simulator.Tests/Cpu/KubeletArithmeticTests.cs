using Simulator.Kernel;
using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>Millicores to quota and shares. Source: kubernetes pkg/kubelet/cm/helpers_linux.go and its tests.</summary>
public class KubeletArithmeticTests
{
    [Theory]
    [InlineData(500, 100, 50_000)]
    [InlineData(1500, 100, 150_000)]
    [InlineData(72, 20, 1_440)]
    [InlineData(250, 5, 1_250)]
    [InlineData(333, 10, 3_330)]
    [InlineData(64_000, 100, 6_400_000)]
    public void AQuotaIsMillicoresOfThePeriodInMicroseconds(long millicores, int periodMs, long quotaUs) =>
        Assert.Equal(Duration.FromMicroseconds(quotaUs), Quota(millicores, periodMs).Quota);

    [Theory]
    [InlineData(1, 100)]
    [InlineData(9, 100)]
    [InlineData(10, 100)]
    [InlineData(99, 10)]
    [InlineData(500, 1)]
    public void NoQuotaIsBelowOneMillisecond(long millicores, int periodMs) =>
        Assert.Equal(Duration.FromMilliseconds(1), Quota(millicores, periodMs).Quota);

    [Fact]
    public void ElevenMillicoresAreMoreThanTheFloor() =>
        Assert.Equal(Duration.FromMicroseconds(1100), Quota(11, 100).Quota);

    [Fact]
    public void AFractionOfAMicrosecondIsCutOff() =>
        Assert.Equal(
            Duration.FromMicroseconds(11_655), CfsQuota.FromMillicores(333, Duration.FromMicroseconds(35_001))!.Quota);

    [Fact]
    public void ZeroMillicoresAreNoLimit() => Assert.Null(CfsQuota.FromMillicores(0, CfsQuota.DefaultPeriod));

    [Fact]
    public void PeriodAndBurstAreTakenAsTheyAre()
    {
        var quota = CfsQuota.FromMillicores(500, Duration.FromMilliseconds(20), Duration.FromMilliseconds(7))!;
        Assert.Equal(Duration.FromMilliseconds(20), quota.Period);
        Assert.Equal(Duration.FromMilliseconds(7), quota.Burst);
    }

    [Fact]
    public void TheDefaultPeriodIsAHundredMilliseconds() =>
        Assert.Equal(Duration.FromMilliseconds(100), CfsQuota.DefaultPeriod);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(100, 102)]
    [InlineData(500, 512)]
    [InlineData(1000, 1024)]
    [InlineData(256_000, 262_144)]
    [InlineData(300_000, 262_144)]
    [InlineData(3_000_000_000, 262_144)]
    public void SharesAre1024ACoreWithinTheKernelsBounds(long millicores, int shares) =>
        Assert.Equal(shares, CfsQuota.SharesFromMillicores(millicores));

    private static CfsQuota Quota(long millicores, int periodMs) =>
        CfsQuota.FromMillicores(millicores, Duration.FromMilliseconds(periodMs))!;
}
