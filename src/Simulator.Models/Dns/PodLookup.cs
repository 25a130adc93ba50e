using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>
/// A lookup on its way: what it sent, and the replies that lie in its sockets unread. Used again by its resolver.
/// </summary>
public sealed class PodLookup(Simulation sim)
{
    private readonly List<DnsSend> _sends = [];
    private readonly List<DnsReply?> _replies = [];        // by number of the send
    private readonly List<(DnsSend Send, DnsReply Reply)> _inbox = [];
    private readonly List<(int Socket, int Replica, SimTime OpenedAt)> _routes = [];
    private Wait<bool> _arrival;
    private int _sent;

    public DnsWalk Walk { get; private set; } = null!;

    /// <summary>Told with every reply: one to an earlier lookup is nobody's.</summary>
    public int Number { get; private set; }

    /// <summary>All it has sent, in order.</summary>
    public IReadOnlyList<DnsSend> Sends => _sends;

    /// <summary>Had to wait until its patience with a server was over.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>The query sent last, as dig has it.</summary>
    internal string LastSent => $"{_sends[^1].Name} {(_sends[^1].Type == RecordType.A ? "A" : "AAAA")}";

    public bool HasReplies => _inbox.Count > 0;

    public int Replies => _inbox.Count;

    /// <summary>What was said first to a send; null: nothing.</summary>
    public DnsReply? ReplyTo(int send) => _replies[send];

    internal void Begin(DnsWalk walk)
    {
        (Walk, TimedOut, _sent) = (walk, false, 0);
        _sends.Clear();
        _replies.Clear();
        _inbox.Clear();
        _routes.Clear();
    }

    /// <summary>Which replica a socket's packets go to, and since when; its first one takes the one given.</summary>
    internal (int Replica, SimTime OpenedAt, bool IsNew) RouteOf(int socket, int replica)
    {
        foreach (var route in _routes)
            if (route.Socket == socket) return (route.Replica, route.OpenedAt, false);
        _routes.Add((socket, replica, sim.Now));
        return (replica, sim.Now, true);
    }

    /// <summary>Takes over what the walk wants to send; returns how much that is.</summary>
    internal int Collect()
    {
        var before = _sends.Count;
        while (Walk.TryTake(out var send))
        {
            _sends.Add(send);
            _replies.Add(null);
        }

        return _sends.Count - before;
    }

    /// <summary>The next one that is not on its way yet.</summary>
    internal bool TryTakeSend(out DnsSend send)
    {
        send = default;
        if (_sent == _sends.Count) return false;
        send = _sends[_sent++];
        return true;
    }

    /// <summary>A reply reaches the pod.</summary>
    internal void Receive(int number, in DnsSend send, DnsReply reply)
    {
        if (number != Number) return;
        _replies[send.Id] ??= reply;
        _inbox.Add((send, reply));
        _arrival.TryAnswer(true);
    }

    /// <summary>Awaited: a reply has come, or the walk's patience is over.</summary>
    internal Wait<bool>.WithPatience Arrival()
    {
        _arrival = sim.Rent<bool>();
        var patience = Walk.WakeAt == SimTime.Never ? Duration.Forever : Walk.WakeAt - sim.Now;
        return _arrival.Within(patience > Duration.Zero ? patience : Duration.Zero);
    }

    internal void Wake()
    {
        TimedOut = true;
        Walk.Wake(sim.Now);
    }

    internal void Read()
    {
        foreach (var (send, reply) in _inbox) Walk.Reply(send, reply, sim.Now);
        _inbox.Clear();
    }

    /// <summary>What comes later, nobody reads.</summary>
    internal void Close() => Number++;
}
