using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>When an open client's requests arrive, one after the other, whatever becomes of earlier ones.</summary>
public abstract class Arrivals
{
    /// <summary>The next arrival, not before the one before it; false when there are no more.</summary>
    public abstract bool TryNext(out Arrival next);
}

/// <summary>One arrival.</summary>
/// <param name="At">The intended instant, from which latency counts.</param>
/// <param name="Work">CPU time in place of the endpoint's first cpu step; null: as the step says.</param>
public readonly record struct Arrival(SimTime At, Duration? Work = null);
