using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>What a reader is told of the databases of one variant.</summary>
public sealed record DatabasesSummary
{
    public required ImmutableArray<DatabaseSummary> Servers { get; init; }

    public required ImmutableArray<PoolSummary> Pools { get; init; }
}

/// <summary>A level over the measured time.</summary>
/// <param name="Mean">Over time, mean of the replications.</param>
/// <param name="Max">Highest, mean of the replications.</param>
public sealed record LevelSummary(Measured Mean, Measured Max);

/// <summary>One Postgres server.</summary>
public sealed record DatabaseSummary
{
    public required string Name { get; init; }

    public required int MaxConnections { get; init; }

    /// <summary>Slots in use.</summary>
    public required LevelSummary Connections { get; init; }

    /// <summary>Backends with a statement.</summary>
    public required LevelSummary Active { get; init; }

    /// <summary>Backends in a transaction, without a statement.</summary>
    public required LevelSummary IdleInTransaction { get; init; }

    /// <summary>Logins refused for want of a slot, per replication.</summary>
    public required Measured Rejected { get; init; }

    /// <summary>Errors told to clients, per replication.</summary>
    public required Measured Errors { get; init; }

    /// <summary>Summed over replications, most first.</summary>
    public required ImmutableArray<DatabaseErrorCount> ByKind { get; init; }

    /// <summary>Null: there is none.</summary>
    public PgBouncerSummary? PgBouncer { get; init; }
}

/// <summary>All replicas of PgBouncer in front of one database.</summary>
public sealed record PgBouncerSummary
{
    public required int Replicas { get; init; }

    /// <summary>Of one replica.</summary>
    public required int MaxClientConn { get; init; }

    public required LevelSummary Clients { get; init; }

    public required LevelSummary Waiting { get; init; }

    public required LevelSummary Servers { get; init; }

    /// <summary>Seconds: the longest wait of all.</summary>
    public required Measured MaxWait { get; init; }
}

/// <summary>The client pools of one name in all pods of a service.</summary>
public sealed record PoolSummary
{
    public required string Service { get; init; }

    public required string Pool { get; init; }

    public required string Database { get; init; }

    /// <summary>Connections of one pod's pool at most.</summary>
    public required int Max { get; init; }

    public required LevelSummary Connections { get; init; }

    public required LevelSummary Idle { get; init; }

    public required LevelSummary Waiting { get; init; }

    /// <summary>Per replication.</summary>
    public required Measured Timeouts { get; init; }
}
