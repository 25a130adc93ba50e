using System.Collections.Immutable;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Routing;

/// <summary>The pods behind one name, and the rule by which a request finds one.</summary>
public sealed class Service(string name, ImmutableArray<Pod> pods, LoadBalancing balancing, IntervalCounts completed)
{
    private readonly Balancer _balancer = new(balancing);
    private readonly int[] _loads = new int[pods.Length];

    public string Name => name;

    public ImmutableArray<Pod> Pods => pods;

    /// <summary>Requests that were served, by the interval of their end.</summary>
    public IntervalCounts Completed => completed;

    /// <param name="draw">The request's own, in [0, 1): a changed policy shifts nobody's chances.</param>
    public Pod Route(double draw)
    {
        for (var i = 0; i < _loads.Length; i++) _loads[i] = pods[i].Requests;
        return pods[_balancer.Choose(_loads, draw)];
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
