namespace Simulator.Kernel;

/// <summary>Something the calendar can call: a component that owns state, or a process that waits.</summary>
public abstract class EventTarget
{
    /// <summary>
    /// Called at the instant the event was scheduled for; <paramref name="code"/> is what the scheduler passed.
    /// </summary>
    protected internal abstract void OnEvent(int code);

    /// <summary>What an event trace calls this target; the same in every run of the same version.</summary>
    public virtual string Label => GetType().Name;
}
