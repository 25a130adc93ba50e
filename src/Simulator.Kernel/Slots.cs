using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>A number of equal places, given out first come, first served.</summary>
/// <remarks>A place that is released goes to the first in the queue at that moment; whoever comes later cannot take it.</remarks>
public sealed class Slots
{
    public Slots(Simulation simulation, int capacity)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Queue = new WaitQueue(simulation);
        Capacity = capacity;
    }

    internal WaitQueue Queue { get; }

    public int Capacity { get; private set; }

    /// <summary>Places given out; above <see cref="Capacity"/> for as long as a cut capacity is still held.</summary>
    public int InUse { get; private set; }

    /// <summary>Processes in the queue.</summary>
    public int Waiting => Queue.Count;

    /// <summary>Awaited in a process: it goes on with a place, however long that takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Acquire Acquire() => new(this, Duration.Forever);

    /// <summary>Awaited in a process: true with a place, false without one when the patience is over (zero: at once).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Acquire Acquire(Duration patience) => new(this, patience);

    /// <summary>Takes a place if one is free and nobody waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        if (Queue.Count > 0 && InUse <= Capacity) Queue.GrantFirst();
        else InUse--;
    }

    /// <summary>More places go to the queue at once; fewer take effect as places come back.</summary>
    public void SetCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        while (Queue.Count > 0 && TryAcquire()) Queue.GrantFirst();
    }
}
