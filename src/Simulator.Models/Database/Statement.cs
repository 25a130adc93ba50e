using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>What a statement does to its session's transaction.</summary>
public enum TransactionMark
{
    /// <summary>Runs inside an open transaction, or is one of its own.</summary>
    None,
    Begin,
    End,
}

/// <summary>One statement as the database sees it: its lengths are drawn before it is sent.</summary>
public sealed record Statement
{
    /// <summary>Time that passes in the backend without CPU: pg_sleep, disks, network.</summary>
    public Duration Sleep { get; init; }

    /// <summary>CPU time of the backend.</summary>
    public Duration Cpu { get; init; }

    /// <summary>Work on something that all such statements share, inflated by how many are at it; null: none.</summary>
    public SharedWork? Shared { get; init; }

    /// <summary>A row or advisory lock, held until the transaction ends; null: none.</summary>
    public long? Lock { get; init; }

    /// <summary>
    /// The row that it updates, at read committed: who comes while another transaction has it waits, and those who wait
    /// cost each other time. Its CPU time is that of the update itself; null: none.
    /// </summary>
    public long? Row { get; init; }

    /// <summary>Sends rows all along, so that a client that is gone is noticed by the next write.</summary>
    public bool Streams { get; init; }

    public TransactionMark Transaction { get; init; }

    /// <summary><c>select pg_sleep(…)</c></summary>
    public static Statement Sleeping(Duration time) => new() { Sleep = time };

    /// <summary>A statement that keeps a CPU busy.</summary>
    public static Statement Burning(Duration cpu) => new() { Cpu = cpu };
}

/// <summary>Time on a shared resource (a hot row, its page) and how it grows with those at it.</summary>
/// <param name="Alone">What it takes with nobody else there.</param>
/// <param name="Contention">By which law it grows.</param>
public sealed record SharedWork(Duration Alone, Contention Contention);
