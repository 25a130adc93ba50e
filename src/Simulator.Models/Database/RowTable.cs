using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>Rows that transactions update, and the locks that those who want the same one wait for.</summary>
internal sealed class RowTable(Simulation sim)
{
    // NUM_LOCK_PARTITIONS: the hash table of locks has so many parts, with a lightweight lock each.
    private const int Partitions = 16;

    private readonly Dictionary<long, Row> _rows = [];
    private readonly LightLock[] _partitions = [.. Enumerable.Range(0, Partitions).Select(_ => new LightLock(sim))];
    private long _lastXid;

    /// <summary>Heavyweight locks on single versions: who has it is the next to wait for the transaction.</summary>
    public LockTable<(long Row, long Version)> Tuples { get; } = new();

    public Row Of(long key)
    {
        if (!_rows.TryGetValue(key, out var row)) _rows.Add(key, row = new Row(key));
        return row;
    }

    public WritingTransaction Begin(Backend backend) => new(backend, ++_lastXid);

    /// <summary>The part of the lock table that a transaction's lock is in.</summary>
    public LightLock PartitionOf(WritingTransaction transaction) => _partitions[transaction.Xid % Partitions];

    public LightLock PartitionOf(Row row, long version) => _partitions[(row.Key + version) & (Partitions - 1)];
}

/// <summary>A row: its newest committed version, and the transaction that has written or locked the next.</summary>
internal sealed class Row(long key)
{
    private WritingTransaction? _xmax;

    public long Key => key;

    public long Version { get; private set; }

    /// <summary>Null: nobody in progress has it.</summary>
    public WritingTransaction? Xmax => _xmax is { InProgress: true } ? _xmax : null;

    /// <summary>True: the transaction has it, now or before.</summary>
    public bool TryTake(WritingTransaction transaction)
    {
        if (Xmax is { } other) return other == transaction;
        _xmax = transaction;
        transaction.Written.Add(this);
        return true;
    }

    public void Commit() => Version++;
}

/// <summary>
/// A transaction that has written: its id is a lock, for which everybody waits who wants what it has.
/// </summary>
internal sealed class WritingTransaction(Backend backend, long xid)
{
    public long Xid => xid;

    public Backend Backend => backend;

    public bool InProgress { get; private set; } = true;

    public List<Row> Written { get; } = [];

    /// <summary>All of them are woken at once.</summary>
    public Queue<Wait<Interrupt>> Waiters { get; } = new();

    /// <summary>From now on nobody begins to wait for it.</summary>
    public void End(bool commits)
    {
        InProgress = false;
        if (!commits) return;
        foreach (var row in Written) row.Commit();
    }
}
