using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Recorded arrivals, as an access log has them.</summary>
public sealed class ReplayArrivals : Arrivals
{
    private readonly ImmutableArray<Arrival> _arrivals;
    private readonly Duration _cycle;
    private Duration _shift;
    private int _next;

    /// <param name="arrivals">Ordered by time, at least one.</param>
    /// <param name="repeat">Start again one mean gap after the last; a recording without any length is not
    /// repeated.</param>
    public ReplayArrivals(ImmutableArray<Arrival> arrivals, bool repeat)
    {
        _arrivals = arrivals;
        if (!repeat || arrivals.Length < 2) return;
        var span = arrivals[^1].At - arrivals[0].At;
        _cycle = span + (span / (arrivals.Length - 1));
    }

    public override bool TryNext(out Arrival next)
    {
        next = default;
        if (_next == _arrivals.Length)
        {
            if (_cycle <= Duration.Zero) return false;
            (_next, _shift) = (0, _shift + _cycle);
        }

        var arrival = _arrivals[_next++];
        next = arrival with { At = arrival.At + _shift };
        return true;
    }
}
