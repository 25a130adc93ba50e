using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>Heavyweight locks by key: one holder each, and a queue, first come, first served.</summary>
internal sealed class LockTable<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _locks = [];

    private sealed class Entry(Backend holder)
    {
        public Backend Holder { get; set; } = holder;

        public Queue<(Backend Backend, Wait<Interrupt> Granted)> Waiters { get; } = new();
    }

    /// <summary>Who has it; null: nobody.</summary>
    public Backend? HolderOf(TKey key) => _locks.TryGetValue(key, out var entry) ? entry.Holder : null;

    /// <summary>True: the backend holds it, now or before.</summary>
    public bool TryTake(TKey key, Backend backend)
    {
        if (_locks.TryGetValue(key, out var entry)) return entry.Holder == backend;
        _locks.Add(key, new Entry(backend));
        return true;
    }

    /// <summary>Answered with no interrupt when it is the backend's turn; who was interrupted is passed over.</summary>
    public void Queue(TKey key, Backend backend, Wait<Interrupt> granted) =>
        _locks[key].Waiters.Enqueue((backend, granted));

    /// <summary>True: there was somebody to wake.</summary>
    public bool Release(TKey key, Backend backend)
    {
        if (!_locks.TryGetValue(key, out var entry) || entry.Holder != backend)
            throw new SimulationException($"Lock {key} was released by a backend that does not hold it.");
        while (entry.Waiters.TryDequeue(out var next))
        {
            if (!next.Granted.TryAnswer(Interrupt.None)) continue;
            entry.Holder = next.Backend;
            return true;
        }

        _locks.Remove(key);
        return false;
    }
}

/// <summary>What ends a statement before its time.</summary>
internal enum Interrupt
{
    None,
    ClientGone,
    StatementTimeout,
    Terminated,
    Deadlock,
}
