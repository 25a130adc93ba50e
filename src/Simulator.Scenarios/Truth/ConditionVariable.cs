using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// A pthread_cond_t: waiters form an older and a younger group, signals go to the older, and when it is used up the
/// younger one takes its place, but not before everybody who was signalled has run and left.
/// </summary>
/// <remarks>
/// Source: glibc 2.25 to 2.40, nptl/pthread_cond_common.c, __condvar_quiesce_and_switch_g1. A waiter that was signalled
/// and stands throttled has not left, so that the signaller stops with it.
/// </remarks>
internal sealed class ConditionVariable
{
    private readonly HashSet<CpuThread> _leaving = [];
    private Queue<CpuThread> _older = new();
    private Queue<CpuThread> _younger = new();

    public void Wait(CpuThread thread) => _younger.Enqueue(thread);

    /// <summary>Takes one waiter, if there is one, who is to be woken.</summary>
    /// <returns>False where the signaller has to wait until <see cref="Leave"/> says that all have left.</returns>
    public bool TrySignal(out CpuThread? woken)
    {
        woken = null;
        if (_older.Count == 0 && _younger.Count > 0)
        {
            if (_leaving.Count > 0) return false;
            (_older, _younger) = (_younger, _older);
        }

        if (_older.TryDequeue(out woken)) _leaving.Add(woken);
        return true;
    }

    /// <summary>The thread runs again.</summary>
    /// <returns>True when it was signalled and nobody else who was is still to run.</returns>
    public bool Leave(CpuThread thread) => _leaving.Remove(thread) && _leaving.Count == 0;
}
