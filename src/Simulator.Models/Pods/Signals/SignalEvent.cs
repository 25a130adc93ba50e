using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>What can happen to a process from SIGTERM on.</summary>
public enum SignalEventKind
{
    /// <summary>A handler runs, or the process reads the signal.</summary>
    Caught,

    Ignored,

    /// <summary>The default disposition would kill, and PID 1 is exempt from it.</summary>
    DroppedForInit,

    /// <summary>By the default disposition.</summary>
    Killed,

    Exited,

    /// <summary>PID 1 has ended, and the kernel kills what is left of its namespace.</summary>
    KilledWithNamespace,

    /// <summary>The service has finished what was in flight.</summary>
    Drained,
}

/// <summary>One line of a shutdown's story.</summary>
/// <param name="At">Since the start of the run.</param>
/// <param name="Kind">What.</param>
/// <param name="Pid">Of the process.</param>
/// <param name="Name">Of the process, at that time.</param>
/// <param name="From">Who sent the signal; null: from outside of the container.</param>
/// <param name="Signal">Which.</param>
/// <param name="Status">Of <see cref="SignalEventKind.Exited"/>.</param>
public readonly record struct SignalEvent(
    SimTime At, SignalEventKind Kind, int Pid, string Name, int? From, UnixSignal Signal, ExitStatus Status);
