using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>When a server connection goes back to its pool.</summary>
public enum PoolMode
{
    /// <summary>When the client leaves.</summary>
    Session,

    /// <summary>When the transaction ends.</summary>
    Transaction,

    /// <summary>After every statement; transactions of several are refused.</summary>
    Statement,
}

/// <summary>pgbouncer.ini: names and defaults of doc/config.md; zero: no limit, or off.</summary>
public sealed record PgBouncerOptions
{
    /// <summary>1.23 changed what SIGTERM does.</summary>
    public Version Version { get; init; } = new(1, 25);

    public PoolMode PoolMode { get; init; } = PoolMode.Session;

    /// <summary>For each pair of database and user.</summary>
    public int DefaultPoolSize { get; init; } = 20;

    public int MinPoolSize { get; init; }

    public int ReservePoolSize { get; init; }

    public Duration ReservePoolTimeout { get; init; } = Duration.FromSeconds(5);

    public int MaxClientConn { get; init; } = 100;

    public int MaxDbConnections { get; init; }

    public int MaxUserConnections { get; init; }

    public Duration QueryWaitTimeout { get; init; } = Duration.FromSeconds(120);

    public Duration ServerIdleTimeout { get; init; } = Duration.FromSeconds(600);

    public Duration ServerLifetime { get; init; } = Duration.FromSeconds(3600);

    public Duration ServerLoginRetry { get; init; } = Duration.FromSeconds(15);

    /// <summary>False: the server used last is used next, and the others may go idle.</summary>
    public bool ServerRoundRobin { get; init; }

    /// <summary>Network time between clients and PgBouncer, there and back.</summary>
    public Duration RoundTrip { get; init; }

    /// <summary>Its CPU time for one message, a client's or a server's.</summary>
    public Duration MessageCost { get; init; }

    /// <summary>Its CPU time for a client's login.</summary>
    public Duration ClientLoginCost { get; init; }

    /// <summary>
    /// Its CPU time for a login at the server. With scram-sha-256 it iterates a hash 4096 times while nothing else
    /// gets on.
    /// </summary>
    public Duration ServerLoginCost { get; init; }

    /// <summary>How it meets clients that are gone: its tcp_keepalive settings.</summary>
    public TcpLimits Tcp { get; init; } = new();
}

/// <summary>What the operating system or an operator tells it.</summary>
public enum PgBouncerSignal
{
    /// <summary>Before 1.23 it exits at once; since then it waits until all clients have left.</summary>
    Term,

    /// <summary>Waits until no server is at work; waiting clients are refused.</summary>
    Int,

    /// <summary>Exits at once.</summary>
    Quit,

    /// <summary>Not asked: the kernel closes its sockets.</summary>
    Kill,
}

/// <summary>A row of SHOW POOLS.</summary>
/// <param name="ClActive">Clients linked to a server, or idle with nothing queued.</param>
/// <param name="ClWaiting">Clients in the queue.</param>
/// <param name="SvActive">Servers linked to a client.</param>
/// <param name="SvIdle">Servers ready for one.</param>
/// <param name="SvLogin">Servers that are being logged in: none or one.</param>
/// <param name="MaxWait">Age of the oldest in the queue.</param>
public readonly record struct PoolCounts(
    int ClActive, int ClWaiting, int SvActive, int SvIdle, int SvLogin, Duration MaxWait);
