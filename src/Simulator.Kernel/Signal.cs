namespace Simulator.Kernel;

/// <summary>A bell: every process that waits when it rings goes on; it remembers nothing.</summary>
public sealed class Signal(Simulation simulation)
{
    private readonly WaitQueue _queue = new(simulation);

    /// <summary>Processes that wait for the next ring.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Answers all that wait now, in the order they came; they go on at this instant.</summary>
    public void Ring()
    {
        while (_queue.Count > 0) _queue.GrantFirst();
    }

    /// <summary>
    /// Awaited in a process: true when it rings, false when the patience is over before (zero: at once).
    /// </summary>
    public TimedWait Within(Duration patience) => new(_queue, patience);

    /// <summary>Awaited in a process: it goes on when it rings.</summary>
    public TimedWait GetAwaiter() => new(_queue, Duration.Forever);
}
