using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>A Postgres server; names and defaults of postgresql.conf where there are such.</summary>
public sealed record PostgresOptions
{
    /// <summary>Major version; decides the words of refusals.</summary>
    public int Version { get; init; } = 15;

    public int MaxConnections { get; init; } = 100;

    public int SuperuserReservedConnections { get; init; } = 3;

    /// <summary>reserved_connections, 16 and later.</summary>
    public int ReservedConnections { get; init; }

    /// <summary>What sessions get that bring no settings of their own.</summary>
    public SessionSettings Session { get; init; } = new();

    /// <summary>
    /// CPU time of a login: fork, authentication, catalogue caches, and the client's part. All of it is CPU: N at once
    /// take N · this / cores. Measured with trust on loopback, 4 ms; scram-sha-256 7 to 9 ms.
    /// </summary>
    public Duration ConnectCost { get; init; } = Duration.FromMilliseconds(4);

    /// <summary>CPU time of a refusal, which forks like a login; measured.</summary>
    public Duration RejectCost { get; init; } = Duration.FromMilliseconds(3);

    /// <summary>CPU time of a backend's end; from ten that were gone after 22 to 39 ms on two cores.</summary>
    public Duration ExitCost { get; init; } = Duration.FromMilliseconds(4);

    /// <summary>Network time there and back, without anybody's CPU time.</summary>
    public Duration RoundTrip { get; init; }

    /// <summary>
    /// Round trips of a login: TCP's handshake, then libpq's; with trust 2, with scram-sha-256 4, with TLS 1.3 2 more
    /// (Protocol Flow, in Postgres's documentation). What <see cref="ConnectCost"/> was measured at had no network: 0.
    /// </summary>
    public int ConnectRoundTrips { get; init; }

    /// <summary>CPU time of any statement beyond its own work: parse, plan, snapshot, send.</summary>
    public Duration StatementCost { get; init; }

    /// <summary>
    /// CPU time that a statement loses to switches when more backends are active than there are cores.
    /// </summary>
    public Duration SwitchCost { get; init; }

    /// <summary>
    /// What statements meet on that machine beyond CPU time (late wake-ups, other tenants); null: nothing.
    /// </summary>
    public Distribution? Overhead { get; init; }

    /// <summary>
    /// CPU time to go to sleep for a lock, to wake up and to look again. Measured with 4 to 32 clients at one row: 27
    /// to 32 µs for each stretch on a CPU beyond the three that one client needs, 5 of them the waker's.
    /// </summary>
    public Duration LockWaitCost { get; init; } = Duration.FromMicroseconds(24);

    /// <summary>CPU time to wake one that waits for a lock (SetLatch); see <see cref="LockWaitCost"/>.</summary>
    public Duration LockWakeCost { get; init; } = Duration.FromMicroseconds(5);

    /// <summary>deadlock_timeout: who has waited that long for a row looks whether it waits for itself.</summary>
    public Duration DeadlockTimeout { get; init; } = Duration.FromSeconds(1);

    /// <summary>
    /// Of CPU work among the active backends: caches and scheduling. None up to 100 backends by measurement, about.
    /// </summary>
    public Contention CpuContention { get; init; }
}
