using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Routing;

/// <summary>The pods behind one name, and the rule by which a request finds one.</summary>
public sealed class Service(string name, LoadBalancing balancing, IntervalCounts completed)
{
    private readonly Balancer _balancer = new(balancing);
    private readonly List<Pod> _pods = [];
    private readonly List<Pod> _reachable = [];
    private int[] _loads = [];

    public string Name => name;

    /// <summary>All that there ever were, in the order of their creation.</summary>
    public IReadOnlyList<Pod> Pods => _pods;

    /// <summary>Those that proxies send requests to, whatever has become of them meanwhile.</summary>
    public IReadOnlyList<Pod> Reachable => _reachable;

    /// <summary>Requests that were served, by the interval of their end.</summary>
    public IntervalCounts Completed => completed;

    /// <summary>A pod is there; nobody reaches it yet.</summary>
    public void Add(Pod pod) => _pods.Add(pod);

    /// <summary>The proxies have learnt of a pod.</summary>
    public void Reach(Pod pod)
    {
        if (_reachable.Contains(pod)) return;
        _reachable.Add(pod);
        if (_loads.Length < _reachable.Count) _loads = new int[_reachable.Count * 2];
    }

    /// <summary>The proxies have learnt that a pod is not to be used.</summary>
    public void Unreach(Pod pod) => _reachable.Remove(pod);

    /// <summary>Null: there is no pod to be had.</summary>
    /// <param name="draw">The request's own, in [0, 1): a changed policy shifts nobody's chances.</param>
    public Pod? Route(double draw)
    {
        if (_reachable.Count == 0) return null;
        var loads = _loads.AsSpan(0, _reachable.Count);
        for (var i = 0; i < loads.Length; i++) loads[i] = _reachable[i].Requests;
        return _reachable[_balancer.Choose(loads, draw)];
    }
}

/// <summary>How requests choose among pods.</summary>
public enum LoadBalancing
{
    /// <summary>As kube-proxy's iptables mode does.</summary>
    Random,
    RoundRobin,

    /// <summary>The pod with the fewest requests in flight, as seen by one balancer that sees all.</summary>
    LeastRequests,

    /// <summary>
    /// Of two at random the one with fewer requests: Envoy's LEAST_REQUEST with its choice_count of 2.
    /// </summary>
    PowerOfTwoChoices,
}
