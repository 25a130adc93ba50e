using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>The settings of a node's kernel that decide how CPU time is shared and throttled.</summary>
public sealed record KernelOptions
{
    /// <summary>
    /// CONFIG_HZ: scheduler ticks per second and busy CPU. Debian and Ubuntu 250, RHEL and Cloud Run 1000.
    /// </summary>
    public int Hz { get; init; } = 250;

    public KernelVersion Version { get; init; } = KernelVersion.Default;

    /// <summary>kernel.sched_cfs_bandwidth_slice_us: what a CPU takes from the group's pool at a time.</summary>
    public Duration BandwidthSlice { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>
    /// A KVM guest takes a halted virtual CPU for a preempted one (vcpu_is_preempted), so that neither wake-ups nor
    /// ticks look for idle CPUs. A machine of the recordings' kind moreover packs threads (boot line
    /// <c>sched_vcpu_pack=15</c>, not in mainline), and they show it: a woken one joins its waker as long as that is
    /// alone on its CPU, and stays where it was otherwise.
    /// False on metal, and where halts do not exit to the host.
    /// </summary>
    public bool PacksVirtualCpus { get; init; }

    /// <summary>
    /// CPU time from a tick that takes the CPU away until the thread is off it (interrupt, softirqs, the way out
    /// through the scheduler): charged, but no work is done. Microseconds on metal, a tenth of a millisecond in a guest.
    /// </summary>
    public Duration SwitchOut { get; init; }

    /// <summary>Length of a scheduler tick.</summary>
    public Duration Tick => new(1_000_000_000L / Hz);
}
