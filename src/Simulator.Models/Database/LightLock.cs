using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>
/// A lightweight lock (src/backend/storage/lmgr/lwlock.c), exclusive: who is woken tries again, and whoever runs at the
/// time may have been faster.
/// </summary>
internal sealed class LightLock(Simulation sim)
{
    private readonly Queue<Wait<bool>> _waiters = new();
    private bool _isTaken;

    public async SimTask Enter(EventLoop process, Duration waitCost)
    {
        while (_isTaken)
        {
            var freed = sim.Rent<bool>();
            _waiters.Enqueue(freed);
            await freed;
            await process.Run(waitCost);
        }

        _isTaken = true;
    }

    /// <summary>Whoever leaves wakes the first that waits, and that costs it time.</summary>
    public async SimTask Leave(EventLoop process, Duration wakeCost)
    {
        _isTaken = false;
        if (!_waiters.TryDequeue(out var first)) return;
        first.TryAnswer(true);
        await process.Run(wakeCost);
    }
}
