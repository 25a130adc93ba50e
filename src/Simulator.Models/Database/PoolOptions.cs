using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>Who opens the connection that a waiting caller gets.</summary>
public enum PoolGrowth
{
    /// <summary>The caller itself; it waits for its own connect even when another connection comes free.</summary>
    ByCaller,

    /// <summary>One thread of the pool, one connection at a time; callers take whichever comes first.</summary>
    ByAdder,
}

/// <summary>Which idle connection is taken first.</summary>
public enum IdleOrder
{
    Lifo,
    Fifo,
}

/// <summary>How idle connections go.</summary>
public enum IdleRule
{
    /// <summary>A timer for each, from its last release.</summary>
    Timer,

    /// <summary>A housekeeper every 30 s closes those idle for longer than the timeout.</summary>
    Housekeeper,

    /// <summary>The idle are counted every 10 s; at the end of each timeout the median count is closed.</summary>
    MedianOfSamples,
}

/// <summary>A pool of connections in a client process; the five by name have their libraries' defaults.</summary>
public sealed record PoolOptions
{
    public int Max { get; init; } = 10;

    /// <summary>Idle connections that timeouts leave; only a <see cref="Prefill"/> opens any beforehand.</summary>
    public int Min { get; init; }

    /// <summary>Connections that may stay idle; one more is closed on its return (SQLAlchemy's overflow).</summary>
    public int MaxIdle { get; init; } = int.MaxValue;

    /// <summary>Opened at the start.</summary>
    public int Prefill { get; init; }

    /// <summary>Forever: idle connections stay.</summary>
    public Duration IdleTimeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>From the call to the connection, connecting included.</summary>
    public Duration AcquireTimeout { get; init; } = Duration.Forever;

    public Duration MaxLifetime { get; init; } = Duration.Forever;

    /// <summary>Up to this share of the lifetime is taken off, for each connection anew.</summary>
    public double LifetimeJitter { get; init; }

    public IdleOrder IdleOrder { get; init; } = IdleOrder.Lifo;

    public IdleRule IdleRule { get; init; } = IdleRule.Timer;

    public PoolGrowth Growth { get; init; } = PoolGrowth.ByCaller;

    /// <summary>The end leaves queued callers without any answer.</summary>
    public bool EndAbandonsWaiters { get; init; }

    public string TimeoutMessage { get; init; } = "timeout exceeded when trying to connect";

    public string ConnectTimeoutMessage { get; init; } = "Connection terminated due to connection timeout";

    public string EndedMessage { get; init; } = "Cannot use a pool after calling end on the pool";

    /// <summary>pg-pool 3.14: packages/pg-pool/index.js.</summary>
    public static PoolOptions NodePostgres { get; } = new() { EndAbandonsWaiters = true };

    /// <summary>
    /// HikariConfig.java and HikariPool.java, HEAD of 2024-10: fixed size unless minimumIdle is lowered.
    /// </summary>
    public static PoolOptions Hikari { get; } = new()
    {
        Min = 10,
        Prefill = 10,
        IdleTimeout = Duration.FromSeconds(600),
        AcquireTimeout = Duration.FromSeconds(30),
        MaxLifetime = Duration.FromSeconds(1800),
        LifetimeJitter = 0.025,
        IdleRule = IdleRule.Housekeeper,
        Growth = PoolGrowth.ByAdder,
        TimeoutMessage = "Connection is not available, request timed out",
        ConnectTimeoutMessage = "Connection is not available, request timed out",
        EndedMessage = "HikariDataSource has been closed.",
    };

    /// <summary>NpgsqlConnectionStringBuilder.cs and PoolingDataSource.cs, HEAD of 2026-08.</summary>
    public static PoolOptions Npgsql { get; } = new()
    {
        Max = 100,
        IdleTimeout = Duration.FromSeconds(300),
        AcquireTimeout = Duration.FromSeconds(15),
        MaxLifetime = Duration.FromSeconds(3600),
        IdleOrder = IdleOrder.Fifo,
        IdleRule = IdleRule.MedianOfSamples,
        TimeoutMessage = "The connection pool has been exhausted",
        ConnectTimeoutMessage = "Timeout during connection attempt",
        EndedMessage = "The data source has been disposed",
    };

    /// <summary>lib/sqlalchemy/pool/impl.py: pool_size 5, max_overflow 10.</summary>
    public static PoolOptions SqlAlchemy { get; } = new()
    {
        Max = 15,
        MaxIdle = 5,
        IdleTimeout = Duration.Forever,
        AcquireTimeout = Duration.FromSeconds(30),
        IdleOrder = IdleOrder.Fifo,
        TimeoutMessage = "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
        ConnectTimeoutMessage = "connection timeout expired",
        EndedMessage = "The pool was disposed",
    };

    /// <summary>Prisma up to 6: twice the cores and one; 7 has node-postgres' pool.</summary>
    public static PoolOptions Prisma(int physicalCpus) => new()
    {
        Max = (physicalCpus * 2) + 1,
        Prefill = 1,
        IdleTimeout = Duration.Forever,
        AcquireTimeout = Duration.FromSeconds(10),
        IdleOrder = IdleOrder.Fifo,
        TimeoutMessage = "Timed out fetching a new connection from the connection pool.",
        ConnectTimeoutMessage = "Timed out fetching a new connection from the connection pool.",
        EndedMessage = "Engine is not yet connected.",
    };
}
