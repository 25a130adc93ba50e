using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Routing;

namespace Simulator.Models.Pods.Deployments;

/// <summary>
/// A Deployment: keeps so many pods of the newest template, and replaces older ones as its strategy says.
/// </summary>
/// <remarks>
/// Sources: pkg/controller/deployment (rolling.go, recreate.go) and pkg/controller/replicaset. Terminating pods count
/// for nothing (kubernetes#95498). Controllers act at once; a real one takes some milliseconds.
/// </remarks>
public sealed partial class Deployment
{
    private readonly Simulation _sim;
    private readonly NodePool _nodes;
    private readonly EndpointSlice _slice;
    private readonly Func<PodPlace, Action<PodWorker>, PodWorker> _make;
    private readonly Action<PodEvent> _log;
    private readonly RandomStream _chaos;
    private readonly List<Replica> _replicas = [];
    private int _madeOfGeneration;
    private bool _isReconciling;
    private bool _mustReconcile;

    /// <param name="sim">The run.</param>
    /// <param name="options">Its spec.</param>
    /// <param name="nodes">Where its pods may run.</param>
    /// <param name="slice">Told of every change of readiness.</param>
    /// <param name="make">Makes a pod's worker, which tells of every change.</param>
    /// <param name="log">Is told of pods that are made.</param>
    public Deployment(
        Simulation sim, DeploymentOptions options, NodePool nodes, EndpointSlice slice,
        Func<PodPlace, Action<PodWorker>, PodWorker> make, Action<PodEvent> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(nodes);
        (_sim, Options, _nodes, _slice, _make, _log) = (sim, options, nodes, slice, make, log);
        Replicas = options.Replicas;
        _chaos = sim.Stream($"services/{options.Name}/chaos");
        nodes.Freed += BindPending;
    }

    /// <summary>A pod that is wanted: with a node it has a worker, without one it is Pending.</summary>
    private sealed class Replica(string name, int generation)
    {
        public string Name => name;

        public int Generation => generation;

        public PodPlace? Place { get; set; }

        public PodWorker? Worker { get; set; }

        /// <summary>What the endpoints were told last.</summary>
        public bool IsPublished { get; set; }

        public bool IsTerminating => Worker is { IsTerminating: true };
    }

    public DeploymentOptions Options { get; }

    /// <summary>spec.replicas, as it is now.</summary>
    public int Replicas { get; private set; }

    /// <summary>Of the template, from 1.</summary>
    public int Generation { get; private set; } = 1;

    /// <summary>Pods that exist, Pending and Terminating ones included.</summary>
    public int Pods => _replicas.Count;

    public int Terminating => _replicas.Count(r => r.IsTerminating);

    /// <summary>Pods of the newest template that are not on their way out.</summary>
    public int Updated => Newest.Count;

    /// <summary>The rollout, if there was one, is over.</summary>
    public bool IsComplete => _replicas.Count == Replicas && Updated == Replicas && AvailableOfNewest == Replicas;

    /// <summary>The first pods: they have been there for long.</summary>
    /// <param name="nodes">The node of each.</param>
    public void StartLongAgo(IEnumerable<int> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        _isReconciling = true;
        foreach (var node in nodes)
        {
            _nodes.Take(node, Options.Millicores);
            var replica = Add();
            Place(replica, node);
            replica.IsPublished = true;
            _slice.Know(replica.Worker!.Pod);
            replica.Worker.StartLongAgo();
        }

        _isReconciling = false;
    }

    /// <summary>A new template: kubectl apply with another image.</summary>
    public void Rollout()
    {
        (Generation, _madeOfGeneration) = (Generation + 1, 0);
        Reconcile();
    }

    public void Scale(int replicas)
    {
        Replicas = replicas;
        Reconcile();
    }

    /// <summary>Deletes some pods, chosen at random; others are made in their place.</summary>
    public void DeletePods(int count, Duration? grace)
    {
        foreach (var replica in Some(count)) replica.Worker!.Delete(grace);
    }

    /// <summary>Ends the containers of some pods, chosen at random; the kubelet starts them again.</summary>
    public void CrashContainers(int count)
    {
        foreach (var replica in Some(count)) replica.Worker!.Crash();
    }

    /// <summary>The pods on that node.</summary>
    internal IEnumerable<PodWorker> On(int node) =>
        [.. _replicas.Where(r => r.Place?.Node == node).Select(r => r.Worker!)];

    private List<Replica> Some(int count)
    {
        var left = _replicas.FindAll(r => r.Worker is { IsTerminating: false });
        var some = new List<Replica>();
        while (some.Count < count && left.Count > 0)
        {
            var at = (int)(_chaos.NextDouble() * left.Count);
            some.Add(left[at]);
            left.RemoveAt(at);
        }

        return some;
    }

    private Replica Add()
    {
        var number = _madeOfGeneration++;
        var name = Generation == 1 ? $"{Options.Name}-{number}" : $"{Options.Name}-g{Generation}-{number}";
        var replica = new Replica(name, Generation);
        _replicas.Add(replica);
        _log(new PodEvent(_sim.Now, name, Generation, PodEventKind.Created));
        return replica;
    }

    private void Place(Replica replica, int node)
    {
        replica.Place = new PodPlace(replica.Name, replica.Generation, node);
        replica.Worker = _make(replica.Place, worker => OnChanged(replica, worker));
        _slice.Service.Add(replica.Worker.Pod);
    }

    private void BindPending()
    {
        foreach (var replica in _replicas.ToArray())
            if (replica.Worker is null) TryStart(replica);
    }

    private void TryStart(Replica replica)
    {
        if (_nodes.Bind(Options.Millicores) is not { } node) return;
        Place(replica, node);
        replica.Worker!.Start();
    }

    private void OnChanged(Replica replica, PodWorker worker)
    {
        if (replica.IsPublished != worker.IsReady)
        {
            replica.IsPublished = worker.IsReady;
            _slice.Publish(worker.Pod, worker.IsReady);
        }

        if (worker.IsReady && Options.MinReady > Duration.Zero) _sim.Start(LookAfter(Options.MinReady));
        if (worker.IsGone && _replicas.Remove(replica)) _nodes.Free(replica.Place!.Node, Options.Millicores);
        Reconcile();
    }

    private async SimTask LookAfter(Duration time)
    {
        await _sim.Delay(time);
        Reconcile();
    }
}

/// <summary>A pod's name and node.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="Generation">Of the template it is made from.</param>
/// <param name="Node">Number of the node in its pool.</param>
public sealed record PodPlace(string Name, int Generation, int Node);
