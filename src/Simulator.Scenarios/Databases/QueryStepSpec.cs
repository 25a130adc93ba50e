using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>Asks a database over a connection of one of the service's pools.</summary>
public abstract record DatabaseStepSpec : StepSpec
{
    private protected DatabaseStepSpec()
    {
    }

    /// <summary>A name among the service's pools.</summary>
    public required string Pool { get; init; }

    /// <summary>What is done with the connection, in this order.</summary>
    public abstract ImmutableArray<QueryPartSpec> Parts { get; }
}

/// <summary>One statement: acquires a connection, sends it, and gives the connection back.</summary>
public sealed record QueryStepSpec : DatabaseStepSpec
{
    public required StatementSpec Statement { get; init; }

    public override ImmutableArray<QueryPartSpec> Parts => [Statement];

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "queryStep",
        "Sends one statement to a database, over a connection of one of the service's pools.",
        f => new QueryStepSpec
        {
            Name = NameOf(f),
            Pool = f.Required("query", References.PoolOfService, "The pool whose connection it takes."),
            Statement = StatementSpec.Bind(f),
        });
}

/// <summary>Several statements in one transaction; the connection is kept until it ends.</summary>
public sealed record TransactionStepSpec : DatabaseStepSpec
{
    public required ImmutableArray<QueryPartSpec> Queries { get; init; }

    public override ImmutableArray<QueryPartSpec> Parts => Queries;

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "transactionStep",
        "Begins a transaction, runs its queries and ends it: each is a round trip, on one connection.",
        f => new TransactionStepSpec
        {
            Name = NameOf(f),
            Pool = f.Required("transaction", References.PoolOfService, "The pool whose connection it takes."),
            Queries = f.Required(
                "queries",
                new ListShape<QueryPartSpec>(QueryPartSpec.Shape) { Of = "queries", AtLeast = 1, AtMost = 100 },
                "In order; {cpu: …, time: …} is a statement, {wait: …} and {appCpu: …} are what the program does "
                    + "meanwhile."),
        });
}

/// <summary>One thing that is done with a connection at hand.</summary>
public abstract record QueryPartSpec
{
    private protected QueryPartSpec()
    {
    }

    internal static Shape<QueryPartSpec> Shape { get; } = new UnionShape<QueryPartSpec>(
        "queryPart",
        "A statement, or what the program does while it keeps the connection.",
        [StatementSpec.Part, PauseSpec.Waits, PauseSpec.Burns])
    {
        Choose = (node, path, cx) => node switch
        {
            MapNode map when map.FindEntry("wait") is not null => PauseSpec.Waits,
            MapNode map when map.FindEntry("appCpu") is not null => PauseSpec.Burns,
            _ => StatementSpec.Part,
        },
    };
}

/// <summary>What one statement costs the database.</summary>
public sealed record StatementSpec : QueryPartSpec
{
    public DistributionSpec<Duration> Cpu { get; init; } = DistributionSpec.Constant(Duration.Zero);

    public DistributionSpec<Duration> Time { get; init; } = DistributionSpec.Constant(Duration.Zero);

    /// <summary>By name, in its database; null: none.</summary>
    public string? Lock { get; init; }

    /// <summary>Null: none.</summary>
    public SharedWorkSpec? Shared { get; init; }

    private static StatementSpec Default { get; } = new();

    internal static Shape<QueryPartSpec> Part { get; } = new ObjectShape<QueryPartSpec>(
        "statement", "A statement: a round trip to the database.", Bind);

    internal static StatementSpec Bind(Fields f) => new()
    {
        Cpu = f.Optional(
            "cpu", Chance.Duration, Default.Cpu, at => Chance.Constant(Default.Cpu, at),
            "CPU time of the backend: a time, {p50, p99}, or a distribution by name."),
        Time = f.Optional(
            "time", Chance.Duration, Default.Time, at => Chance.Constant(Default.Time, at),
            "Time in the backend without CPU: disks, pg_sleep."),
        Lock = f.Maybe(
            "lock", Is.Name, "A row or advisory lock by name: one holder at a time, until the transaction ends."),
        Shared = f.Maybe(
            "shared", SharedWorkSpec.Shape, "Work on what all such statements share, such as a hot row or its page."),
    };
}

/// <summary>Work that grows with how many are at it in the same database.</summary>
public sealed record SharedWorkSpec(DistributionSpec<Duration> Alone, Contention Contention)
{
    internal static ObjectShape<SharedWorkSpec> Shape { get; } = new(
        "sharedWork",
        "Work on what statements share: with n at it, it takes 1 + sigma (n − 1) + kappa n (n − 1) times as long.",
        f => new SharedWorkSpec(
            f.Required("time", Chance.Duration, "What it takes with nobody else there."),
            PostgresShapes.BindContention(f)));
}

/// <summary>What a program does between two statements of a transaction, while it keeps the connection.</summary>
public sealed record PauseSpec : QueryPartSpec
{
    /// <summary>True: CPU time of a thread of the pod; false: nobody's.</summary>
    public required bool IsCpu { get; init; }

    public required DistributionSpec<Duration> Time { get; init; }

    internal static Shape<QueryPartSpec> Waits { get; } = new ObjectShape<QueryPartSpec>(
        "queryWait",
        "The program waits, and keeps the connection.",
        f => new PauseSpec
        {
            IsCpu = false,
            Time = f.Required("wait", Chance.Duration, "How long: a time, {p50, p99}, or a distribution by name."),
        });

    internal static Shape<QueryPartSpec> Burns { get; } = new ObjectShape<QueryPartSpec>(
        "queryAppCpu",
        "The program computes, and keeps the connection.",
        f => new PauseSpec
        {
            IsCpu = true,
            Time = f.Required("appCpu", Chance.Duration, "CPU time of a thread of the pod, which burns its quota."),
        });
}
