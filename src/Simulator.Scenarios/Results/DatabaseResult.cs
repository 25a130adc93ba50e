using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>What databases and the pools in front of them did in one replication.</summary>
public sealed record DatabasesResult
{
    /// <summary>Of all series here; each is from the start of the run.</summary>
    public required Duration Interval { get; init; }

    /// <summary>In the file's order.</summary>
    public required ImmutableArray<DatabaseResult> Servers { get; init; }

    /// <summary>By service, then by pool.</summary>
    public required ImmutableArray<ClientPoolResult> Pools { get; init; }
}

/// <summary>A level over time: a number of connections, or of those who wait.</summary>
/// <param name="Mean">Over the measured time.</param>
/// <param name="Max">In the measured time.</param>
/// <param name="Means">Over each interval of the whole run.</param>
/// <param name="Maxima">In each interval of the whole run.</param>
public sealed record LevelResult(double Mean, double Max, ImmutableArray<float> Means, ImmutableArray<float> Maxima);

/// <summary>One Postgres server, and PgBouncer in front of it.</summary>
public sealed record DatabaseResult
{
    public required string Name { get; init; }

    public required int MaxConnections { get; init; }

    /// <summary>Slots in use, in whatever state.</summary>
    public required LevelResult Connections { get; init; }

    /// <summary>In the order of <see cref="Models.Database.BackendState"/>.</summary>
    public required ImmutableArray<LevelResult> ByState { get; init; }

    /// <summary>Logins refused for want of a slot (53300), after warm-up.</summary>
    public required long Rejected { get; init; }

    /// <summary>What clients were told, after warm-up; timeouts of their own pools are not among it.</summary>
    public required ImmutableArray<DatabaseErrorCount> Errors { get; init; }

    /// <summary>Answered, per interval.</summary>
    public required ImmutableArray<long> Statements { get; init; }

    /// <summary>Errors told to clients, per interval.</summary>
    public required ImmutableArray<long> ErrorSeries { get; init; }

    /// <summary>Null: there is none.</summary>
    public PgBouncerResult? PgBouncer { get; init; }
}

/// <summary>How often clients were told one error.</summary>
/// <param name="SqlState">Empty where the client's own library said it.</param>
/// <param name="Message">Its words.</param>
/// <param name="Count">How often.</param>
public sealed record DatabaseErrorCount(string SqlState, string Message, long Count);

/// <summary>The replicas of PgBouncer in front of one database.</summary>
public sealed record PgBouncerResult
{
    /// <summary>Of one replica.</summary>
    public required int MaxClientConn { get; init; }

    /// <summary>cl_active and cl_waiting of all replicas.</summary>
    public required LevelResult Clients { get; init; }

    public required LevelResult Waiting { get; init; }

    /// <summary>sv_active, sv_idle and sv_login of all replicas.</summary>
    public required LevelResult Servers { get; init; }

    public required ImmutableArray<PgBouncerReplicaResult> Replicas { get; init; }
}

/// <summary>SHOW POOLS of one replica, all its pairs of database and user together.</summary>
public sealed record PgBouncerReplicaResult
{
    public required string Name { get; init; }

    public required LevelResult ClActive { get; init; }

    public required LevelResult ClWaiting { get; init; }

    public required LevelResult SvActive { get; init; }

    public required LevelResult SvIdle { get; init; }

    public required LevelResult SvLogin { get; init; }

    /// <summary>Seconds: the longest wait in the measured time.</summary>
    public required double MaxWait { get; init; }

    /// <summary>Seconds: the oldest waiter's highest age in each interval.</summary>
    public required ImmutableArray<float> MaxWaitSeries { get; init; }
}

/// <summary>The client pools of one name in all pods of a service.</summary>
public sealed record ClientPoolResult
{
    public required string Service { get; init; }

    public required string Pool { get; init; }

    public required string Database { get; init; }

    /// <summary>Connections of one pod's pool at most.</summary>
    public required int Max { get; init; }

    public required PoolLevelsResult All { get; init; }

    /// <summary>By generation of the pods: a rollout makes a new one.</summary>
    public required ImmutableSortedDictionary<int, PoolLevelsResult> Generations { get; init; }

    /// <summary>Callers that the pool's patience was over for, after warm-up.</summary>
    public required long Timeouts { get; init; }

    /// <summary>The same per interval.</summary>
    public required ImmutableArray<long> TimeoutSeries { get; init; }
}

/// <summary>Some pools together.</summary>
/// <param name="Total">Connections, those being opened included.</param>
/// <param name="Idle">Connections that nobody has.</param>
/// <param name="Waiting">Callers in the queues.</param>
public sealed record PoolLevelsResult(LevelResult Total, LevelResult Idle, LevelResult Waiting);
