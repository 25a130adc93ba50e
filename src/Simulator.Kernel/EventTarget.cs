namespace Simulator.Kernel;

/// <summary>Something the calendar can call: a component that owns state, or a process that waits.</summary>
public abstract class EventTarget
{
    /// <summary>Called at the instant the event was scheduled for; <paramref name="code"/> is what the scheduler passed.</summary>
    protected internal abstract void OnEvent(int code);
}

/// <summary>A scheduled event that can still be cancelled; the default value names none.</summary>
public readonly record struct EventHandle(long Key);
