namespace Simulator.Models.Pods;

/// <summary>How a request ended for the client that sent it.</summary>
public enum Outcome
{
    Ok,

    /// <summary>The client gave up; the server goes on with it all the same.</summary>
    Timeout,

    /// <summary>The pod's queue was full.</summary>
    Rejected,

    /// <summary>A name it needed had no address; the client is told so.</summary>
    DnsError,

    /// <summary>The process that served it ended first.</summary>
    ConnectionReset,

    /// <summary>No pod was to be had, or nobody listened there.</summary>
    ConnectionRefused,

    /// <summary>Its turn at the connection pool did not come in time.</summary>
    PoolTimeout,

    /// <summary>The database, PgBouncer or the pool said no.</summary>
    DatabaseError,

    /// <summary>It had waited too long for a thread to be worth the work.</summary>
    Shed,

    /// <summary>The client did not even send it: its circuit breaker was open.</summary>
    CircuitOpen,

    /// <summary>Still on its way when the run ended.</summary>
    Unfinished,
}
