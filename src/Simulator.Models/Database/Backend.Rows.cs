using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>
/// How a backend gets at a row that others update too. Source: heap_update, heapam_tuple_lock and XactLockTableWait of
/// src/backend/access/heap and storage/lmgr.
/// </summary>
internal sealed partial class Backend
{
    // Inside of a partition of the lock table: look up, insert or remove.
    private static readonly Duration LockTableWork = Duration.FromMicroseconds(1);

    private WritingTransaction? _transaction;
    private WritingTransaction? _waitsFor;
    private (long Row, long Version)? _waitsInTurn;

    private RowTable Rows => _postgres.Rows;

    /// <summary>
    /// The snapshot shows one version. While that is the newest, only one waits for the transaction that has it, the
    /// others for their turn to do so. Who finds it outdated follows the chain to the newest, and there all wait for
    /// the transaction at once: each end wakes them all, and one wins.
    /// </summary>
    private async SimTask<Interrupt> TakeRow(long key)
    {
        var row = Rows.Of(key);
        _transaction ??= Rows.Begin(this);
        var seen = row.Version;
        while (_interrupt == Interrupt.None)
        {
            if (row.Version == seen && row.TryTake(_transaction)) return Interrupt.None;
            if (row.Version == seen && await WaitInTurn(row, seen)) return Interrupt.None;
            while (_interrupt == Interrupt.None && row.Xmax is { } newest) await WaitFor(newest);
            seen = row.Version;
        }

        return _interrupt;
    }

    /// <summary>True: has got it, because who had it gave up.</summary>
    private async SimTask<bool> WaitInTurn(Row row, long version)
    {
        var (key, partition) = ((row.Key, version), Rows.PartitionOf(row, version));
        await LookUp(partition);
        if (!Rows.Tuples.TryTake(key, this))
        {
            _waitsInTurn = key;
            var granted = _blocked = _sim.Rent<Interrupt>();
            Rows.Tuples.Queue(key, this, granted);
            var cut = await Sleeping(granted);
            if (cut != Interrupt.None) return false;
            await LookUp(partition);
        }

        while (_interrupt == Interrupt.None && row.Version == version && row.Xmax is { } other) await WaitFor(other);
        var isTaken = _interrupt == Interrupt.None && row.Version == version && row.TryTake(_transaction!);
        await Enter(partition);
        var wakes = Rows.Tuples.Release(key, this);
        await Process.Run(wakes ? _postgres.Options.LockWakeCost : LockTableWork);
        await Leave(partition);
        return isTaken;
    }

    private async SimTask WaitFor(WritingTransaction other)
    {
        var partition = Rows.PartitionOf(other);
        await LookUp(partition);
        if (!other.InProgress || _interrupt != Interrupt.None) return;
        _waitsFor = other;
        var ended = _blocked = _sim.Rent<Interrupt>();
        other.Waiters.Enqueue(ended);
        await Sleeping(ended);
        await LookUp(partition); // ProcSleep takes it again, and LockRelease once more.
        await LookUp(partition);
    }

    /// <summary>
    /// After deadlock_timeout it looks, once, whether those it waits for wait for it (DeadLockCheck).
    /// </summary>
    private async SimTask<Interrupt> Sleeping(Wait<Interrupt> woken)
    {
        _deadlock = _sim.Schedule(_postgres.Options.DeadlockTimeout, this, DeadlockDue);
        var cut = await woken;
        _sim.Cancel(_deadlock);
        (_waitsFor, _waitsInTurn) = (null, null);
        await Process.Run(_postgres.Options.LockWaitCost);
        return cut;
    }

    private async SimTask LookUp(LightLock partition)
    {
        await Enter(partition);
        await Process.Run(LockTableWork);
        await Leave(partition);
    }

    private SimTask Enter(LightLock partition) => partition.Enter(Process, _postgres.Options.LockWaitCost);

    private SimTask Leave(LightLock partition) => partition.Leave(Process, _postgres.Options.LockWakeCost);

    private Backend? Blocker => _waitsInTurn is { } turn ? Rows.Tuples.HolderOf(turn) : _waitsFor?.Backend;

    private bool IsDeadlocked()
    {
        var (slow, fast) = (Blocker, Blocker?.Blocker);
        while (slow is not null && slow != this)
        {
            if (slow == fast) return false; // A circle that others are in.
            (slow, fast) = (slow.Blocker, fast?.Blocker?.Blocker);
        }

        return slow == this;
    }

    /// <summary>Who ends a transaction wakes all that wait for it, one after the other.</summary>
    private async SimTask Commit()
    {
        if (_transaction is not { } transaction) return;
        _transaction = null;
        transaction.End(commits: true);
        var partition = Rows.PartitionOf(transaction);
        await Enter(partition);
        await Process.Run(LockTableWork);
        while (transaction.Waiters.TryDequeue(out var waiter))
        {
            if (waiter.TryAnswer(Interrupt.None)) await Process.Run(_postgres.Options.LockWakeCost);
        }

        await Leave(partition);
    }

    /// <summary>Its transaction ends without a trace: those that waited find what they knew.</summary>
    private void RollBack()
    {
        if (_transaction is not { } transaction) return;
        _transaction = null;
        transaction.End(commits: false);
        while (transaction.Waiters.TryDequeue(out var waiter)) waiter.TryAnswer(Interrupt.None);
    }
}
