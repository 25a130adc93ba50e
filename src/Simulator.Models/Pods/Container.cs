using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;
using Simulator.Models.Dns;

namespace Simulator.Models.Pods;

/// <summary>
/// One run of a pod's container, from its start to its end: threads, connections, and the requests it has in hand.
/// </summary>
public sealed class Container
{
    private readonly Workers _serial;
    private readonly Workers _parallel;
    private readonly int? _queueCapacity;
    private readonly List<Request> _requests = [];
    private readonly Simulation _sim;
    private Wait<bool> _drained;
    private bool _isClosed;

    /// <param name="sim">The run.</param>
    /// <param name="group">Its cgroup, of its own: a restart makes a new one.</param>
    /// <param name="runtime">How many threads, and which.</param>
    /// <param name="queueCapacity">Requests that may wait for a thread; null: without bound.</param>
    public Container(Simulation sim, CpuGroup group, RuntimeThreads runtime, int? queueCapacity)
    {
        (_sim, Group, Runtime, _queueCapacity) = (sim, group, runtime, queueCapacity);
        _serial = new Workers(sim, group, runtime.HasEventLoop ? 1 : runtime.Workers);
        _parallel = runtime.HasEventLoop ? new Workers(sim, group, runtime.Workers) : _serial;
    }

    public CpuGroup Group { get; }

    public RuntimeThreads Runtime { get; }

    /// <summary>Admitted and not yet done.</summary>
    public int Requests => _requests.Count;

    /// <summary>Who has waited longer for the first thread is shed; null: nobody is.</summary>
    public Duration? QueueTimeout { get; init; }

    /// <summary>Null where no request looks a name up.</summary>
    public PodResolver? Resolver { get; set; }

    /// <summary>By their names in the service.</summary>
    public IReadOnlyDictionary<string, ClientPool> Pools { get; set; } = new Dictionary<string, ClientPool>();

    /// <summary>Takes new connections.</summary>
    public bool Listens { get; private set; }

    /// <summary>The service's process is gone.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Its host is gone: packets to it are lost, and nobody says so.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The threads that blocking calls take: libuv's pool in Node, else all there are.</summary>
    public Workers CallWorkers => _parallel;

    /// <summary>The event loop, else all threads.</summary>
    public Workers LoopWorkers => _serial;

    /// <summary>The event loop's work is that which is not parallel; other runtimes have one pool for all.</summary>
    public Workers WorkersFor(Step step) => step.Parallelism == 1 ? _serial : _parallel;

    /// <summary>False: the queue is full, the request is refused.</summary>
    /// <param name="request">Which one.</param>
    /// <param name="firstCpuStep">What the request will queue for; null: nothing.</param>
    internal bool TryAdmit(Request request, Step? firstCpuStep)
    {
        if (_queueCapacity is { } capacity && firstCpuStep is not null)
        {
            var workers = WorkersFor(firstCpuStep);
            if (!workers.HasIdle && workers.WaitingSteps >= capacity) return false;
        }

        request.PlaceInContainer = _requests.Count;
        _requests.Add(request);
        return true;
    }

    internal void Leave(Request request)
    {
        var last = _requests[^1];
        _requests[request.PlaceInContainer] = last;
        last.PlaceInContainer = request.PlaceInContainer;
        _requests.RemoveAt(_requests.Count - 1);
        if (_requests.Count == 0) _drained.TryAnswer(true);
    }

    /// <summary>The program is up; nothing happens when it was told to stop meanwhile.</summary>
    public void OpenListener() => Listens = !_isClosed && !IsDead;

    /// <summary>Takes no more connections, ever.</summary>
    public void CloseListener() => (_isClosed, Listens) = (true, false);

    /// <summary>
    /// Awaited: true when nothing is in flight, now or as soon as the last request is done; false when the patience is
    /// over first, or the process.
    /// </summary>
    public async SimTask<bool> Drain(Duration patience)
    {
        if (IsDead) return false;
        if (_requests.Count == 0) return true;
        _drained = _sim.Rent<bool>();
        return (await _drained.Within(patience)).Or(false);
    }

    /// <summary>
    /// The process is gone: whoever waits for an answer gets a reset, threads and connections end with it.
    /// </summary>
    /// <param name="how">As its databases notice it; with a lost host nobody is told anything.</param>
    public void Kill(ClientLoss how)
    {
        if (how == ClientLoss.HostGone) IsLost = true;
        if (IsDead) return;
        (IsDead, Listens) = (true, false);
        _drained.TryAnswer(false);
        if (IsLost) LeaveUnanswered();
        else Reset();
        _serial.Kill();
        if (!ReferenceEquals(_serial, _parallel)) _parallel.Kill();
        foreach (var pool in Pools.Values) pool.Lose(how);
    }

    // Whatever they waited for, they wait no more.
    private void Reset()
    {
        while (_requests.Count > 0)
        {
            var request = _requests[^1];
            Leave(request);
            request.Client.OnAnswer(request, Outcome.ConnectionReset);
        }
    }

    // Their clients hear nothing more; what they wait for comes for nobody.
    private void LeaveUnanswered()
    {
        foreach (var request in _requests)
        {
            request.Strand(_sim.Now);
            request.Life++;
        }
    }
}
