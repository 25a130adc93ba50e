using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>A lookup on its way: what it sent, and the replies that lie in its sockets unread.</summary>
public sealed class PodLookup(Simulation sim, DnsWalk walk)
{
    private readonly List<DnsSend> _sends = [];
    private readonly List<string> _replies = [];        // by number of the send; empty: none yet
    private readonly List<(DnsSend Send, DnsReply Reply)> _inbox = [];
    private Wait<bool> _arrival;
    private int _sent;
    private bool _isClosed;

    public DnsWalk Walk => walk;

    /// <summary>All it has sent, in order.</summary>
    public IReadOnlyList<DnsSend> Sends => _sends;

    /// <summary>Had to wait until its patience with a server was over.</summary>
    public bool TimedOut { get; private set; }

    public bool HasReplies => _inbox.Count > 0;

    public int Replies => _inbox.Count;

    /// <summary>What was said to a send; LOST: nothing.</summary>
    public string ReplyTo(int send) => _replies[send].Length > 0 ? _replies[send] : "LOST";

    /// <summary>Takes over what the walk wants to send; returns how much that is.</summary>
    internal int Collect()
    {
        var before = _sends.Count;
        while (walk.TryTake(out var send))
        {
            _sends.Add(send);
            _replies.Add("");
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
    internal void Receive(in DnsSend send, DnsReply reply)
    {
        if (_isClosed) return;
        if (_replies[send.Id].Length == 0) _replies[send.Id] = ReplyLabel.Of(reply);
        _inbox.Add((send, reply));
        _arrival.TryAnswer(true);
    }

    /// <summary>Awaited: a reply has come, or the walk's patience is over.</summary>
    internal Wait<bool>.WithPatience Arrival()
    {
        _arrival = sim.Rent<bool>();
        var patience = walk.WakeAt == SimTime.Never ? Duration.Forever : walk.WakeAt - sim.Now;
        return _arrival.Within(patience > Duration.Zero ? patience : Duration.Zero);
    }

    internal void Wake()
    {
        TimedOut = true;
        walk.Wake(sim.Now);
    }

    internal void Read()
    {
        foreach (var (send, reply) in _inbox) walk.Reply(send, reply, sim.Now);
        _inbox.Clear();
    }

    /// <summary>What comes later, nobody reads.</summary>
    internal void Close() => _isClosed = true;
}
