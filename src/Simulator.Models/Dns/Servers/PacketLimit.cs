using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// Packets per second of one network interface to the resolver outside; what is above is dropped without a word.
/// </summary>
/// <remarks>
/// AWS names the rate and not the averaging (vpc-dns.html, DNS quotas): here a bucket that holds one second's worth,
/// so that no second after a quiet one lets more than twice the rate through.
/// </remarks>
public sealed class PacketLimit(int perSecond)
{
    private double _tokens = perSecond;
    private SimTime _at;

    public int PerSecond => perSecond;

    /// <summary>False: over the limit.</summary>
    public bool TryPass(SimTime now)
    {
        _tokens = Math.Min(perSecond, _tokens + ((now - _at).TotalSeconds * perSecond));
        _at = now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
