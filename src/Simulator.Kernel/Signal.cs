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

    /// <summary>Awaited in a process: true when it rings, false when the patience is over before (zero: at once).</summary>
    public SignalAwaiter Within(Duration patience) => new(_queue, patience);

    public SignalAwaiter GetAwaiter() => new(_queue, Duration.Forever);
}

/// <summary>What a <see cref="Signal"/> gives to await.</summary>
public readonly struct SignalAwaiter : ISimAwaiter
{
    private readonly WaitQueue _queue;
    private readonly Duration _patience;

    internal SignalAwaiter(WaitQueue queue, Duration patience) => (_queue, _patience) = (queue, patience);

    public bool IsCompleted => _patience <= Duration.Zero;

    public SignalAwaiter GetAwaiter() => this;

    public bool GetResult() => _patience > Duration.Zero && _queue.LastAnswer;

    void ISimAwaiter.Park(Process process) => _queue.Add(process, _patience);
}
