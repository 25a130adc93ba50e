namespace Simulator.Models.Cpu;

/// <summary>A cgroup's cpu.stat: counts since its creation, times in nanoseconds.</summary>
/// <param name="UsageNs">Execution time of the group and the groups below it.</param>
/// <param name="NrPeriods">Callbacks of the period timer while the group was active, the idle one included.</param>
/// <param name="NrThrottled">Periods at whose end at least one CPU was throttled.</param>
/// <param name="ThrottledNs">Summed over CPUs; added when a CPU is unthrottled, so an ongoing stall is not in
/// it.</param>
/// <param name="NrBursts">Periods that drew more than the quota.</param>
/// <param name="BurstNs">What those drew beyond it.</param>
public readonly record struct CfsCounters(
    long UsageNs, long NrPeriods, long NrThrottled, long ThrottledNs, long NrBursts, long BurstNs)
{
    public static CfsCounters operator +(CfsCounters a, CfsCounters b) => new(
        a.UsageNs + b.UsageNs,
        a.NrPeriods + b.NrPeriods,
        a.NrThrottled + b.NrThrottled,
        a.ThrottledNs + b.ThrottledNs,
        a.NrBursts + b.NrBursts,
        a.BurstNs + b.BurstNs);

    public static CfsCounters operator -(CfsCounters later, CfsCounters earlier) => new(
        later.UsageNs - earlier.UsageNs,
        later.NrPeriods - earlier.NrPeriods,
        later.NrThrottled - earlier.NrThrottled,
        later.ThrottledNs - earlier.ThrottledNs,
        later.NrBursts - earlier.NrBursts,
        later.BurstNs - earlier.BurstNs);
}
