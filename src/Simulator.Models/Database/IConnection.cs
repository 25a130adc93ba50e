using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>One connection as its client holds it; to Postgres or to PgBouncer.</summary>
public interface IConnection
{
    /// <summary>False once either side ended it, as far as the client knows.</summary>
    bool IsOpen { get; }

    bool InTransaction { get; }

    /// <summary>Called at the instant at which the other side ends it; not for what the client does itself.</summary>
    Action? Ended { get; set; }

    /// <summary>Awaited: null when it is done, or the error; one statement at a time.</summary>
    SimTask<DatabaseError?> Query(Statement statement);

    /// <summary>Ends it in good order, between statements or not.</summary>
    void Close();

    /// <summary>
    /// The client is gone; a statement under way is answered to nobody, and goes on until it is noticed.
    /// </summary>
    void Lose(ClientLoss how);
}

/// <summary>Something one can connect to.</summary>
public interface IDatabase
{
    /// <summary>Awaited: a connection, or why there is none.</summary>
    SimTask<ConnectResult> Connect(Login login);
}

/// <summary>Exactly one of the two is there.</summary>
public readonly record struct ConnectResult(IConnection? Connection, DatabaseError? Error);

/// <summary>Who connects to what; PgBouncer keeps one pool for each pair of database and user.</summary>
public sealed record Login(string Database, string User)
{
    public bool IsSuperuser { get; init; }

    /// <summary>Has the privileges of pg_use_reserved_connections (16 and later).</summary>
    public bool MayUseReserved { get; init; }

    /// <summary>The session's own settings (<c>options=-c …</c>); null: the server's.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>How a client leaves without saying so.</summary>
public enum ClientLoss
{
    /// <summary>It is there.</summary>
    None,

    /// <summary>The process died and its kernel closed the socket: SIGKILL, or a default SIGTERM.</summary>
    ProcessDied,

    /// <summary>The socket is gone, but the host answers every packet with a reset.</summary>
    SocketGone,

    /// <summary>Nothing comes back any more: node loss, partition.</summary>
    HostGone,

    /// <summary>SIGSTOP, a frozen cgroup: its kernel acknowledges everything, nobody reads.</summary>
    Frozen,
}
