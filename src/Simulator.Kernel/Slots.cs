using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>A number of equal places, given out first come, first served.</summary>
/// <remarks>A place that is released goes to the first in the queue at that moment; whoever comes later cannot take
/// it.</remarks>
public sealed class Slots
{
    private readonly WaitQueue _queue;

    public Slots(Simulation simulation, int capacity)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _queue = new WaitQueue(simulation) { Capacity = capacity };
    }

    public int Capacity => _queue.Capacity;

    /// <summary>Places given out; above <see cref="Capacity"/> for as long as a cut capacity is still held.</summary>
    public int InUse => _queue.InUse;

    /// <summary>Processes in the queue.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Awaited in a process: it goes on with a place, however long that takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TimedWait Acquire() => new(_queue, Duration.Forever);

    /// <summary>
    /// Awaited in a process: true with a place, false without one when the patience is over (zero: at once).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TimedWait Acquire(Duration patience) => new(_queue, patience);

    /// <summary>Takes a place if one is free and nobody waits.</summary>
    public bool TryAcquire() => _queue.TryTake();

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        if (_queue.InUse <= 0) throw new InvalidOperationException("More places were released than acquired.");
        if (_queue.Count > 0 && _queue.InUse <= _queue.Capacity) _queue.GrantFirst();
        else _queue.InUse--;
    }

    /// <summary>More places go to the queue at once; fewer take effect as places come back.</summary>
    public void SetCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _queue.Capacity = capacity;
        while (_queue.Count > 0 && _queue.TryTake()) _queue.GrantFirst();
    }
}
