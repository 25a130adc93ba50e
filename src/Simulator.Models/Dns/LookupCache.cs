using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>Java's InetAddress cache: outcomes by name, whatever the records' own TTL (java.security).</summary>
/// <param name="positive">Life of a found name; zero: none is kept.</param>
/// <param name="negative">Life of a failure; zero: none is kept.</param>
public sealed class LookupCache(Duration positive, Duration negative)
{
    private readonly Dictionary<string, (SimTime Until, DnsOutcome Outcome)> _entries =
        new(StringComparer.OrdinalIgnoreCase);

    public DnsOutcome? Find(string name, SimTime now)
    {
        if (!_entries.TryGetValue(name, out var entry)) return null;
        if (now < entry.Until) return entry.Outcome;
        _entries.Remove(name);
        return null;
    }

    public void Keep(string name, DnsOutcome outcome, SimTime now)
    {
        var life = outcome.IsFound ? positive : negative;
        if (life > Duration.Zero) _entries[name] = (now + life, outcome);
    }
}
