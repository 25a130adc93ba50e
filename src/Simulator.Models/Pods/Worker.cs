using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;

namespace Simulator.Models.Pods;

/// <summary>
/// A thread of a pod: takes a task, burns its CPU time, takes the next or sleeps; or is taken for a blocking call.
/// </summary>
internal sealed class Worker : ICpuWorker
{
    private readonly Simulation _sim;
    private readonly Workers _workers;
    private readonly CpuThread _thread;
    private CpuJob? _job;
    private SimTime _picked;
    private Duration _running;
    private Duration _throttled;
    private Wait<bool> _burnt;

    public Worker(Simulation sim, Workers workers, CpuGroup container)
    {
        _sim = sim;
        _workers = workers;
        _thread = container.Node.CreateThread(container, this);
    }

    /// <summary>What its C library keeps for its lookups.</summary>
    public GlibcThread Resolver { get; } = new();

    /// <summary>Awaited by whoever has taken the thread: it has burnt that much.</summary>
    public Wait<bool> Burn(Duration work)
    {
        var burnt = _sim.Rent<bool>();
        if (_workers.AreDead) return burnt; // The dead do not come back from a call.
        _burnt = burnt;
        _thread.Run(work);
        return burnt;
    }

    /// <summary>The step it has a task of; null: none.</summary>
    public CpuJob? Job => _job;

    /// <summary>When it took the task it is at, or was last.</summary>
    public SimTime Picked => _picked;

    public CpuThread Thread => _thread;

    /// <summary>A step's way so far, as this thread's task had it.</summary>
    public CpuShare ShareOf(CpuJob job)
    {
        var running = _thread.TimeIn(RunState.Running) - _running;
        var throttled = _thread.TimeIn(RunState.Throttled) - _throttled;
        // A thread at work is running, throttled or, for the rest of the time, runnable.
        var rest = _sim.Now - _picked - running - throttled;
        return new CpuShare(_picked - job.Queued, running, rest, throttled);
    }

    /// <summary>The call is over.</summary>
    public void Release() => _workers.GoOn(this);

    /// <summary>With its process; whoever waits for it waits for ever.</summary>
    public void Kill()
    {
        _job = null;
        _burnt = default;
        _thread.Kill();
    }

    public void Begin(CpuTask task)
    {
        _job = task.Job;
        _job!.TasksInQueue--;
        _picked = _sim.Now;
        _running = _thread.TimeIn(RunState.Running);
        _throttled = _thread.TimeIn(RunState.Throttled);
        _thread.Run(task.Work);
    }

    public void OnWorkDone(CpuThread thread)
    {
        if (_job is not { } job)
        {
            _burnt.TryAnswer(true);
            return;
        }

        _job = null;
        job.Tasks?.Record(job.Intended, _sim.Now - _picked);
        job.TasksLeft--;
        if (job.TasksLeft == 0)
        {
            var share = ShareOf(job);
            job.Request?.OnCpuDone(share, this);
            job.Done.TryAnswer(share);
            _workers.Recycle(job);
        }

        _workers.GoOn(this);
    }
}
