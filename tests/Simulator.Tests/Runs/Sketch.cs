using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Traffic;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

/// <summary>A scenario of one service in a few words; tests change what they are about.</summary>
internal sealed record Sketch
{
    public int Cpus { get; init; } = 4;

    public int Nodes { get; init; } = 1;

    public int Replicas { get; init; } = 1;

    public RuntimeSpec Runtime { get; init; } = new() { Threads = 4 };

    /// <summary>Millicores.</summary>
    public long? Limit { get; init; }

    public RoutingPolicy Routing { get; init; } = RoutingPolicy.RoundRobin;

    public int? QueueCapacity { get; init; }

    public NameMap<DatabaseSpec> Databases { get; init; } = NameMap.Empty<DatabaseSpec>();

    public NameMap<PoolSpec> Pools { get; init; } = NameMap.Empty<PoolSpec>();

    public ImmutableArray<StepSpec> Steps { get; init; } = [Cpu(1)];

    public ArrivalSpec? Arrival { get; init; } = Even(10);

    public int? Concurrency { get; init; }

    public DistributionSpec<Duration> Think { get; init; } = DistributionSpec.Constant(Duration.Zero);

    public double? TimeoutMs { get; init; }

    public double? AttemptTimeoutMs { get; init; }

    public RetryOptions? Retries { get; init; }

    public CircuitBreakerOptions? CircuitBreaker { get; init; }

    public double? QueueTimeoutMs { get; init; }

    public double Seconds { get; init; } = 10;

    public double Warmup { get; init; }

    public int Replications { get; init; } = 1;

    public ulong Seed { get; init; } = 42;

    public KernelOptions Kernel { get; init; } = new();

    public Scenario Build() => new()
    {
        Metadata = new MetadataSpec { Name = "sketch" },
        Run = new RunSpec
        {
            Duration = Duration.FromSeconds(Seconds),
            Warmup = Duration.FromSeconds(Warmup),
            Replications = Replications,
            Seed = Seed,
        },
        Nodes = NameMap.Of(("worker", new NodePoolSpec { Cpus = Cpus, Count = Nodes, Kernel = Kernel })),
        Databases = Databases,
        Services = NameMap.Of(("api", Service)),
        Clients = NameMap.Of(("web", Client)),
    };

    public ServiceSpec Service => new()
    {
        Node = "worker",
        Replicas = Replicas,
        Resources = new ResourcesSpec
        {
            Requests = new ResourceListSpec { Cpu = new CpuQuantity(100) },
            Limits = new ResourceListSpec { Cpu = Limit is { } limit ? new CpuQuantity(limit) : null },
        },
        Routing = Routing,
        Runtime = Runtime,
        Queue = new QueueSpec { Capacity = QueueCapacity, Timeout = Ms(QueueTimeoutMs) },
        Pools = Pools,
        Endpoints = NameMap.Of(("get", new EndpointSpec { Steps = Steps })),
    };

    public ClientSpec Client => new()
    {
        Target = new EndpointRef("api", "get"),
        Arrival = Concurrency is null ? Arrival : null,
        Concurrency = Concurrency,
        Think = Think,
        Timeout = Ms(TimeoutMs),
        AttemptTimeout = Ms(AttemptTimeoutMs),
        Retries = Retries,
        CircuitBreaker = CircuitBreaker,
    };

    public RunVariant Variant(string name = VariantResult.Baseline) => new(name, name, "sha", Build());

    /// <summary>The first replication, with every request as a row.</summary>
    public ReplicationResult Run()
    {
        var world = WorldBuilder.Build(Build(), 0, keepRequests: true);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        return world.Finish();
    }

    public static RunResult RunAll(RunVariant[] variants, RunOptions options) =>
        Runner.Run([.. variants], options, TestContext.Current.CancellationToken);

    public static CpuStepSpec Cpu(double ms, int parallelism = 1, string? name = null) => new()
    {
        Name = name,
        Cpu = DistributionSpec.Constant(Duration.FromMilliseconds(ms)),
        Parallelism = parallelism,
    };

    public static CpuStepSpec ExponentialCpu(double meanMs) => new()
    {
        Cpu = new DistributionSpec<Duration>
        {
            Law = DistributionLaw.Exponential,
            Mean = Duration.FromMilliseconds(meanMs),
        },
    };

    public static WaitStepSpec Wait(double ms, string? name = null) => new()
    {
        Name = name,
        Wait = DistributionSpec.Constant(Duration.FromMilliseconds(ms)),
    };

    public static RateArrivalSpec Even(double rate) => new() { IsPoisson = false, Rate = new Rate(rate) };

    public static RateArrivalSpec Poisson(double rate) => new() { IsPoisson = true, Rate = new Rate(rate) };

    public static BatchArrivalSpec Batch(double size, double everySeconds, double? firstSeconds = null) => new()
    {
        Size = DistributionSpec.Constant(size),
        Every = DistributionSpec.Constant(Duration.FromSeconds(everySeconds)),
        First = firstSeconds is { } s ? Duration.FromSeconds(s) : null,
    };

    private static Duration? Ms(double? ms) => ms is { } time ? Duration.FromMilliseconds(time) : null;

    /// <summary>Every number of a result as text: two results are alike exactly when their texts are.</summary>
    public static string TextOf(RunResult run)
    {
        var text = new System.Text.StringBuilder();
        foreach (var variant in run.Variants)
        {
            text.AppendLine($"{variant.Name} {variant.Sha256}");
            foreach (var r in variant.Replications) Append(text, r);
            if (variant.CloseUp is not { } c) continue;
            text.AppendLine($"{c.Service} {c.Pod} {c.From} {c.To} {c.UsageFrom}");
            text.AppendJoin('\n', c.Lanes).AppendJoin('\n', c.Pool).AppendJoin('\n', c.Refills);
            text.AppendJoin(' ', c.UsageNsPerMs);
        }

        return text.ToString();
    }

    private static void Append(System.Text.StringBuilder text, ReplicationResult r)
    {
        text.AppendLine($"{r.Replication} {r.Events}");
        foreach (var (path, l) in r.Latencies)
        {
            text.AppendLine($"{path} {l.Measured.Count} {l.Unfinished} {l.Measured.Mean} {l.Interval}");
            text.AppendJoin(' ', l.Measured.Percentiles());
            text.AppendJoin(' ', l.Series.Select(h => $"{h?.Count} {h?.Mean} {h?.Max} {h?.Quantile(0.9)}"));
        }

        foreach (var (client, c) in r.Clients) text.AppendLine($"{client} {c.Arrivals} {string.Join(' ', c.Outcomes)}"
            + $" {string.Join(' ', c.AttemptSeries)}");
        foreach (var (service, s) in r.Services)
        {
            text.AppendLine($"{service} {s.LimitCores} {s.NodeCpus} {string.Join(' ', s.Completed)}");
            foreach (var pod in s.Pods) text.AppendLine($"{pod.Name} {string.Join(' ', pod.Cpu)}");
        }

        text.AppendJoin('\n', r.Requests);
    }
}
