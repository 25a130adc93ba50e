using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Pods;

/// <summary>What a query or transaction does while it has its connection, one after the other.</summary>
public sealed record QueryPart
{
    private static readonly Distribution Nothing = Distribution.Constant(Duration.Zero);

    /// <summary>How many lengths are drawn for each part: cpu, time, shared.</summary>
    internal const int Lengths = 3;

    public QueryPartKind Kind { get; init; } = QueryPartKind.Statement;

    /// <summary>Of a statement: the backend's CPU time; of a cpu part, that of a thread of the pod.</summary>
    public Distribution Cpu { get; init; } = Nothing;

    /// <summary>Time that passes without CPU: in the backend, or in the program.</summary>
    public Distribution Time { get; init; } = Nothing;

    /// <summary>What a statement alone at its shared work takes for it.</summary>
    public Distribution Shared { get; init; } = Nothing;

    /// <summary>How shared work grows with those at it; null: the statement has none.</summary>
    public Contention? Contention { get; init; }

    /// <summary>A row or advisory lock that a statement takes, held to the transaction's end; null: none.</summary>
    public long? Lock { get; init; }

    internal Statement ToStatement(Duration cpu, Duration time, Duration shared) => new()
    {
        Cpu = cpu,
        Sleep = time,
        Shared = Contention is { } contention ? new SharedWork(shared, contention) : null,
        Lock = Lock,
    };
}

/// <summary>Who is at work in it.</summary>
public enum QueryPartKind
{
    /// <summary>The database: a round trip with one statement.</summary>
    Statement,

    /// <summary>Nobody: the program waits, and keeps the connection.</summary>
    Wait,

    /// <summary>A thread of the pod, while the connection is kept.</summary>
    Cpu,
}
