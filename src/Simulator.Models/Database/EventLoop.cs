using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Database;

/// <summary>One thread that handles one thing after the other, first come, first served.</summary>
public sealed class EventLoop : ICpuWorker
{
    private readonly Simulation _sim;
    private readonly CpuThread _thread;
    private readonly Queue<(Duration Work, Wait<bool> Done)> _queue = new();
    private bool _isBusy;

    public EventLoop(Simulation sim, CpuGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        _sim = sim;
        _thread = group.Node.CreateThread(group, this);
    }

    /// <summary>Awaited: the thread has spent that much CPU time on it.</summary>
    public Wait<bool> Run(Duration work)
    {
        var done = _sim.Rent<bool>();
        if (work <= Duration.Zero && !_isBusy)
        {
            done.TryAnswer(true);
            return done;
        }

        _queue.Enqueue((new Duration(Math.Max(1, work.Nanoseconds)), done));
        if (!_isBusy)
        {
            _isBusy = true;
            _thread.Run(_queue.Peek().Work);
        }

        return done;
    }

    void ICpuWorker.OnWorkDone(CpuThread thread)
    {
        _queue.Dequeue().Done.TryAnswer(true);
        _isBusy = _queue.Count > 0;
        if (_isBusy) _thread.Run(_queue.Peek().Work);
    }
}
