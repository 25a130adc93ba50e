namespace Simulator.Models.Routing;

/// <summary>
/// Chooses one of several by a policy; the caller brings the chance, so that policies shift nobody's.
/// </summary>
public sealed class Balancer(LoadBalancing policy)
{
    private int _turn;

    /// <param name="loads">Requests in flight of each; at least one.</param>
    /// <param name="draw">In [0, 1): the request's own.</param>
    public int Choose(ReadOnlySpan<int> loads, double draw) => policy switch
    {
        LoadBalancing.RoundRobin => NextTurn(loads.Length),
        LoadBalancing.LeastRequests => Least(loads, draw),
        LoadBalancing.PowerOfTwoChoices => OfTwo(loads, draw),
        _ => (int)(draw * loads.Length),
    };

    private int NextTurn(int count)
    {
        var turn = _turn < count ? _turn : 0;
        _turn = turn + 1 == count ? 0 : turn + 1;
        return turn;
    }

    /// <summary>Among equals the draw decides: a fixed order would send every first request to one of them.</summary>
    private static int Least(ReadOnlySpan<int> loads, double draw)
    {
        var least = int.MaxValue;
        var equals = 0;
        foreach (var load in loads)
        {
            if (load > least) continue;
            equals = load < least ? 1 : equals + 1;
            least = load;
        }

        var chosen = (int)(draw * equals);
        for (var i = 0; i < loads.Length; i++)
            if (loads[i] == least && chosen-- == 0) return i;
        throw new InvalidOperationException("There is nothing to choose from.");
    }

    /// <summary>
    /// Two at random, which may be the same one twice (as in Envoy's least_request), the one with fewer: what is left
    /// of
    /// the draw chooses the second.
    /// </summary>
    private static int OfTwo(ReadOnlySpan<int> loads, double draw)
    {
        var scaled = draw * loads.Length;
        var first = (int)scaled;
        var second = (int)((scaled - first) * loads.Length);
        return loads[second] < loads[first] ? second : first;
    }
}
