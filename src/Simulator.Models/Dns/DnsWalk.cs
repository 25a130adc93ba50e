using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>
/// One lookup of one name: a state machine that is told of replies and of time, and says what it sends.
/// </summary>
/// <remarks>
/// Whoever drives it takes all sends after each call, and calls <see cref="Wake"/> at <see cref="WakeAt"/>. A reply
/// that comes at the very time of a wake comes first. A refusal that the machine itself gives (nobody listens on a
/// loopback address) is told before the next send is taken.
/// </remarks>
public abstract class DnsWalk
{
    private readonly Queue<DnsSend> _out = new();
    private int _sends;
    private int _sockets;

    protected DnsWalk(string name, ResolvConf conf, bool ipv4Only)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Conf) = (name, conf);
        AsksBoth = !ipv4Only && !conf.NoAaaa;
    }

    public string Name { get; }

    public ResolvConf Conf { get; }

    /// <summary>When <see cref="Wake"/> is due; never while only a reply can help.</summary>
    public SimTime WakeAt { get; protected set; } = SimTime.Never;

    /// <summary>Null while the walk goes on.</summary>
    public DnsOutcome? Outcome { get; private set; }

    public bool IsDone => Outcome is not null;

    /// <summary>A and AAAA, not A alone.</summary>
    protected bool AsksBoth { get; }

    protected int Step { get; private set; } = -1;

    /// <summary>What goes out under the present step, with its final dot.</summary>
    protected string Query { get; private set; } = "";

    protected bool HasFinalDot => Name[^1] == '.';

    public bool TryTake(out DnsSend send) => _out.TryDequeue(out send);

    public abstract void Start(SimTime now);

    public void Reply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (!IsDone) OnReply(send, reply, now);
    }

    /// <summary>An ICMP port unreachable, or a TCP connection that is refused.</summary>
    public void Refuse(in DnsSend send, SimTime now)
    {
        if (!IsDone) OnRefused(send, now);
    }

    public void Wake(SimTime now)
    {
        if (!IsDone) OnWake(now);
    }

    /// <summary>No reply and no timer can come any more.</summary>
    public void GiveUp() =>
        Finish(DnsOutcome.Failed(LookupResult.Hangs, "never returns: waits for TCP without a timeout"));

    protected abstract void OnReply(in DnsSend send, DnsReply reply, SimTime now);

    protected abstract void OnRefused(in DnsSend send, SimTime now);

    protected abstract void OnWake(SimTime now);

    protected void NextStep(string query) => (Step, Query) = (Step + 1, DnsName.Rooted(query));

    protected int NewSocket() => ++_sockets;

    /// <summary>Returns the send's number.</summary>
    protected int Send(RecordType type, int server, DnsTransport transport, int socket)
    {
        _out.Enqueue(new DnsSend(_sends, Step, Query, type, server, transport, socket));
        return _sends++;
    }

    /// <summary>Takes back what a socket has not sent yet; true when there was something.</summary>
    protected bool Withdraw(int socket)
    {
        var any = false;
        for (var left = _out.Count; left > 0; left--)
        {
            var send = _out.Dequeue();
            if (send.Socket == socket) any = true;
            else _out.Enqueue(send);
        }

        return any;
    }

    protected void Finish(DnsOutcome outcome)
    {
        Outcome ??= outcome;
        WakeAt = SimTime.Never;
    }

    protected void Found(ImmutableArray<string> addresses) => Finish(DnsOutcome.Found(addresses));

    protected void Fail(LookupResult result, string error) => Finish(DnsOutcome.Failed(result, error));

    protected static ImmutableArray<string> Addresses(DnsReply? a, DnsReply? b)
    {
        var first = a is { Rcode: DnsRcode.NoError } ? a.Addresses : [];
        return b is { Rcode: DnsRcode.NoError } && !ReferenceEquals(a, b) ? first.AddRange(b.Addresses) : first;
    }
}
