using Simulator.Kernel;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>How long a container that ended waits for its next start: 10 s, doubled each time, at most 5 min.</summary>
/// <remarks>
/// Source: kuberuntime_manager.go (doBackOff) and client-go's flowcontrol.Backoff: the first restart is at once, the
/// wait counts from the container's end, and ten quiet minutes make it forget.
/// </remarks>
internal sealed class CrashLoopBackOff
{
    private static readonly Duration First = Duration.FromSeconds(10);
    private static readonly Duration Longest = Duration.FromSeconds(300);

    private Duration _wait;
    private SimTime _updated;

    /// <summary>From the container's end to its next start.</summary>
    public Duration Next(SimTime ended)
    {
        if (ended - _updated > Longest * 2) _wait = Duration.Zero;
        var wait = _wait;
        _updated = ended + wait;
        _wait = wait == Duration.Zero ? First : new Duration(Math.Min(wait.Nanoseconds * 2, Longest.Nanoseconds));
        return wait;
    }
}
