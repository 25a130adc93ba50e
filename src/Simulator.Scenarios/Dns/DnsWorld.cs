using System.Collections.Immutable;
using Simulator.Models.Cpu;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Servers;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>The name servers of one world and what is counted of lookups; closes their books.</summary>
public sealed class DnsWorld
{
    public required MeasuringPlan Plan { get; init; }

    public required ImmutableArray<ServiceLookups> Recorders { get; init; }

    internal ImmutableArray<DnsServer> CoreDns { get; init; }

    internal ImmutableArray<DnsServer> NodeLocal { get; init; }

    public required ImmutableArray<UpstreamResolver> Upstreams { get; init; }

    /// <summary>What runs under the CPU model, in the order in which it is sampled.</summary>
    internal IEnumerable<(string Name, ImmutableArray<DnsServer> Servers)> Workloads =>
        from w in new[] { (Name: "coredns", Servers: CoreDns), (Name: "node-local-dns", Servers: NodeLocal) }
        where w.Servers.Length > 0
        select w;

    /// <summary>Of all that runs under the CPU model.</summary>
    public IEnumerable<(string Name, CpuGroup Container)> Containers =>
        Workloads.SelectMany(w => w.Servers).Select(s => (s.Process.Name, s.Container));

    /// <summary>Queries that were not dropped by those servers, per interval.</summary>
    internal ImmutableArray<long> Answered(ImmutableArray<DnsServer> servers)
    {
        var answered = new long[Plan.Intervals];
        foreach (var account in servers.Select(s => s.Process.Account))
        {
            var (queries, drops) = (account.Queries, account.Drops);
            for (var i = 0; i < answered.Length; i++) answered[i] += queries[i] - drops[i];
        }

        return [.. answered];
    }

    public DnsResult Result() => new()
    {
        Services = Recorders.ToImmutableSortedDictionary(r => r.Service, LookupsOf,
            StringComparer.Ordinal),
        Servers =
        [
            .. CoreDns.Select(s => ResultOf(s.Process, DnsHop.CoreDns)),
            .. NodeLocal.Select(s => ResultOf(s.Process, DnsHop.NodeLocal)),
            .. Upstreams.Select(ResultOf),
        ],
    };

    private static DnsLookupsResult LookupsOf(ServiceLookups lookups) => LookupsOf(lookups.Recorder) with
    {
        Remarks = lookups.Remarks,
    };

    private static DnsLookupsResult LookupsOf(LookupRecorder recorder) => new()
    {
        Lookups = recorder.Lookups,
        Outcomes = Enum.GetValues<LookupResult>()
            .ToImmutableSortedDictionary(NameOf, recorder.Count, StringComparer.Ordinal),
        FromCache = recorder.FromCache,
        Reused = recorder.Reused,
        Queries = recorder.Queries,
        Needed = recorder.Needed,
        TimedOut = recorder.TimedOut,
        ByName =
        [
            .. recorder.ByName.Select(q => new DnsQueryCount(q.Suffix ?? DnsQueryCount.AsIs, q.Reply, q.Count)),
        ],
    };

    private DnsServerResult ResultOf(CoreDns server, DnsHop hop) => ResultOf(server.Name, hop, server.Account) with
    {
        CacheHitsSuccess = server.Caches.Sum(c => c.HitsSuccess),
        CacheHitsDenial = server.Caches.Sum(c => c.HitsDenial),
        CacheMisses = server.Caches.Sum(c => c.Misses),
        CacheEntriesSuccess = server.Caches.Sum(c => c.EntriesSuccess),
        CacheEntriesDenial = server.Caches.Sum(c => c.EntriesDenial),
    };

    private DnsServerResult ResultOf(UpstreamResolver server) =>
        ResultOf(server.Name, DnsHop.Upstream, server.Account) with { LimitPerSecond = server.PacketsPerSecond };

    private DnsServerResult ResultOf(string name, DnsHop hop, DnsAccount account) => new()
    {
        Name = name,
        Hop = hop,
        RequestsA = account.RequestsA,
        RequestsAaaa = account.RequestsAaaa,
        Responses = Enum.GetValues<DnsRcode>()
            .ToImmutableSortedDictionary(ReplyLabel.Of, account.Responses, StringComparer.Ordinal),
        Forwarded = account.Forwarded,
        Rejected = account.Rejected,
        AutopathSuccess = account.AutopathSuccess,
        Dropped = account.Dropped,
        Duration = account.Duration,
        Interval = Plan.Interval,
        Queries = account.Queries,
        Drops = account.Drops,
    };

    private static string NameOf(LookupResult result) => result switch
    {
        LookupResult.Found => "found",
        LookupResult.NotFound => "not_found",
        LookupResult.NoData => "no_data",
        LookupResult.TryAgain => "try_again",
        LookupResult.Hangs => "hangs",
        _ => "crashes",
    };
}

/// <summary>What is counted of one service's lookups.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Recorder">The counts.</param>
/// <param name="Remarks">What of its resolv.conf counts for nothing, or otherwise than it looks.</param>
public sealed record ServiceLookups(string Service, LookupRecorder Recorder, ImmutableArray<string> Remarks);
