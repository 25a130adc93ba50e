using System.Globalization;

namespace Simulator.Models.Cpu;

/// <summary>A Linux version, as far as it decides how CPU bandwidth is controlled.</summary>
public readonly record struct KernelVersion(int Major, int Minor)
{
    /// <summary>The recordings' kernel, and the default.</summary>
    public static KernelVersion Default => new(6, 18);

    /// <summary>Unused slices of a CPU are lost when the period ends (until de53fd7aedb1, 5.4).</summary>
    public bool SlicesExpire => IsBefore(5, 4);

    /// <summary>
    /// An expired slice was recognised by equality of deadlines, also of stale ones (until 512ac999d275, 4.18).
    /// </summary>
    public bool ExpiresByEquality => IsBefore(4, 18);

    /// <summary>Refills stop at quota plus burst instead of quota (f4183717b370, 5.14).</summary>
    public bool HasBurst => !IsBefore(5, 14);

    /// <summary>Each group's period grid starts at a random offset (41abdba93747, 6.4); before, at zero.</summary>
    public bool RandomPeriodOffset => !IsBefore(6, 4);

    /// <summary>EEVDF picks the next thread (147f3efaa241, 6.6); before, the least vruntime.</summary>
    public bool IsEevdf => !IsBefore(6, 6);

    /// <summary>
    /// Who falls asleep after more than its share stays queued until the others have had theirs (DELAY_DEQUEUE,
    /// 152e11f6df29, 6.12).
    /// </summary>
    public bool DelaysDequeue => !IsBefore(6, 12);

    /// <summary>
    /// Threads are taken off the queue one by one as they are about to return to user mode (6.18); before, the
    /// group's whole queue on that CPU at once.
    /// </summary>
    public bool ThrottlesTasks => !IsBefore(6, 18);

    /// <summary>
    /// Throttled time runs only while a thread is there to suffer it (6.6); before, from the throttling on.
    /// </summary>
    public bool ClockNeedsThreads => !IsBefore(6, 6);

    /// <summary>Reads <c>major.minor</c>; anything behind the minor number (<c>.44-cloud</c>) is ignored.</summary>
    public static bool TryParse(string text, out KernelVersion version)
    {
        version = default;
        var parts = text.Split('.', '-');
        if (parts.Length < 2) return false;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) return false;
        version = new KernelVersion(major, minor);
        return true;
    }

    public override string ToString() => $"{Major}.{Minor}";

    private bool IsBefore(int major, int minor) => Major < major || (Major == major && Minor < minor);
}
