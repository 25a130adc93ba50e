namespace Simulator.Models.Dns;

/// <summary>The queue before a process's lookups: first come first served, among those that may go.</summary>
/// <param name="concurrency">Lookups at the same time.</param>
/// <param name="oneAtATimePerName">Equal names wait for each other without holding a place.</param>
public sealed class LookupGate(int concurrency, bool oneAtATimePerName)
{
    private readonly LinkedList<(int Ticket, string Name)> _waiting = [];
    private readonly HashSet<string> _busy = new(StringComparer.OrdinalIgnoreCase);

    public int Running { get; private set; }

    public int Waiting => _waiting.Count;

    /// <summary>False: wait until <see cref="TryAdmit"/> names the ticket.</summary>
    public bool Enter(int ticket, string name)
    {
        if (Running < concurrency && (!oneAtATimePerName || !_busy.Contains(name)))
        {
            Admit(name);
            return true;
        }

        _waiting.AddLast((ticket, name));
        return false;
    }

    /// <summary>A lookup ended; ask <see cref="TryAdmit"/> who is next.</summary>
    public void Leave(string name)
    {
        Running--;
        _busy.Remove(name);
    }

    /// <summary>The next that may go; it counts as running from now on.</summary>
    public bool TryAdmit(out int ticket)
    {
        ticket = -1;
        if (Running >= concurrency) return false;
        for (var at = _waiting.First; at is not null; at = at.Next)
        {
            if (oneAtATimePerName && _busy.Contains(at.Value.Name)) continue;
            ticket = at.Value.Ticket;
            Admit(at.Value.Name);
            _waiting.Remove(at);
            return true;
        }

        return false;
    }

    private void Admit(string name)
    {
        Running++;
        if (oneAtATimePerName) _busy.Add(name);
    }
}
