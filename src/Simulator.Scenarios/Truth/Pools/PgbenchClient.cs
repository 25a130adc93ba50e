using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Where a client of pgbench is.</summary>
internal enum PgbenchClientState
{
    /// <summary>Not connected yet, not started yet, or waiting for its time under a rate.</summary>
    Waiting,

    /// <summary>May begin its next transaction.</summary>
    Choosing,

    /// <summary>Has sent a statement.</summary>
    Asking,

    /// <summary>The answer is in its socket, unread.</summary>
    Answered,

    /// <summary>The time is up, or its connection broke.</summary>
    Finished,
}

/// <summary>One client of pgbench: a connection and the place in its script.</summary>
internal sealed class PgbenchClient
{
    public PgbenchClientState State { get; set; }

    /// <summary>Null with -C between transactions.</summary>
    public IConnection? Connection { get; set; }

    /// <summary>The next statement to send.</summary>
    public int Line { get; set; }

    /// <summary>Latency counts from here: the schedule's time under a rate.</summary>
    public SimTime Begun { get; set; }

    public DatabaseError? Error { get; set; }
}
