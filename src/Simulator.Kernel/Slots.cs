namespace Simulator.Kernel;

/// <summary>A number of equal places, given out first come, first served.</summary>
/// <remarks>A place that is released goes to the first in the queue at that moment; whoever comes later cannot take it.</remarks>
public sealed class Slots
{
    private readonly WaitQueue _queue;

    public Slots(Simulation simulation, int capacity)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _queue = new WaitQueue(simulation);
        Capacity = capacity;
    }

    public int Capacity { get; private set; }

    /// <summary>Places given out; above <see cref="Capacity"/> for as long as a cut capacity is still held.</summary>
    public int InUse { get; private set; }

    /// <summary>Processes in the queue.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Awaited in a process: it goes on with a place, however long that takes.</summary>
    public AcquireAwaiter Acquire() => new(this, Duration.Forever);

    /// <summary>Awaited in a process: true with a place, false without one when the patience is over (zero: at once).</summary>
    public AcquireAwaiter Acquire(Duration patience) => new(this, patience);

    /// <summary>Takes a place if one is free and nobody waits.</summary>
    public bool TryAcquire()
    {
        if (InUse >= Capacity) return false;
        InUse++; // Free places and a queue do not exist at the same time.
        return true;
    }

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        if (InUse <= 0) throw new InvalidOperationException("More places were released than acquired.");
        if (_queue.Count > 0 && InUse <= Capacity) _queue.GrantFirst();
        else InUse--;
    }

    /// <summary>More places go to the queue at once; fewer take effect as places come back.</summary>
    public void SetCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        while (_queue.Count > 0 && TryAcquire()) _queue.GrantFirst();
    }

    internal void Enqueue(Process process, Duration patience) => _queue.Add(process, patience);

    internal bool LastAnswer => _queue.LastAnswer;
}

/// <summary>What <see cref="Slots.Acquire()"/> gives to await; true means a place.</summary>
public struct AcquireAwaiter : ISimAwaiter
{
    private readonly Slots _slots;
    private readonly Duration _patience;
    private bool _granted;

    internal AcquireAwaiter(Slots slots, Duration patience) => (_slots, _patience) = (slots, patience);

    /// <summary>Takes a place if one is free; also true when there is no patience to wait for one.</summary>
    public bool IsCompleted => (_granted = _slots.TryAcquire()) || _patience <= Duration.Zero;

    public readonly AcquireAwaiter GetAwaiter() => this;

    public readonly bool GetResult() => _granted || (_patience > Duration.Zero && _slots.LastAnswer);

    readonly void ISimAwaiter.Park(Process process) => _slots.Enqueue(process, _patience);
}
