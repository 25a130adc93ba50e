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

    /// <summary>The pod died with it.</summary>
    ConnectionReset,

    /// <summary>There was no pod, or nobody listened there.</summary>
    ConnectionRefused,

    /// <summary>A connection pool had none to give in the time it may take.</summary>
    PoolTimeout,

    /// <summary>Any other error of a pool, of PgBouncer or of Postgres.</summary>
    DatabaseError,

    /// <summary>It had waited too long in the pod's queue.</summary>
    Shed,

    /// <summary>The client itself refused, as too many had failed.</summary>
    CircuitOpen,

    /// <summary>Still on its way when the run ended.</summary>
    Unfinished,
}
