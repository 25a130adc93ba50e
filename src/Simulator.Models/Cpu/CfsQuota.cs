using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>A cgroup's bandwidth: cfs_quota_us, cfs_period_us and cfs_burst_us, as times.</summary>
public sealed record CfsQuota(Duration Quota, Duration Period, Duration Burst)
{
    /// <summary>The kubelet's cpuCFSQuotaPeriod, and the kernel's default.</summary>
    public static Duration DefaultPeriod => Duration.FromMilliseconds(100);

    /// <summary>The largest cpu.shares the kernel takes.</summary>
    public const int MaximumShares = 262_144;

    /// <summary>The kernel refuses less.</summary>
    public static Duration MinimumQuota => Duration.FromMilliseconds(1);

    /// <summary>
    /// The kubelet's arithmetic: quota in whole microseconds, at least 1 ms; null (no limit) for zero millicores.
    /// Source: kubernetes pkg/kubelet/cm/helpers_linux.go, MilliCPUToQuota.
    /// </summary>
    public static CfsQuota? FromMillicores(long millicores, Duration period, Duration burst = default)
    {
        if (millicores == 0) return null;
        var microseconds = millicores * (period.Nanoseconds / 1000) / 1000;
        var quota = Duration.FromMicroseconds(microseconds);
        return new CfsQuota(quota < MinimumQuota ? MinimumQuota : quota, period, burst);
    }

    /// <summary>cpu.shares of a CPU request: 1024 a core, 2 to 262,144. Source: as above, MilliCPUToShares.</summary>
    public static int SharesFromMillicores(long millicores) =>
        (int)Math.Clamp(millicores * 1024 / 1000, 2, MaximumShares);
}
