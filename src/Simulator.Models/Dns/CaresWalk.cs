using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>c-ares 1.18.1: src/lib/ares_getaddrinfo.c over ares_process.c (next_server, skip_server,
/// handle_error).</summary>
public sealed class CaresWalk : DnsWalk
{
    private readonly Rotation _rotation;
    private readonly Pending[] _queries;
    private readonly int[] _udp;             // per server; 0: closed
    private readonly int[] _tcp;
    private ImmutableArray<string> _addresses = [];
    private int _domain;
    private bool _noData;

    /// <param name="name">What the program asked for.</param>
    /// <param name="conf">As c-ares 1.18 reads it.</param>
    /// <param name="ipv4Only">AF_INET, as ares_gethostbyname.</param>
    /// <param name="rotation">Of the channel.</param>
    public CaresWalk(string name, ResolvConf conf, bool ipv4Only, Rotation rotation)
        : base(name, conf, ipv4Only)
    {
        _rotation = rotation;
        var servers = conf.Servers.Length;
        _queries = AsksBoth
            ? [new Pending(RecordType.A, servers), new Pending(RecordType.Aaaa, servers)]
            : [new Pending(RecordType.A, servers)];
        (_udp, _tcp) = (new int[servers], new int[servers]);
    }

    private enum Status
    {
        Success,
        NotFound,
        NoData,
        Timeout,
        Unreachable,
        FormErr,
        BadName,
        Other,
    }

    private bool AsIsFirst => HasFinalDot || DnsName.Dots(Name) >= Conf.Ndots;

    public override void Start(SimTime now)
    {
        var isIpv4 = DnsName.IsDottedQuad(Name);
        if ((isIpv4 && !AsksBoth) || (AsksBoth && DnsName.IsIpv6(Name)))
        {
            Found([Name]);
            return;
        }

        // For both families an IPv4 address is noted, and then looked up all the same.
        if (isIpv4) _addresses = [Name];
        if (AsIsFirst) Ask(Name, now);
        else NextName(null, now);
    }

    protected override void OnReply(in DnsSend send, DnsReply reply, SimTime now)
    {
        // A late reply to an earlier try counts, from whichever server.
        if (send.Step != Step || Find(send.Type) is not { IsDone: false } query) return;
        if (reply.IsTruncated && send.Transport == DnsTransport.Udp)
        {
            if (query.IsOverTcp) return;
            query.IsOverTcp = true;
            Transmit(query, now);
        }
        else if (reply.Rcode is DnsRcode.ServFail or DnsRcode.NotImp or DnsRcode.Refused)
        {
            Skip(query, send.Server);
            if (query.Server == send.Server) NextServer(query, now);
        }
        else
        {
            End(query, StatusOf(reply), reply, now);
        }

        WakeUp();
    }

    protected override void OnRefused(in DnsSend send, SimTime now)
    {
        if (send.Step != Step) return;
        var sockets = send.Transport == DnsTransport.Tcp ? _tcp : _udp;
        if (sockets[send.Server] != send.Socket) return;
        if (send.Transport == DnsTransport.Udp && TakeBackBehind(send) is { } victim)
        {
            // The error meets the next write on the socket: that query moves on, and the one it was for waits.
            Skip(victim, send.Server);
            NextServer(victim, now);
        }
        else
        {
            (_udp[send.Server], _tcp[send.Server]) = (0, 0);
            foreach (var query in _queries)
            {
                if (query.IsDone || query.Server != send.Server) continue;
                Skip(query, send.Server);
                NextServer(query, now);
            }
        }

        WakeUp();
    }

    protected override void OnWake(SimTime now)
    {
        foreach (var query in _queries)
        {
            if (query.IsDone || query.Deadline > now) continue;
            query.Error = Status.Timeout;
            NextServer(query, now);
        }

        WakeUp();
    }

    private Pending? TakeBackBehind(in DnsSend send)
    {
        if (!Withdraw(send.Socket)) return null;
        foreach (var query in _queries)
            if (query.Type != send.Type && query is { IsDone: false } && query.Server == send.Server) return query;
        return null;
    }

    private Pending? Find(RecordType type) => Array.Find(_queries, q => q.Type == type);

    private static Status StatusOf(DnsReply reply) => reply.Rcode switch
    {
        DnsRcode.NoError => reply.Addresses.IsEmpty ? Status.NoData : Status.Success,
        DnsRcode.NxDomain => Status.NotFound,
        DnsRcode.FormErr => Status.FormErr,
        _ => Status.Other,
    };

    private void Ask(string name, SimTime now)
    {
        NextStep(name);
        foreach (var query in _queries) query.Reset();
        if (!DnsName.IsSendable(Query))
        {
            Fail(Status.BadName);
            return;
        }

        foreach (var query in _queries)
        {
            query.Server = Conf.Rotate ? _rotation.Next(Conf.Servers.Length) : 0;
            Transmit(query, now);
        }

        WakeUp();
    }

    private void Transmit(Pending query, SimTime now)
    {
        var transport = query.IsOverTcp ? DnsTransport.Tcp : DnsTransport.Udp;
        var sockets = query.IsOverTcp ? _tcp : _udp;
        if (sockets[query.Server] == 0) sockets[query.Server] = NewSocket();
        Send(query.Type, query.Server, transport, sockets[query.Server]);
        query.WasOverTcp[query.Server] |= query.IsOverTcp;
        query.Deadline = now + Patience(query.Tries / Conf.Servers.Length);
    }

    // Doubles with each trip round the servers, as long as an int of milliseconds can.
    private Duration Patience(int trips)
    {
        var ms = (long)Conf.Timeout.TotalMilliseconds;
        return Duration.FromMilliseconds(trips <= 31 && ms << trips <= int.MaxValue ? ms << trips : ms);
    }

    // With one server there is nothing to skip.
    private void Skip(Pending query, int server)
    {
        if (Conf.Servers.Length > 1) query.Skipped[server] = true;
    }

    private void NextServer(Pending query, SimTime now)
    {
        while (++query.Tries < (long)Conf.Servers.Length * Conf.Attempts)
        {
            query.Server = (query.Server + 1) % Conf.Servers.Length;
            var again = query.IsOverTcp && query.WasOverTcp[query.Server] && _tcp[query.Server] != 0;
            if (query.Skipped[query.Server] || again) continue;
            Transmit(query, now);
            return;
        }

        End(query, query.Error, null, now);
    }

    // The query that ends last decides where nothing was found.
    private void End(Pending query, Status status, DnsReply? reply, SimTime now)
    {
        (query.IsDone, query.Deadline) = (true, SimTime.Never);
        if (status == Status.Success) _addresses = _addresses.AddRange(reply!.Addresses);
        if (Array.Exists(_queries, q => !q.IsDone)) return;
        if (!_addresses.IsEmpty) Found(_addresses);
        else if (status is Status.NotFound or Status.NoData)
        {
            _noData |= status == Status.NoData;
            NextName(status, now);
        }
        else
        {
            Fail(status);
        }
    }

    private void NextName(Status? last, SimTime now)
    {
        if (_domain < Conf.Search.Length && !HasFinalDot) Ask($"{Name}.{Conf.Search[_domain++]}", now);
        else if (_domain == Conf.Search.Length && !AsIsFirst)
        {
            _domain++;
            Ask(Name, now);
        }
        else
        {
            Fail(_noData ? Status.NoData : last ?? Status.NotFound);
        }
    }

    private void WakeUp()
    {
        if (IsDone) return;
        var at = SimTime.Never;
        foreach (var query in _queries)
            if (!query.IsDone && query.Deadline < at) at = query.Deadline;
        WakeAt = at;
    }

    private void Fail(Status status)
    {
        var (result, error) = status switch
        {
            Status.NoData => (LookupResult.NoData, "DNS server returned answer with no data"),
            Status.Timeout => (LookupResult.TryAgain, "Timeout while contacting DNS servers"),
            Status.Unreachable => (LookupResult.TryAgain, "Could not contact DNS servers"),
            Status.FormErr => (LookupResult.TryAgain, "DNS server claims query was misformatted"),
            Status.BadName => (LookupResult.NotFound, "Misformatted domain name"),
            Status.Other => (LookupResult.TryAgain, "DNS server returned general failure"),
            _ => (LookupResult.NotFound, "Domain name not found"),
        };
        Fail(result, error);
    }

    /// <summary>One ares_query.</summary>
    private sealed class Pending(RecordType type, int servers)
    {
        public RecordType Type => type;

        public bool[] Skipped { get; } = new bool[servers];

        /// <summary>Sent over the TCP connection that is open to that server.</summary>
        public bool[] WasOverTcp { get; } = new bool[servers];

        public bool IsDone { get; set; }

        public bool IsOverTcp { get; set; }

        public int Server { get; set; }

        public int Tries { get; set; }

        public SimTime Deadline { get; set; }

        public Status Error { get; set; }

        public void Reset()
        {
            (IsDone, IsOverTcp, Tries, Error, Deadline) = (false, false, 0, Status.Unreachable, SimTime.Never);
            Array.Clear(Skipped);
            Array.Clear(WasOverTcp);
        }
    }
}
