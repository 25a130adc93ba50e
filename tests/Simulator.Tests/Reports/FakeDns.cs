using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>One variant's lookups: per lookup, what goes to which search domain and comes back how.</summary>
internal sealed record FakeDns(string Name, params (string Suffix, string Reply, double PerLookup)[] Sent)
{
    public string Service { get; init; } = "api";

    public double LookupsPerSecond { get; init; } = 174;

    public double TimedOut { get; init; }

    public double Failed { get; init; }

    /// <summary>Share of the packets through the interface.</summary>
    public double Dropped { get; init; }

    public double Refused { get; init; }

    public bool NodeLocal { get; init; }

    /// <summary>The list of a pod on EKS; the name exists only as it is.</summary>
    public static FakeDns Eks(string name = VariantResult.Baseline) => new(
        name, ("default.svc.cluster.local", "NXDOMAIN", 2), ("svc.cluster.local", "NXDOMAIN", 2),
        ("cluster.local", "NXDOMAIN", 2), ("ec2.internal", "NXDOMAIN", 2),
        ("as is", "ANSWER", 1), ("as is", "NODATA", 1));

    public static FakeDns AsIs(string name) => new(name, ("as is", "ANSWER", 1), ("as is", "NODATA", 1));

    private double Queries => Sent.Sum(s => s.PerLookup);

    public const int Seconds = 120;
    public const int WarmupSeconds = 20;

    public static RunResult Run(params FakeDns[] variants) => new()
    {
        Scenario = "dns-tax",
        Title = "What a pod sends for one name",
        Question = "What does looking up api.stripe.com cost?",
        Seed = 42,
        Version = "0.1.0",
        Duration = Duration.FromSeconds(Seconds),
        Warmup = Duration.FromSeconds(WarmupSeconds),
        Variants =
        [
            .. variants.GroupBy(v => v.Name).Select(g => new VariantResult
            {
                Name = g.Key,
                Title = g.Key,
                Sha256 = new string('e', 64),
                Replications = [Replication(0, [.. g]), Replication(1, [.. g])],
            }),
        ],
    };

    private static ReplicationResult Replication(int number, FakeDns[] fakes) => new()
    {
        Replication = number,
        Events = 1000,
        Latencies = fakes.ToImmutableSortedDictionary(
            f => MetricName.Of(f.Service, "dns", "latency"), f => f.Latency(number), StringComparer.Ordinal),
        Clients = ImmutableSortedDictionary<string, ClientResult>.Empty,
        Services = ImmutableSortedDictionary<string, ServiceResult>.Empty,
        Dns = new DnsResult
        {
            Services = fakes.ToImmutableSortedDictionary(f => f.Service, f => f.Lookups(number)),
            Servers = [.. fakes[0].Servers(number)],
        },
    };

    private long Count(int replication) =>
        (long)(LookupsPerSecond * (Seconds - WarmupSeconds) * (1 + (0.01 * replication)));

    private DnsLookupsResult Lookups(int replication)
    {
        var lookups = Count(replication);
        ImmutableArray<DnsQueryCount> byName =
            [.. Sent.Select(s => new DnsQueryCount(s.Suffix, s.Reply, (long)(s.PerLookup * lookups)))];
        var failed = (long)(Failed * lookups);
        return new DnsLookupsResult
        {
            Lookups = lookups,
            Outcomes = ImmutableSortedDictionary<string, long>.Empty
                .Add("found", lookups - failed).Add("try_again", failed),
            FromCache = 0,
            Reused = 0,
            Queries = byName.Sum(q => q.Count),
            Needed = Math.Min(2 * lookups, byName.Sum(q => q.Count)),
            TimedOut = (long)(TimedOut * lookups),
            ByName = byName,
        };
    }

    // A lognormal's quantiles, one round trip a name; the last ones wait for a timeout, and a few for two.
    private LatencyResult Latency(int replication)
    {
        var measured = new LatencyHistogram();
        var count = (int)Math.Min(20_000, Count(replication));
        for (var i = 0; i < count; i++)
        {
            var q = (i + 0.5) / count;
            var wait = q > 1 - (TimedOut * TimedOut) ? 10.0 : q > 1 - TimedOut ? 5.0 : 0;
            measured.Record(Duration.FromSeconds(wait + (0.0005 * Queries / 2 * (1 + q + (2 * Math.Pow(q, 20))))));
        }

        return new LatencyResult { Measured = measured, Interval = Duration.FromSeconds(1), Series = [measured] };
    }

    private IEnumerable<DnsServerResult> Servers(int replication)
    {
        var perSecond = LookupsPerSecond * Queries;
        for (var i = 0; i < 2; i++) yield return Server($"coredns-{i}", DnsHop.CoreDns, perSecond / 2, replication);
        if (NodeLocal) yield return Server("node-local/worker-0", DnsHop.NodeLocal, perSecond, replication);
        for (var i = 0; i < 2; i++)
            yield return Server($"upstream/worker-{i}", DnsHop.Upstream, perSecond * (i == 0 ? 0.3 : 0.1), replication);
    }

    private DnsServerResult Server(string name, DnsHop hop, double perSecond, int replication)
    {
        ImmutableArray<long> queries =
        [
            .. Enumerable.Range(0, Seconds).Select(s =>
                (long)(perSecond * (1 + (0.2 * Math.Sin((s + replication) / 9.0)) + (0.05 * Math.Sin(s * 1.7))))),
        ];
        ImmutableArray<long> drops =
            [.. queries.Select(q => hop == DnsHop.Upstream && Dropped > 0 ? Math.Max(0, q - 1024) : 0)];
        var total = queries.Skip(WarmupSeconds).Sum();
        var denied = Sent.Where(s => s.Reply == "NXDOMAIN").Sum(s => s.PerLookup) / Math.Max(1, Queries);
        var duration = new LatencyHistogram();
        for (var i = 0; i < 100; i++) duration.Record(Duration.FromMicroseconds(60 + (i * 100)));
        return new DnsServerResult
        {
            Name = name,
            Hop = hop,
            RequestsA = total / 2,
            RequestsAaaa = total / 2,
            Responses = ImmutableSortedDictionary<string, long>.Empty
                .Add("NOERROR", (long)(total * (1 - denied))).Add("NXDOMAIN", (long)(total * denied)),
            CacheHitsSuccess = total / 5,
            CacheHitsDenial = total / 2,
            CacheMisses = total / 10,
            CacheEntriesSuccess = 12,
            CacheEntriesDenial = 40,
            Rejected = hop == DnsHop.CoreDns ? (long)(Refused * total) : 0,
            Dropped = drops.Skip(WarmupSeconds).Sum(),
            Duration = duration,
            LimitPerSecond = hop == DnsHop.Upstream ? 1024 : null,
            Interval = Duration.FromSeconds(1),
            Queries = queries,
            Drops = drops,
        };
    }
}
