using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;

namespace Simulator.Models.Pods;

/// <summary>One pod of one container: its cgroups on a node, and the runtime's threads in them.</summary>
public sealed class Pod
{
    private readonly Workers _serial;
    private readonly Workers _parallel;
    private readonly int? _queueCapacity;

    /// <param name="sim">The run.</param>
    /// <param name="name">As its cgroup and the results call it.</param>
    /// <param name="container">The cgroup of its one container.</param>
    /// <param name="runtime">How many threads, and which.</param>
    /// <param name="queueCapacity">Requests that may wait for a thread; null: without bound.</param>
    public Pod(Simulation sim, string name, CpuGroup container, RuntimeThreads runtime, int? queueCapacity)
    {
        Name = name;
        Container = container;
        Runtime = runtime;
        _queueCapacity = queueCapacity;
        _serial = new Workers(sim, container, runtime.HasEventLoop ? 1 : runtime.Workers);
        _parallel = runtime.HasEventLoop ? new Workers(sim, container, runtime.Workers) : _serial;
    }

    public string Name { get; }

    public CpuGroup Container { get; }

    public RuntimeThreads Runtime { get; }

    /// <summary>Who has waited longer for the first thread is shed; null: nobody is.</summary>
    public Duration? QueueTimeout { get; init; }

    /// <summary>Admitted and not yet done.</summary>
    public int Requests { get; private set; }

    /// <summary>Null where no request looks a name up.</summary>
    public PodResolver? Resolver { get; set; }

    /// <summary>The threads that blocking calls take: libuv's pool in Node, else all there are.</summary>
    public Workers CallWorkers => _parallel;

    /// <summary>The event loop, else all threads.</summary>
    public Workers LoopWorkers => _serial;

    /// <summary>False: the queue is full, the request is refused.</summary>
    /// <param name="firstCpuStep">What the request will queue for; null: nothing.</param>
    public bool TryAdmit(Step? firstCpuStep)
    {
        if (_queueCapacity is { } capacity && firstCpuStep is not null)
        {
            var workers = WorkersFor(firstCpuStep);
            if (!workers.HasIdle && workers.WaitingSteps >= capacity) return false;
        }

        Requests++;
        return true;
    }

    public void Leave() => Requests--;

    /// <summary>The event loop's work is that which is not parallel; other runtimes have one pool for all.</summary>
    public Workers WorkersFor(Step step) => step.Parallelism == 1 ? _serial : _parallel;
}
