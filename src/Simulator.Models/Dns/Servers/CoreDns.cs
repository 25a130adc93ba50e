using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// One CoreDNS process with its plugins in the order of plugin.cfg: cache, autopath, kubernetes, forward. NodeLocal
/// DNSCache is one too, without a kubernetes zone.
/// </summary>
public sealed class CoreDns
{
    // net.core.rmem_default, 212,992 bytes, holds so many small datagrams of 768 bytes of truesize.
    private const int ReceiveBuffer = 277;

    private readonly Simulation _sim;
    private readonly CoreDnsOptions _options;
    private readonly Workers _workers;
    private readonly KubernetesZone? _zone;
    private readonly ImmutableArray<ServerBlock> _blocks;

    /// <param name="sim">The run.</param>
    /// <param name="name">In the results.</param>
    /// <param name="options">Its knobs.</param>
    /// <param name="workers">The threads of its Go runtime, in the container that limits them.</param>
    /// <param name="zone">The cluster's names; null: none of its own.</param>
    /// <param name="blocks">Where names go that are not its own: the first whose domain they are in.</param>
    /// <param name="account">Its counters.</param>
    public CoreDns(
        Simulation sim, string name, CoreDnsOptions options, Workers workers, KubernetesZone? zone,
        ImmutableArray<ServerBlock> blocks, DnsAccount account)
    {
        (_sim, Name, _options, _workers, _zone, _blocks, Account) =
            (sim, name, options, workers, zone, blocks, account);
    }

    public string Name { get; }

    public DnsAccount Account { get; }

    public IEnumerable<DnsCache> Caches => _blocks.Select(b => b.Cache);

    /// <summary>Null: no answer comes, as the socket's buffer was full.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="asker">The search list that autopath takes for its pod's; empty: autopath is not for it.</param>
    public async SimTask<DnsAnswer?> Ask(DnsQuestion question, ImmutableArray<string> asker)
    {
        var arrived = _sim.Now;
        Account.OnQuery(arrived);
        if (question.Transport == DnsTransport.Udp && _workers.WaitingSteps >= ReceiveBuffer)
        {
            Account.OnDropped(arrived);
            return null;
        }

        await _workers.Run(_options.CpuPerQuery, 1, arrived, tasks: null);
        var answer = await Cached(question, asker);
        Account.OnAnswer(question.Type, answer.Reply.Rcode, arrived, _sim.Now);
        return answer;
    }

    private async SimTask<DnsAnswer> Cached(DnsQuestion question, ImmutableArray<string> asker)
    {
        var cache = BlockOf(question.Name).Cache;
        if (cache.Find(question, _sim.Now, Account.Plan.Counts(_sim.Now)) is { } cached) return cached;
        var isWalked = _options.Autopath && !asker.IsEmpty && IsFirstOf(asker, question.Name);
        var answer = isWalked ? await Walk(question, asker) : await Resolve(question);
        cache.Keep(question, answer, _sim.Now);
        return answer;
    }

    private async SimTask<DnsAnswer> Resolve(DnsQuestion question) =>
        _zone is not null && _zone.Holds(question.Name)
            ? _zone.Find(question.Name, question.Type)
            : await BlockOf(question.Name).Forwarder.Forward(question);

    // plugin/autopath: the pod's search list is walked here; what is not NXDOMAIN goes back behind a CNAME.
    private async SimTask<DnsAnswer> Walk(DnsQuestion question, ImmutableArray<string> asker)
    {
        var stem = question.Name[..^(asker[0].Length + 1)];
        var first = await Resolve(question);
        if (first.Reply.Rcode != DnsRcode.NxDomain) return first;
        for (var i = 1; i <= asker.Length; i++)
        {
            var name = i == asker.Length ? stem : stem + asker[i] + ".";
            var answer = await Resolve(question with { Name = name });
            if (answer.Reply.Rcode is DnsRcode.NxDomain) continue;
            if (answer.Reply.Rcode is DnsRcode.Refused or DnsRcode.ServFail) return answer;
            Account.OnAutopath(_sim.Now);
            return WithAlias(answer);
        }

        return first;
    }

    private static DnsAnswer WithAlias(DnsAnswer answer) => answer with
    {
        Reply = answer.Reply with { HasAlias = true },
    };

    private static bool IsFirstOf(ImmutableArray<string> asker, string name) =>
        name.Length > asker[0].Length + 2
            && name.AsSpan(0, name.Length - 1).EndsWith(asker[0], StringComparison.OrdinalIgnoreCase)
            && name[^(asker[0].Length + 2)] == '.';

    private ServerBlock BlockOf(string name)
    {
        foreach (var block in _blocks)
            if (block.Holds(name)) return block;
        throw new InvalidOperationException($"{Name} has no server block for {name}");
    }
}

/// <summary>Names of one domain: their cache, and the server behind it.</summary>
/// <param name="Domain">With its final dot; "." holds all.</param>
/// <param name="Cache">Of its answers.</param>
/// <param name="Forwarder">To whoever knows.</param>
public sealed record ServerBlock(string Domain, DnsCache Cache, Forwarder Forwarder)
{
    public bool Holds(string name) => Domain == "."
        || (name.EndsWith(Domain, StringComparison.OrdinalIgnoreCase)
            && (name.Length == Domain.Length || name[^(Domain.Length + 1)] == '.'));
}

/// <summary>The knobs of one CoreDNS.</summary>
public sealed record CoreDnsOptions
{
    /// <summary>17,700 queries per second and core: coredns/deployment, Scaling_CoreDNS.md.</summary>
    public Duration CpuPerQuery { get; init; } = Duration.FromMicroseconds(56);

    public bool Autopath { get; init; }
}
