using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>
/// One name, up to <c>attempts</c> rounds over the servers: res_send.c, __res_context_send with send_dg and send_vc.
/// </summary>
internal sealed class GlibcExchange
{
    private readonly GlibcWalk _walk;
    private readonly GlibcThread _thread;
    private readonly Rotation _rotation;
    private readonly int[] _sockets;                             // per server; 0: closed
    private readonly Queue<(RecordType Type, DnsReply Reply)>[] _inboxes;  // unread, per server
    private int _offset;
    private int _shift;
    private int _round;
    private int _server;
    private int _tcpSocket;                                      // 0: on UDP
    private bool _virtualCircuit;
    private bool _isWaiting;
    private bool _gotSomewhere;
    private bool _received1;
    private bool _received2;
    private DnsReply? _first;
    private DnsReply? _second;
    private DnsRcode _lastRcode;

    public GlibcExchange(GlibcWalk walk, GlibcThread thread, Rotation rotation)
    {
        (_walk, _thread, _rotation) = (walk, thread, rotation);
        _sockets = new int[walk.Conf.Servers.Length];
        _inboxes = [.. walk.Conf.Servers.Select(_ => new Queue<(RecordType, DnsReply)>())];
    }

    /// <summary>Null while it goes on.</summary>
    public GlibcAnswer? Answer { get; private set; }

    private ResolvConf Conf => _walk.Conf;

    private bool Reopens => Conf.SingleRequestReopen || _thread.SingleRequestReopen;

    private bool AsksInTurn => Conf.SingleRequest || _thread.SingleRequest || Reopens;

    public void Begin(string query, SimTime now)
    {
        (_first, _second, _lastRcode, _gotSomewhere) = (null, null, DnsRcode.NoError, false);
        (_shift, _round, _virtualCircuit) = (0, 0, Conf.UseVc);
        if (!DnsName.IsSendable(query))
        {
            End(GlibcAnswer.Failed(GlibcError.NoRecovery, _lastRcode));
            return;
        }

        _offset = Conf is { Rotate: true, Servers.Length: > 1 } ? _rotation.Next(Conf.Servers.Length) : 0;
        if (Conf.Attempts <= 0) NobodyAnswered();
        else Try(now);
    }

    public void Forget() => Answer = null;

    public void Reply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (send.Transport == DnsTransport.Tcp)
        {
            if (send.Socket == _tcpSocket) ReadTcp(send.Type, reply);
            return;
        }

        if (send.Socket != _sockets[send.Server]) return;
        _inboxes[send.Server].Enqueue((send.Type, reply));
        ReadInbox(now);
    }

    public void Refuse(in DnsSend send, SimTime now)
    {
        var current = send.Transport == DnsTransport.Tcp ? _tcpSocket : _sockets[send.Server];
        if (send.Socket != current) return;
        if (send.Transport == DnsTransport.Udp && send.Server != _server) return;
        _walk.TakeBack(send.Socket);
        CloseAndTryNext(now);
    }

    public void TimeOut(SimTime now)
    {
        if (!_isWaiting || _tcpSocket != 0) return;
        // One of two came: ask one after the other, then from a new port, then live with the one.
        if (_first is not null && (_received1 || (_walk.Both && _received2)))
        {
            if (!AsksInTurn)
            {
                _thread.SingleRequest = true;
                SendDatagrams(now);
            }
            else if (!Reopens)
            {
                _thread.SingleRequestReopen = true;
                Close();
                SendDatagrams(now);
            }
            else
            {
                End(GlibcAnswer.Of(_first, null, _lastRcode));
            }
        }
        else
        {
            _gotSomewhere = true;
            TryNext(now);
        }

        ReadInbox(now);
    }

    private void Try(SimTime now)
    {
        _server = (_shift + _offset) % Conf.Servers.Length;
        (_first, _second) = (null, null);
        if (_virtualCircuit) SendOverTcp();
        else SendDatagrams(now);
    }

    private void SendDatagrams(SimTime now)
    {
        (_received1, _received2, _isWaiting, _tcpSocket) = (false, !_walk.Both, true, 0);
        if (_sockets[_server] == 0) _sockets[_server] = _walk.Open();
        _walk.Out(RecordType.A, _server, DnsTransport.Udp, _sockets[_server]);
        if (_walk.Both && !AsksInTurn) _walk.Out(RecordType.Aaaa, _server, DnsTransport.Udp, _sockets[_server]);
        _walk.WakeBy(now + Patience());
    }

    // Grows with the server's number, not with the round; at least a second.
    private Duration Patience()
    {
        var seconds = (long)Conf.Timeout.TotalSeconds << _server;
        if (_server != 0) seconds /= Conf.Servers.Length;
        return Duration.FromSeconds(Math.Max(seconds, 1));
    }

    private void ReadInbox(SimTime now)
    {
        while (_isWaiting && _tcpSocket == 0 && _inboxes[_server].TryDequeue(out var next))
            Read(next.Type, next.Reply, now);
    }

    private void Read(RecordType type, DnsReply reply, SimTime now)
    {
        var isFirst = type == RecordType.A;
        if (isFirst ? _received1 : _received2) return;
        _gotSomewhere = true;
        if (!_walk.Both || !(_received1 || _received2)) (_first, _lastRcode) = (reply, reply.Rcode);
        else _second = reply;
        if (CountsAsNoReply(reply)) ReadBad(isFirst, now);
        else if (reply.IsTruncated)
        {
            _virtualCircuit = true;
            Close();
            SendOverTcp();
        }
        else
        {
            ReadGood(isFirst);
        }
    }

    private void ReadGood(bool isFirst)
    {
        Mark(isFirst);
        if (_received1 && _received2)
        {
            // An error in the first buffer leaves it empty, and the second is enough.
            End(GlibcAnswer.Of(_first, _second, _lastRcode));
            return;
        }

        if (!AsksInTurn) return;
        if (Reopens)
        {
            Close();
            _sockets[_server] = _walk.Open();
        }

        _walk.Out(RecordType.Aaaa, _server, DnsTransport.Udp, _sockets[_server]);
    }

    private void ReadBad(bool isFirst, SimTime now)
    {
        if (_walk.Both && (_received1 || _received2))
        {
            _second = null;
            if (_first is null) TryNext(now);
            else End(GlibcAnswer.Of(_first, null, _lastRcode));
        }
        else if (_walk.Both && !AsksInTurn)
        {
            _first = null;
            Mark(isFirst);
        }
        else
        {
            // In turn, an error on A ends the try (bug 30081, mended in the distributions).
            CloseAndTryNext(now);
        }
    }

    private void Mark(bool isFirst)
    {
        if (isFirst) _received1 = true;
        else _received2 = true;
    }

    // Lame: nothing in it, and no wish to look further.
    private static bool CountsAsNoReply(DnsReply reply) =>
        reply.Rcode is DnsRcode.ServFail or DnsRcode.NotImp or DnsRcode.Refused
            || reply is { IsNoData: true, IsLame: true };

    private void SendOverTcp()
    {
        (_received1, _received2, _isWaiting, _first, _second) = (false, !_walk.Both, true, null, null);
        _tcpSocket = _walk.Open();
        _walk.Out(RecordType.A, _server, DnsTransport.Tcp, _tcpSocket);
        if (_walk.Both) _walk.Out(RecordType.Aaaa, _server, DnsTransport.Tcp, _tcpSocket);
        // A blocking read: no timeout.
        _walk.WakeBy(SimTime.Never);
    }

    // Over TCP no code counts as no reply.
    private void ReadTcp(RecordType type, DnsReply reply)
    {
        var isFirst = type == RecordType.A;
        if (isFirst ? _received1 : _received2) return;
        if (_first is null) (_first, _lastRcode) = (reply, reply.Rcode);
        else _second = reply;
        Mark(isFirst);
        if (_received1 && _received2) End(GlibcAnswer.Of(_first, _second, _lastRcode));
    }

    private void CloseAndTryNext(SimTime now)
    {
        Close();
        TryNext(now);
    }

    private void TryNext(SimTime now)
    {
        (_first, _second) = (null, null);
        if (++_shift == Conf.Servers.Length) (_shift, _round) = (0, _round + 1);
        // Over TCP each server is tried once.
        if (_round >= (_virtualCircuit ? 1 : Conf.Attempts) || (_virtualCircuit && _shift == 0)) NobodyAnswered();
        else Try(now);
    }

    private void NobodyAnswered() => End(
        GlibcAnswer.Failed(GlibcError.TryAgain, _lastRcode, nobodyThere: _virtualCircuit || !_gotSomewhere));

    private void Close()
    {
        Array.Clear(_sockets);
        foreach (var inbox in _inboxes) inbox.Clear();
    }

    private void End(GlibcAnswer answer)
    {
        Close();
        (_isWaiting, _tcpSocket) = (false, 0);
        _walk.WakeBy(SimTime.Never);
        Answer = answer;
    }
}
