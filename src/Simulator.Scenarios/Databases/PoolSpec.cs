using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A pool of database connections in each pod of a service; what is null has the library's default.</summary>
public sealed record PoolSpec
{
    public required PoolLibrary Library { get; init; }

    /// <summary>Null: the one that has the pool's name.</summary>
    public string? Database { get; init; }

    public string User { get; init; } = "app";

    public DatabaseRole Role { get; init; } = DatabaseRole.Ordinary;

    public int? Max { get; init; }

    public int? Min { get; init; }

    public int? MaxIdle { get; init; }

    public int? Prefill { get; init; }

    /// <summary>Zero: never.</summary>
    public Duration? IdleTimeout { get; init; }

    /// <summary>Zero: waits for ever.</summary>
    public Duration? AcquireTimeout { get; init; }

    /// <summary>Zero: none.</summary>
    public Duration? MaxLifetime { get; init; }

    public double? LifetimeJitter { get; init; }

    public IdleOrder? IdleOrder { get; init; }

    internal static (string Word, PoolLibrary Library)[] Libraries =>
    [
        ("node-postgres", PoolLibrary.NodePostgres), ("hikari", PoolLibrary.Hikari), ("npgsql", PoolLibrary.Npgsql),
        ("sqlalchemy", PoolLibrary.SqlAlchemy), ("prisma", PoolLibrary.Prisma),
    ];

    internal static ObjectShape<PoolSpec> Shape { get; } = new(
        "pool",
        "A pool of database connections in each pod; what is not given is as the library has it.",
        f => new PoolSpec
        {
            Library = f.Required("library", Is.OneOf(Libraries), "Whose rules and defaults the pool has."),
            Database = f.Maybe("database", Is.Name, "Where it connects to. Default: the database of the pool's name."),
            User = f.Optional(
                "user", Is.Name, "app", "As whom; PgBouncer keeps a pool for each pair of database and user."),
            Role = f.Optional(
                "role",
                Is.OneOf(
                    ("ordinary", DatabaseRole.Ordinary),
                    ("pg_use_reserved_connections", DatabaseRole.PgUseReservedConnections),
                    ("superuser", DatabaseRole.Superuser)),
                DatabaseRole.Ordinary, "What the user may take of Postgres's reserved slots."),
            Max = f.MaybeValue(
                "max", Is.Int(1, 100_000), "Connections of one pod (max, maximumPoolSize, connection_limit)."),
            Min = f.MaybeValue("min", Is.Int(0, 100_000), "Idle connections that timeouts leave (minimumIdle)."),
            MaxIdle = f.MaybeValue(
                "maxIdle", Is.Int(0, 100_000), "One more is closed on its return (SQLAlchemy's pool_size)."),
            Prefill = f.MaybeValue("prefill", Is.Int(0, 100_000), "Connections that a pod opens as it starts."),
            IdleTimeout = f.MaybeValue(
                "idleTimeout", Amount.Duration, "Idle connections go after it; 0s: they stay."),
            AcquireTimeout = f.MaybeValue(
                "acquireTimeout", Amount.Duration,
                "From asking to having a connection (connectionTimeoutMillis, pool_timeout); 0s: waits for ever."),
            MaxLifetime = f.MaybeValue("maxLifetime", Amount.Duration, "Older connections are replaced; 0s: never."),
            LifetimeJitter = f.MaybeValue(
                "lifetimeJitter", Amount.Ratio, "Up to this share of the lifetime is taken off, for each connection."),
            IdleOrder = f.MaybeValue(
                "idleOrder",
                Is.OneOf(("lifo", Models.Database.IdleOrder.Lifo), ("fifo", Models.Database.IdleOrder.Fifo)),
                "Which idle connection is taken first."),
        });

    /// <summary>What the pools have, all defaults filled in.</summary>
    /// <param name="cpus">Of the node, by which Prisma sizes its pool.</param>
    public PoolOptions ToOptions(int cpus)
    {
        var preset = Library switch
        {
            PoolLibrary.NodePostgres => PoolOptions.NodePostgres,
            PoolLibrary.Hikari => PoolOptions.Hikari,
            PoolLibrary.Npgsql => PoolOptions.Npgsql,
            PoolLibrary.SqlAlchemy => PoolOptions.SqlAlchemy,
            PoolLibrary.Prisma => PoolOptions.Prisma(cpus),
            _ => throw new InvalidOperationException($"Nobody knows the defaults of {Library}."),
        };
        var max = Max ?? preset.Max;
        // HikariCP's minimumIdle is its maximumPoolSize unless it is given; the others keep theirs.
        var min = Min ?? (Library == PoolLibrary.Hikari ? max : preset.Min);
        return preset with
        {
            Max = max,
            Min = min,
            MaxIdle = MaxIdle ?? preset.MaxIdle,
            Prefill = Prefill ?? (Library == PoolLibrary.Hikari ? min : Math.Min(max, preset.Prefill)),
            IdleTimeout = Unless(IdleTimeout, preset.IdleTimeout),
            AcquireTimeout = Unless(AcquireTimeout, preset.AcquireTimeout),
            MaxLifetime = Unless(MaxLifetime, preset.MaxLifetime),
            LifetimeJitter = LifetimeJitter ?? preset.LifetimeJitter,
            IdleOrder = IdleOrder ?? preset.IdleOrder,
        };
    }

    // Zero is for ever.
    private static Duration Unless(Duration? given, Duration preset) =>
        given is { } time ? time == Duration.Zero ? Duration.Forever : time : preset;
}

/// <summary>Libraries whose pools are known.</summary>
public enum PoolLibrary
{
    NodePostgres,
    Hikari,
    Npgsql,
    SqlAlchemy,
    Prisma,
}

/// <summary>What a user may take of the slots that Postgres keeps back.</summary>
public enum DatabaseRole
{
    Ordinary,

    /// <summary>reserved_connections, 16 and later.</summary>
    PgUseReservedConnections,

    /// <summary>All of them.</summary>
    Superuser,
}
