using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Dns.Kubelet;
using Simulator.Models.Dns.Servers;

namespace Simulator.Models.Dns;

/// <summary>Where the queries of one pod go, what happens to them on the way, and how the replies come back.</summary>
public sealed class PodRoutes
{
    private readonly Simulation _sim;
    private readonly PodRoutesOptions _options;
    private readonly RandomStream _dice;

    /// <param name="sim">The run.</param>
    /// <param name="pod">Names the streams.</param>
    /// <param name="options">The servers, and the ways to them.</param>
    public PodRoutes(Simulation sim, string pod, PodRoutesOptions options)
    {
        (_sim, _options) = (sim, options);
        _dice = sim.Stream($"pods/{pod}/dns");
    }

    /// <summary>Sends all that the lookup has ready, at this instant.</summary>
    internal void Send(PodLookup lookup)
    {
        while (lookup.TryTakeSend(out var send))
        {
            // A node cache listens on its own address and, in front of kube-proxy, on the service's.
            var server = lookup.Walk.Conf.Servers[send.Server];
            var isService = server == _options.ClusterIp;
            if ((isService || server == PodResolvConf.NodeLocalDns) && _options.NodeLocal is { } cache)
                _sim.Start(AskNodeLocal(lookup, lookup.Number, send, cache));
            else if (isService) SendToService(lookup, send);
            else if (server != PodResolvConf.NodeLocalDns) _sim.Start(AskUpstream(lookup, lookup.Number, send));
        }
    }

    // kube-proxy picks a replica for each new source port. Two datagrams that leave a new one together race to confirm
    // its conntrack entry, and the loser is dropped (kubernetes#56903, nf_conntrack insert_failed).
    private void SendToService(PodLookup lookup, in DnsSend send)
    {
        var drawn = (int)(_dice.NextDouble() * _options.CoreDns.Length);
        var (race, loss) = (_dice.NextDouble(), _dice.NextDouble());
        var (replica, openedAt, isNew) = lookup.RouteOf(send.Socket, drawn);
        var races = !isNew && openedAt == _sim.Now && send.Transport == DnsTransport.Udp;
        if (races && race < _options.ConntrackRace) return;
        _sim.Start(AskService(lookup, lookup.Number, send, _options.CoreDns[replica], loss < _options.Loss));
    }

    private async SimTask AskService(PodLookup lookup, int number, DnsSend send, CoreDns server, bool isLost)
    {
        var isTcp = send.Transport == DnsTransport.Tcp;
        var rtt = _options.Rtt.Sample(_dice);
        if (isLost && !isTcp) return;
        // TCP shakes hands first, and sends again what is lost.
        var there = (rtt / 2) + (isTcp ? rtt : Duration.Zero) + (isLost ? PodRoutesOptions.TcpRetransmission : default);
        await _sim.Delay(there);
        if (await server.Ask(Question(send), _options.Autopath) is not { } answer) return;
        await _sim.Delay(rtt / 2);
        lookup.Receive(number, send, answer.Reply);
    }

    private async SimTask AskNodeLocal(PodLookup lookup, int number, DnsSend send, CoreDns cache)
    {
        var half = _options.NodeLocalRtt / 2;
        await _sim.Delay(send.Transport == DnsTransport.Tcp ? half * 3 : half);
        if (await cache.Ask(Question(send), []) is not { } answer) return;
        await _sim.Delay(half);
        lookup.Receive(number, send, answer.Reply);
    }

    private async SimTask AskUpstream(PodLookup lookup, int number, DnsSend send)
    {
        if (await _options.Upstream.Ask(Question(send)) is { } answer) lookup.Receive(number, send, answer.Reply);
    }

    private static DnsQuestion Question(in DnsSend send) => new(send.Name, send.Type, send.Transport);
}

/// <summary>The servers a pod can reach, and the ways to them.</summary>
public sealed record PodRoutesOptions
{
    /// <summary>The service's address.</summary>
    public required string ClusterIp { get; init; }

    /// <summary>Replicas behind the service address.</summary>
    public required ImmutableArray<CoreDns> CoreDns { get; init; }

    /// <summary>The cache on the pod's node; null: there is none.</summary>
    public CoreDns? NodeLocal { get; init; }

    /// <summary>The resolver outside, through the node's interface.</summary>
    public required UpstreamResolver Upstream { get; init; }

    /// <summary>To the service address and back.</summary>
    public required Distribution Rtt { get; init; }

    /// <summary>To the cache on the node and back; it is past conntrack (NOTRACK) and loses nothing.</summary>
    public Duration NodeLocalRtt { get; init; } = Duration.FromMicroseconds(50);

    /// <summary>Share of queries lost on the way there or back, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>How often the second of two datagrams from a new port is dropped, 0 to 1.</summary>
    public double ConntrackRace { get; init; }

    /// <summary>The search list that autopath takes for this pod's: its namespace's, and the node's.</summary>
    public ImmutableArray<string> Autopath { get; init; } = [];

    /// <summary>TCP_RTO_MIN of Linux.</summary>
    public static Duration TcpRetransmission => Duration.FromMilliseconds(200);
}
