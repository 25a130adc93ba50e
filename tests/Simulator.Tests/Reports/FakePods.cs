using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Kubelet;
using Simulator.Scenarios.Results;
using Simulator.Tests.Pods;

namespace Simulator.Tests.Reports;

/// <summary>
/// Runs as their facts would be: Deployments that roll out at two minutes, with the pools of their pods, and calls that
/// fail meanwhile.
/// </summary>
internal static class FakePods
{
    public const int Seconds = 300;
    public const int Warmup = 10;
    public const int At = 120;

    /// <summary>Of one pod.</summary>
    public const double Pool = 2.4;

    public static readonly ShutdownPlan Ignored = new() { IsIgnored = true };

    /// <summary>At <see cref="At"/>, of no length.</summary>
    public static readonly EventMark Rollout = new("deploy", "rollout of all services", Time(At), Time(At));

    /// <summary>The talk's four rows, of 47 services.</summary>
    public static RunResult DeathSpiral(int services = 47) => Run(
        DeathSpiralVariant("heroku", services, 1, null, pooler: false),
        DeathSpiralVariant("eks-naive", services, 2, Ignored, pooler: false),
        DeathSpiralVariant("pgbouncer", services, 2, Ignored, pooler: true),
        DeathSpiralVariant("sigterm-fix", services, 2, ShutdownPlan.Graceful, pooler: true));

    /// <summary>Fifteen replicas of one service, and all that kubernetes#95498 says of their rollout.</summary>
    public static RunResult Fifteen(ShutdownPlan plan, int replications = 1) => Run(Variant(
        VariantResult.Baseline, [Rollout with { Words = "rollout of shop" }],
        [.. Enumerable.Range(0, replications).Select(r => Replication(
            r, [.. Lives("shop", 15, plan, starts: 20)], Calls(900, t => t is >= At and < At + 90 ? 0.12 : 0)))]));

    /// <summary>Calls that come at a steady rate and are tried thrice; the service is away for ten seconds.</summary>
    public static RunResult Metastable() => Run(
        MetastableVariant("retries", recoversAt: int.MaxValue), MetastableVariant("budget", recoversAt: At + 13));

    public static RunResult Run(params ReadOnlySpan<VariantResult> variants) => new()
    {
        Scenario = "pool-death-spiral",
        Title = "47 services on one Postgres",
        Seed = 42,
        Version = "0.1.0",
        Duration = Duration.FromSeconds(Seconds),
        Warmup = Duration.FromSeconds(Warmup),
        Variants = [.. variants],
    };

    public static VariantResult Variant(
        string name, ImmutableArray<EventMark> events, ImmutableArray<ReplicationResult> replications) => new()
    {
        Name = name,
        Title = name,
        Sha256 = new string('a', 64),
        Events = events,
        Replications = replications,
    };

    public static ReplicationResult Replication(
        int number, ImmutableArray<PodLife> pods, ClientResult calls, DatabasesResult? databases = null) => new()
    {
        Replication = number,
        Events = 1000,
        Latencies = ImmutableSortedDictionary<string, LatencyResult>.Empty,
        Clients = ImmutableSortedDictionary<string, ClientResult>.Empty.Add("users", calls),
        Services = pods.Select(p => p.Service).Distinct().ToImmutableSortedDictionary(s => s, s => new ServiceResult
        {
            Interval = Duration.FromSeconds(1),
            NodeCpus = 4,
            Pods = [],
            Completed = [.. new long[Seconds]],
        }),
        Pods = pods,
        Databases = databases,
    };

    /// <summary>What a Deployment's controllers and kubelets make of a rollout; none where there is no plan.</summary>
    public static IEnumerable<PodLife> Lives(
        string service, int replicas, ShutdownPlan? plan, double starts = 10, double end = Seconds)
    {
        var cluster = new Cluster(
            Cluster.Of(replicas) with { Name = service },
            Cluster.StartsIn(starts) with { Shutdown = plan ?? ShutdownPlan.Graceful }).Started();
        cluster.RunTo(At);
        if (plan is not null) cluster.Deployment.Rollout();
        cluster.RunTo(end);
        return cluster.Events.GroupBy(e => (e.Pod, e.Generation)).Select(g => new PodLife
        {
            Name = g.Key.Pod,
            Service = service,
            Generation = g.Key.Generation,
            Events = [.. g.Select(e => new PodHappening(e.At, e.Kind))],
        });
    }

    /// <summary>A steady rate of calls; a share of each second's times out.</summary>
    public static ClientResult Calls(int rate, Func<int, double> failing)
    {
        var errors = Enumerable.Range(0, Seconds).Select(t => (long)Math.Round(rate * failing(t))).ToImmutableArray();
        return Client(rate, null, ("ok", [.. errors.Select(e => rate - e)]), ("timeout", errors));
    }

    public static ClientResult Client(
        int rate, ImmutableArray<long>? attempts, params (string Outcome, ImmutableArray<long> Series)[] ends) => new()
    {
        Arrivals = rate * Seconds,
        Attempts = attempts?.Sum(),
        Outcomes = ends.Select(e => KeyValuePair.Create(e.Outcome, e.Series.Sum()))
            .Append(KeyValuePair.Create(ClientResult.Unfinished, 0L)).ToImmutableSortedDictionary(),
        Interval = Duration.FromSeconds(1),
        ArrivalSeries = [.. Enumerable.Repeat((long)rate, Seconds)],
        AttemptSeries = attempts ?? [],
        EndSeries = ends.ToImmutableSortedDictionary(e => e.Outcome, e => e.Series),
    };

    public static SimTime Time(double seconds) => SimTime.Zero + Duration.FromSeconds(seconds);

    private static VariantResult DeathSpiralVariant(
        string name, int services, int replicas, ShutdownPlan? plan, bool pooler)
    {
        ImmutableArray<PodLife> pods =
        [
            .. Enumerable.Range(1, services).SelectMany(
                s => Lives($"service-{s:00}", replicas, plan, starts: 8 + (s % 5))),
        ];
        var failing = plan is null || pooler ? 0 : 0.3;
        var calls = Calls(400, t => t is > At + 4 and < At + 50 ? failing : 0);
        return Variant(name, plan is null ? [] : [Rollout], [Replication(0, pods, calls, Databases(pods, pooler))]);
    }

    private static DatabasesResult Databases(ImmutableArray<PodLife> pods, bool pooler)
    {
        var generations = pods.Select(p => p.Generation).Distinct().ToImmutableSortedDictionary(
            g => g, g => Levels(new PodLevels(pods.Where(p => p.Generation == g))));
        var all = Levels(new PodLevels(pods));
        var servers = Level([.. all.Total.Means.Select(m => Math.Min(80, m))]);
        var waiting = Level([.. all.Total.Means.Select(m => Math.Max(0, (m - 300) / 6))]);
        var one = new PgBouncerReplicaResult
        {
            Name = "pg-pgbouncer-0",
            ClActive = all.Total,
            ClWaiting = waiting,
            SvActive = servers,
            SvIdle = all.Idle,
            SvLogin = all.Idle,
            MaxWait = waiting.Max / 10,
            MaxWaitSeries = [.. waiting.Means.Select(m => m / 10)],
        };
        return new DatabasesResult
        {
            Interval = Duration.FromSeconds(1),
            Servers =
            [
                new DatabaseResult
                {
                    Name = "pg",
                    MaxConnections = 500,
                    Connections = pooler ? servers : all.Total,
                    ByState =
                    [
                        .. Enum.GetValues<BackendState>().Select(s => s == BackendState.Idle ? all.Total : all.Idle),
                    ],
                    Rejected = 0,
                    Errors = [],
                    Statements = [.. new long[Seconds]],
                    ErrorSeries = [.. new long[Seconds]],
                    PgBouncer = !pooler ? null : new PgBouncerResult
                    {
                        MaxClientConn = 1000,
                        Clients = all.Total,
                        Waiting = waiting,
                        Servers = servers,
                        Replicas = [one],
                    },
                },
            ],
            Pools =
            [
                new ClientPoolResult
                {
                    Service = "service-01",
                    Pool = "pg",
                    Database = "pg",
                    Max = 10,
                    All = all,
                    Generations = generations,
                    Timeouts = 0,
                    TimeoutSeries = [.. new long[Seconds]],
                },
            ],
        };
    }

    private static PoolLevelsResult Levels(PodLevels pods)
    {
        var totals = pods.Means(Duration.FromSeconds(1), Duration.FromSeconds(Seconds), c => c.Ready + c.Terminating);
        var level = Level([.. totals.Select(m => (float)(m * Pool))]);
        var none = Level([.. level.Means.Select(_ => 0f)]);
        return new PoolLevelsResult(level, none, none);
    }

    private static LevelResult Level(ImmutableArray<float> means) =>
        new(means.Skip(Warmup).Average(), means.Skip(Warmup).Max(), means, means);

    private static VariantResult MetastableVariant(string name, int recoversAt)
    {
        const int rate = 500;
        const int capacity = 800;
        var noise = new Random(7);
        int Noisy(double mean) => (int)Math.Max(0, mean + (Math.Sqrt(mean) * 2 * (noise.NextDouble() - 0.5)));
        var ok = new long[Seconds];
        var sent = new long[Seconds];
        for (var t = 0; t < Seconds; t++)
        {
            var isBad = t >= At && t < recoversAt;
            var ramp = Math.Clamp((t - At + 1) / 6.0, 0, 1);
            sent[t] = Noisy(isBad ? rate + (rate * 2.6 * ramp) : rate);
            ok[t] = Noisy(!isBad ? rate : t < At + 10 ? 20 : capacity * 0.08);
        }

        long[] lost = [.. ok.Select(o => Math.Max(0, rate - o))];
        var calls = Client(
            rate, [.. sent], ("ok", [.. ok]), ("timeout", [.. lost.Select(l => l * 3 / 4)]),
            ("connection_refused", [.. lost.Select((l, t) => t < At + 10 ? l / 4 : 0)]));
        var crash = new EventMark("brownout", "pg is 50 × slower", Time(At), Time(At + 10));
        var pods = ImmutableArray.Create(new PodLife
        {
            Name = "api-1",
            Service = "api",
            Generation = 1,
            Events = [new(SimTime.Zero, PodEventKind.Created), new(SimTime.Zero, PodEventKind.Ready)],
        });
        return Variant(name, [crash], [Replication(0, pods, calls)]);
    }
}
