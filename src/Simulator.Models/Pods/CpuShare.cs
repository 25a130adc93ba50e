using Simulator.Kernel;

namespace Simulator.Models.Pods;

/// <summary>
/// Where the time of a cpu step went, on the way of its last task; the four add up to the step's length.
/// </summary>
/// <param name="Queued">Waiting for a thread of the pod.</param>
/// <param name="Running">On a CPU.</param>
/// <param name="Runnable">The thread waited for a CPU that another thread had.</param>
/// <param name="Throttled">The thread waited for quota.</param>
public readonly record struct CpuShare(Duration Queued, Duration Running, Duration Runnable, Duration Throttled)
{
    internal Duration Total => Queued + Running + Runnable + Throttled;

    /// <summary>It had waited for a thread too long, and nothing of it was done.</summary>
    public bool IsShed { get; init; }
}
