using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Recording;

/// <summary>
/// The client pools of one name in all pods of a service: connections and waiting callers, together and by generation
/// of the pods.
/// </summary>
/// <param name="sim">The run.</param>
/// <param name="plan">What counts.</param>
/// <param name="wait">From asking for a connection to having it, or to the refusal.</param>
public sealed class PoolRecorder(Simulation sim, MeasuringPlan plan, LatencyRecorder wait)
{
    private readonly SortedDictionary<int, PoolLevels> _generations = [];

    public LatencyRecorder Wait => wait;

    /// <summary>Of all generations.</summary>
    public PoolLevels All { get; } = new(sim, plan);

    /// <summary>A rollout makes a new one; in their order.</summary>
    public IReadOnlyDictionary<int, PoolLevels> Generations => _generations;

    /// <summary>Callers that the pool's patience was over for, after warm-up.</summary>
    public long Timeouts { get; private set; }

    /// <summary>The same of the whole run.</summary>
    public IntervalCounts TimeoutCounts { get; } = new(plan);

    /// <summary>From now on the pool counts among those of its generation.</summary>
    public void Watch(ClientPool pool, int generation)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (!_generations.TryGetValue(generation, out var levels))
            _generations.Add(generation, levels = new PoolLevels(sim, plan));
        var (total, idle, waiting) = (0, 0, 0);
        pool.Changed = Changed;
        Changed();

        void Changed()
        {
            var change = (Total: pool.Total - total, Idle: pool.Idle - idle, Waiting: pool.Waiting - waiting);
            (total, idle, waiting) = (pool.Total, pool.Idle, pool.Waiting);
            levels.Add(change.Total, change.Idle, change.Waiting);
            All.Add(change.Total, change.Idle, change.Waiting);
        }
    }

    internal void OnAcquired(SimTime intended, SimTime at, Duration waited, bool hasTimedOut)
    {
        wait.Record(intended, waited);
        if (!hasTimedOut) return;
        TimeoutCounts.Add(at);
        if (plan.Counts(at)) Timeouts++;
    }
}

/// <summary>Some client pools together.</summary>
public sealed class PoolLevels(Simulation sim, MeasuringPlan plan)
{
    /// <summary>Connections, those that are being opened included.</summary>
    public LevelRecorder Total { get; } = new(sim, plan);

    public LevelRecorder Idle { get; } = new(sim, plan);

    /// <summary>Callers in the pools' queues.</summary>
    public LevelRecorder Waiting { get; } = new(sim, plan);

    internal void Add(int total, int idle, int waiting)
    {
        if (total != 0) Total.Add(total);
        if (idle != 0) Idle.Add(idle);
        if (waiting != 0) Waiting.Add(waiting);
    }
}
