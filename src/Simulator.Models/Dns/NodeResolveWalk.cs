using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>Node's dns.resolve4 over c-ares 1.34 (src/lib/ares_process.c): the name as it is, one query, errors passed
/// on.</summary>
public sealed class NodeResolveWalk : DnsWalk
{
    // src/cares_wrap.cc: the channel looks for timeouts once a second, and the first look comes just too early.
    private static readonly Duration Tick = Duration.FromSeconds(1);

    private readonly NodeChannel _channel;
    private DnsTransport _transport;
    private SimTime _start;
    private int _server;
    private int _tries;
    private int _socket;
    private string _error = "ETIMEOUT";

    public NodeResolveWalk(string name, ResolvConf conf, NodeChannel channel)
        : base(name, conf, ipv4Only: true)
    {
        _channel = channel;
        _transport = conf.UseVc ? DnsTransport.Tcp : DnsTransport.Udp;
    }

    public override void Start(SimTime now)
    {
        _start = now;
        NextStep(Name);
        if (!DnsName.IsSendable(Query)) Fail(LookupResult.NotFound, "EBADNAME");
        else Transmit(now);
    }

    protected override void OnReply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (reply.IsTruncated && send.Transport == DnsTransport.Udp)
        {
            if (_transport == DnsTransport.Tcp) return;
            _transport = DnsTransport.Tcp;
            Transmit(now);
            return;
        }

        _channel.Succeeded(send.Server);
        switch (reply.Rcode)
        {
            case DnsRcode.NoError when !reply.Addresses.IsEmpty:
                Found(reply.Addresses);
                break;
            case DnsRcode.NoError:
                Fail(LookupResult.NoData, "ENODATA");
                break;
            case DnsRcode.NxDomain:
                Fail(LookupResult.NotFound, "ENOTFOUND");
                break;
            default:
                Fail(LookupResult.TryAgain, Code(reply.Rcode));
                break;
        }
    }

    protected override void OnRefused(in DnsSend send, SimTime now)
    {
        if (send.Socket != _socket) return;
        _error = "ECONNREFUSED";
        Requeue(now);
    }

    protected override void OnWake(SimTime now)
    {
        _error = "ETIMEOUT";
        Requeue(now);
    }

    private static string Code(DnsRcode rcode) => rcode switch
    {
        DnsRcode.FormErr => "EFORMERR",
        DnsRcode.ServFail => "ESERVFAIL",
        DnsRcode.NotImp => "ENOTIMP",
        DnsRcode.Refused => "EREFUSED",
        _ => "EBADRESP",
    };

    private void Requeue(SimTime now)
    {
        _channel.Failed(_server);
        if (++_tries < (long)Conf.Servers.Length * Conf.Attempts) Transmit(now);
        else Fail(LookupResult.TryAgain, _error);
    }

    private void Transmit(SimTime now)
    {
        _server = _channel.Pick(Conf.Rotate);
        _socket = NewSocket();
        Send(RecordType.A, _server, _transport, _socket);
        WakeAt = NextTick(now + Patience());
    }

    // Doubles with each trip round the servers, then loses up to half of it, but never falls below the first.
    private Duration Patience()
    {
        var rounds = Math.Min(_tries / Conf.Servers.Length, 16);
        if (rounds == 0) return Conf.Timeout;
        var jittered = _channel.Jitter(Conf.Timeout * (1L << rounds));
        return jittered < Conf.Timeout ? Conf.Timeout : jittered;
    }

    private SimTime NextTick(SimTime deadline) =>
        _start + (Tick * (((deadline - _start).Nanoseconds / Tick.Nanoseconds) + (_tries == 0 ? 1 : 0)
            + (_tries > 0 && (deadline - _start).Nanoseconds % Tick.Nanoseconds > 0 ? 1 : 0)));
}
