using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>A scenario as a run needs it: every default filled in, every reference checked.</summary>
public sealed record Scenario
{
    /// <summary>The only version there is.</summary>
    public const string Version1 = "sim/v1";

    public const string KindName = "Scenario";

    public string ApiVersion { get; init; } = Version1;

    public string Kind { get; init; } = KindName;

    public required MetadataSpec Metadata { get; init; }

    public required RunSpec Run { get; init; }

    public required NameMap<NodePoolSpec> Nodes { get; init; }

    public DnsSpec Dns { get; init; } = new();

    public required NameMap<ServiceSpec> Services { get; init; }

    public NameMap<DatabaseSpec> Databases { get; init; } = NameMap.Empty<DatabaseSpec>();

    public NameMap<ClientSpec> Clients { get; init; } = NameMap.Empty<ClientSpec>();

    public NameMap<EventSpec> Events { get; init; } = NameMap.Empty<EventSpec>();

    /// <summary>By metric path, in the order of the file.</summary>
    public NameMap<ImmutableArray<ThresholdSpec>> Thresholds { get; init; } =
        NameMap.Empty<ImmutableArray<ThresholdSpec>>();

    public NameMap<VariantSpec> Variants { get; init; } = NameMap.Empty<VariantSpec>();

    /// <summary>Null where the file has none.</summary>
    public SweepSpec? Sweep { get; init; }

    internal static ObjectShape<Scenario> Shape { get; } = new(
        "scenario",
        "A scenario for the simulator: what runs, who calls it, and what must hold.",
        f => new Scenario
        {
            ApiVersion = f.Required("apiVersion", Is.Literal(Version1), "The version of this language: sim/v1."),
            Kind = f.Required("kind", Is.Literal(KindName), "Always Scenario."),
            Metadata = f.Required("metadata", MetadataSpec.Shape, "What a reader of the results is told."),
            Run = f.Required("run", RunSpec.Shape, "How long the scenario is run, and how often."),
            Nodes = f.Required(
                "nodes",
                new MapShape<NodePoolSpec>(NodePoolSpec.Shape) { Of = "node pools", AtLeast = 1, AtMost = 100 },
                "Pools of nodes that are alike, by name."),
            Dns = f.Section(
                "dns", DnsSpec.Shape, "The name servers of the cluster and behind it, and the way to them."),
            Services = f.Required(
                "services",
                new MapShape<ServiceSpec>(ServiceSpec.Shape)
                {
                    Of = "services",
                    AtLeast = 1,
                    AtMost = 200,
                    Reserved = Names.Reserved,
                },
                "Workloads, by name."),
            Databases = f.Section(
                "databases",
                new MapShape<DatabaseSpec>(DatabaseSpec.Shape)
                {
                    Of = "databases",
                    AtMost = 100,
                    Reserved = Names.Reserved,
                },
                "Postgres servers, by name; services reach them through their pools."),
            Clients = f.Section(
                "clients",
                new MapShape<ClientSpec>(ClientSpec.Shape)
                {
                    Of = "clients",
                    AtMost = 200,
                    Reserved = Names.Reserved,
                },
                "Who sends requests, by name."),
            Events = f.Section(
                "events", new MapShape<EventSpec>(EventSpec.Shape) { Of = "events" },
                "What happens during the run, by name: {at: 2m, rollout: {services: all}}."),
            Thresholds = f.Section(
                "thresholds", ThresholdShape.Map, "What must hold, by metric: pdf.render.latency: ['p99 < 800ms']."),
            Variants = f.Section(
                "variants",
                new MapShape<VariantSpec>(VariantSpec.Shape)
                {
                    Of = "variants",
                    AtMost = 100,
                    KeyMistake = name => name == VariantResult.Baseline
                        ? "the scenario as it stands has that name already"
                        : Names.Mistake(name),
                },
                "The same scenario with some values changed, by name; each meets the same arrivals."),
            Sweep = f.Maybe("sweep", SweepSpec.Shape, "What `simulator sweep` varies, unless its command line says."),
        });
}

/// <summary>What a reader of the results is told about the scenario.</summary>
public sealed record MetadataSpec
{
    public required string Name { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Question { get; init; }

    public string? Expectation { get; init; }

    public NameMap<string> Labels { get; init; } = NameMap.Empty<string>();

    internal static ObjectShape<MetadataSpec> Shape { get; } = new(
        "metadata",
        "What a reader of the results is told about the scenario.",
        f => new MetadataSpec
        {
            Name = f.Required("name", Is.Name, "Names the folder of the results."),
            Title = f.Maybe("title", Is.String, "One line, for headings."),
            Description = f.Maybe("description", Is.String, "Prose: what this is about."),
            Question = f.Maybe("question", Is.String, "The question the scenario answers."),
            Expectation = f.Maybe("expectation", Is.String, "What ought to come out, and why."),
            Labels = f.Section(
                "labels", new MapShape<string>(Is.String) { Of = "labels" }, "Free text by name, as in Kubernetes."),
        });
}

/// <summary>How long a scenario is run, and how often.</summary>
public sealed record RunSpec
{
    /// <summary>Of one replication, warm-up included.</summary>
    public required Duration Duration { get; init; }

    public Duration Warmup { get; init; } = Duration.Zero;

    public int Replications { get; init; } = 10;

    public ulong Seed { get; init; } = 42;

    private static RunSpec Default { get; } = new() { Duration = Duration.Zero };

    internal static ObjectShape<RunSpec> Shape { get; } = new(
        "run",
        "How long the scenario is run, and how often.",
        f =>
        {
            var run = new RunSpec
            {
                Duration = f.Required(
                    "duration",
                    Amount.DurationBetween(
                        Duration.FromMilliseconds(1), Duration.FromSeconds(31 * 86_400),
                        "is not between 1ms and 744h (a month)"),
                    "Simulated time of one replication, warm-up included."),
                Warmup = f.Optional(
                    "warmup", Amount.Duration, Default.Warmup, "Start of each replication that no statistic counts."),
                Replications = f.Optional(
                    "replications",
                    Is.Int(1, 10_000, "intervals shrink with the square root only"),
                    Default.Replications,
                    "Independent runs, for the confidence intervals."),
                Seed = f.Optional(
                    "seed", Is.Seed, Default.Seed, "Same seed, same version: the same results to the last byte."),
            };
            f.Check(
                () => run.Warmup < run.Duration, "warmup", "out-of-range",
                () => $"{Quantities.Format(run.Warmup)} of warm-up leave nothing to measure of the duration, "
                    + $"{Quantities.Format(run.Duration)}");
            return run;
        });
}
