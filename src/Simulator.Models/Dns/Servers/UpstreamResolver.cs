using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// The resolver outside the cluster as one node reaches it: through that node's network interface and its limit.
/// </summary>
public sealed class UpstreamResolver
{
    // tcp_retries2 allows 15; a minute of them is more than any resolver waits.
    private const int TcpRetries = 8;

    private readonly Simulation _sim;
    private readonly UpstreamOptions _options;
    private readonly NameTable _names;
    private readonly PacketLimit _limit;
    private readonly RandomStream _loss;
    private readonly RandomStream _latency;

    /// <param name="sim">The run.</param>
    /// <param name="name">Of the node: names the streams, and the account in the results.</param>
    /// <param name="options">How fast, how many, how sure.</param>
    /// <param name="names">All that exists outside.</param>
    /// <param name="account">Its counters.</param>
    public UpstreamResolver(
        Simulation sim, string name, UpstreamOptions options, NameTable names, DnsAccount account)
    {
        (_sim, Name, _options, _names, Account) = (sim, name, options, names, account);
        _limit = new PacketLimit(options.PacketsPerSecond);
        _loss = sim.Stream($"dns/{name}/loss");
        _latency = sim.Stream($"dns/{name}/latency");
    }

    public string Name { get; }

    public DnsAccount Account { get; }

    public int PacketsPerSecond => _limit.PerSecond;

    /// <summary>Null: no answer comes, as it was over the limit, lost, or the name's own servers are silent.</summary>
    public async SimTask<DnsAnswer?> Ask(DnsQuestion question)
    {
        var arrived = _sim.Now;
        var patience = PodRoutesOptions.TcpRetransmission;
        for (var left = question.Transport == DnsTransport.Tcp ? TcpRetries : 0; !Passes(); left--)
        {
            if (left == 0) return null;
            await _sim.Delay(patience);
            patience *= 2;
        }

        var latency = _options.Latency.Sample(_latency);
        if (_names.Find(question.Name, question.Type) is not { } answer) return null;
        await _sim.Delay(latency);
        Account.OnAnswer(question.Type, answer.Reply.Rcode, arrived, _sim.Now);
        return answer;
    }

    // One packet on its way, over the interface's limit or not.
    private bool Passes()
    {
        var now = _sim.Now;
        Account.OnQuery(now);
        var isLost = _loss.NextDouble() < _options.Loss;
        if (_limit.TryPass(now)) return !isLost;
        Account.OnDropped(now);
        return false;
    }
}

/// <summary>A resolver outside: the VPC's, or a provider's.</summary>
public sealed record UpstreamOptions
{
    /// <summary>From a query to its answer.</summary>
    public required Distribution Latency { get; init; }

    /// <summary>1,024 at AWS (vpc-dns.html, DNS quotas).</summary>
    public int PacketsPerSecond { get; init; } = 1024;

    /// <summary>Share of queries lost on the way there or back.</summary>
    public double Loss { get; init; }
}
