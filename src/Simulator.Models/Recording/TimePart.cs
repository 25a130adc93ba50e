namespace Simulator.Models.Recording;

/// <summary>What a request does, or waits for, at any instant: one of these, and only one.</summary>
public enum TimePart
{
    /// <summary>Waits for a thread of the pod.</summary>
    Queued,

    /// <summary>On a CPU.</summary>
    Running,

    /// <summary>Its thread waits for a CPU that another thread has.</summary>
    Runnable,

    /// <summary>Its thread waits for quota.</summary>
    Throttled,

    /// <summary>In a step of time that passes.</summary>
    Waited,

    /// <summary>In a lookup, its timeouts apart; a client that gives up first leaves a timeout's begin here.</summary>
    Dns,

    /// <summary>In a lookup, until its resolver gave up on a reply that never came.</summary>
    DnsTimeout,

    /// <summary>For a connection of a pool, that of its own connect apart.</summary>
    PoolWait,

    /// <summary>For its own connection to a database to be opened.</summary>
    Connect,

    /// <summary>From a statement's sending to its answer, PgBouncer's queue included.</summary>
    Query,

    /// <summary>In attempts of a call before its last one.</summary>
    EarlierAttempts,

    /// <summary>Between attempts: the client's own pauses.</summary>
    Backoff,

    /// <summary>For an answer that never comes: the pod's host is gone.</summary>
    Lost,

    /// <summary>In a step that the end of the run cut short; stays the last of this list.</summary>
    Unfinished,
}
