using System.Collections.Immutable;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Routing;

/// <summary>The pods behind one name, and the rule by which a request finds one.</summary>
public sealed class Service(string name, ImmutableArray<Pod> pods, LoadBalancing balancing, IntervalCounts completed)
{
    private int _turn;

    public string Name => name;

    public ImmutableArray<Pod> Pods => pods;

    /// <summary>Requests that were served, by the interval of their end.</summary>
    public IntervalCounts Completed => completed;

    /// <param name="draw">The request's own, in [0, 1): a changed policy shifts nobody's chances.</param>
    public Pod Route(double draw) => balancing switch
    {
        LoadBalancing.RoundRobin => pods[NextTurn()],
        LoadBalancing.LeastRequests => LeastRequests(draw),
        _ => pods[(int)(draw * pods.Length)],
    };

    private int NextTurn()
    {
        var turn = _turn;
        _turn = turn + 1 == pods.Length ? 0 : turn + 1;
        return turn;
    }

    /// <summary>Among equals the draw decides: a fixed order would send every first request to one pod.</summary>
    private Pod LeastRequests(double draw)
    {
        var least = int.MaxValue;
        var equals = 0;
        foreach (var pod in pods)
        {
            if (pod.Requests > least) continue;
            equals = pod.Requests < least ? 1 : equals + 1;
            least = pod.Requests;
        }

        var chosen = (int)(draw * equals);
        foreach (var pod in pods)
            if (pod.Requests == least && chosen-- == 0) return pod;
        throw new InvalidOperationException($"Service {name} has no pods.");
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
}
