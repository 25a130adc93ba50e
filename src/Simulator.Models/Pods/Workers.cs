using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>
/// Threads that serve one queue of tasks, first come, first served; the one idle longest is woken first.
/// </summary>
public sealed class Workers
{
    private readonly Simulation _sim;
    private readonly Queue<CpuTask> _tasks = new();
    private readonly Queue<Worker> _idle = new();
    private readonly List<Worker> _all = [];
    private readonly Stack<CpuJob> _spareJobs = new();

    public Workers(Simulation sim, CpuGroup container, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _sim = sim;
        for (var i = 0; i < threads; i++) _all.Add(new Worker(sim, this, container));
        foreach (var worker in _all) _idle.Enqueue(worker);
    }

    /// <summary>Steps of which no thread has taken a task yet.</summary>
    public int WaitingSteps { get; private set; }

    public bool HasIdle => _idle.Count > 0;

    /// <summary>The process is gone; nothing that is asked of them is ever answered.</summary>
    public bool AreDead { get; private set; }

    /// <summary>
    /// Awaited: the work is done, split over <paramref name="parallelism"/> tasks, when the last of them is.
    /// </summary>
    /// <param name="work">All tasks together.</param>
    /// <param name="parallelism">At least 1.</param>
    /// <param name="intended">The request's arrival, by which its tasks are counted.</param>
    /// <param name="tasks">Where each task's time from its pick-up to its end goes.</param>
    /// <param name="patience">Work that has waited longer for its first thread is shed; null: never.</param>
    /// <param name="request">Whose account the time goes to; null: nobody's.</param>
    public Wait<CpuShare> Run(
        Duration work, int parallelism, SimTime intended, LatencyRecorder? tasks, Duration? patience = null,
        Request? request = null)
    {
        var job = _spareJobs.TryPop(out var spare) ? spare : new CpuJob { Workers = this };
        job.Request = request;
        request?.OnCpuBegun(job);
        job.Intended = intended;
        job.Queued = _sim.Now;
        job.Tasks = tasks;
        job.TasksLeft = job.TasksInQueue = parallelism;
        job.HasStarted = job.IsShed = false;
        job.Patience = patience ?? Duration.Forever;
        var done = job.Done = _sim.Rent<CpuShare>();
        WaitingSteps++;
        for (var i = 0; i < parallelism; i++)
        {
            // The shares differ by a nanosecond where the work cannot be split evenly, and add up to it.
            var share = new Duration((work.Nanoseconds * (i + 1) / parallelism) - (work.Nanoseconds * i / parallelism));
            _tasks.Enqueue(new CpuTask(job, share));
        }

        while (_tasks.Count > 0 && _idle.TryDequeue(out var worker)) GoOn(worker);
        return done;
    }

    /// <summary>SIGKILL, or any end of the process: what they had to do is left undone.</summary>
    public void Kill()
    {
        AreDead = true;
        _tasks.Clear();
        _idle.Clear();
        foreach (var worker in _all) worker.Kill();
    }

    /// <summary>
    /// Awaited: a thread for a call that blocks; it serves nobody else until <see cref="Worker.Release"/>.
    /// </summary>
    internal Wait<Worker> Take()
    {
        var taker = _sim.Rent<Worker>();
        _tasks.Enqueue(new CpuTask(null, Duration.Zero, taker));
        if (_idle.TryDequeue(out var worker)) GoOn(worker);
        return taker;
    }

    internal void GoOn(Worker worker)
    {
        if (AreDead) return;
        while (_tasks.TryDequeue(out var task))
            if (TryBegin(worker, task)) return;
        _idle.Enqueue(worker);
    }

    /// <summary>
    /// A step that is not done: on the way of the task that was taken last, or still waits for a thread.
    /// </summary>
    /// <param name="job">One of theirs.</param>
    /// <returns>The four parts up to now, and the thread that has the task; null: none has.</returns>
    internal (CpuShare Share, Worker? Last) SoFar(CpuJob job)
    {
        var queued = new CpuShare(_sim.Now - job.Queued, default, default, default);
        if (job.TasksInQueue > 0) return (queued, null);
        Worker? last = null;
        foreach (var worker in _all)
            if (worker.Job == job && (last is null || worker.Picked > last.Picked)) last = worker;
        return last is null ? (queued, null) : (last.ShareOf(job), last);
    }

    internal void Recycle(CpuJob job) => _spareJobs.Push(job);

    /// <summary>False: the task was of a job that is shed, and took no time.</summary>
    private bool TryBegin(Worker worker, in CpuTask task)
    {
        if (task.Job is not { } job)
        {
            task.Taker.TryAnswer(worker);
            return true;
        }

        if (!job.HasStarted)
        {
            job.HasStarted = true;
            WaitingSteps--;
            var waited = _sim.Now - job.Queued;
            job.IsShed = waited > job.Patience;
            if (job.IsShed)
            {
                var share = new CpuShare(waited, default, default, default) { IsShed = true };
                job.Request?.OnCpuDone(share, null);
                job.Done.TryAnswer(share);
            }
        }

        if (!job.IsShed)
        {
            worker.Begin(task);
            return true;
        }

        if (--job.TasksLeft == 0) Recycle(job);
        return false;
    }
}
