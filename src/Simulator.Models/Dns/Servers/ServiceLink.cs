using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// A node cache's way to CoreDNS: connections over TCP that stay open (forward's force_tcp), past conntrack.
/// </summary>
/// <param name="sim">The run.</param>
/// <param name="from">Names the stream.</param>
/// <param name="replicas">One of them, by chance, for each query.</param>
/// <param name="rtt">There and back.</param>
/// <param name="loss">Share of queries that TCP has to send again.</param>
public sealed class ServiceLink(
    Simulation sim, string from, ImmutableArray<CoreDns> replicas, Distribution rtt, double loss)
{
    private readonly RandomStream _dice = sim.Stream($"dns/{from}/link");

    public async SimTask<DnsAnswer?> Ask(DnsQuestion question)
    {
        var server = replicas[_dice.NextInt(replicas.Length)];
        var isLost = _dice.NextDouble() < loss;
        var half = rtt.Sample(_dice) / 2;
        await sim.Delay(isLost ? half + PodRoutesOptions.TcpRetransmission : half);
        var answer = await server.Ask(question with { Transport = DnsTransport.Tcp }, []);
        await sim.Delay(half);
        return answer;
    }
}
