using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>
/// A query, or a transaction of several: takes a connection of a pool, sends its statements one after the other and
/// gives it back when the last is answered, whether its client still waits or not.
/// </summary>
/// <param name="sim">The run.</param>
/// <param name="pool">By its name in the pod.</param>
/// <param name="parts">In their order.</param>
/// <param name="isTransaction">Begins and ends with a round trip each, and keeps the connection in between.</param>
/// <param name="waits">Takes what its requests waited for connections.</param>
/// <param name="database">Takes its statements and errors.</param>
public sealed class QueryStep(
    Simulation sim, string pool, ImmutableArray<QueryPart> parts, bool isTransaction,
    PoolRecorder waits, DatabaseRecorder database)
{
    private static readonly Statement Begin = new() { Transaction = TransactionMark.Begin };

    // COMMIT, or ROLLBACK after an error.
    private static readonly Statement End = new() { Transaction = TransactionMark.End };

    public ImmutableArray<QueryPart> Parts => parts;

    /// <summary>
    /// Awaited: null when all went well, or how the request ends; anything when the container died meanwhile.
    /// </summary>
    /// <param name="container">Whose pools and threads it takes.</param>
    /// <param name="request">Whose time is spent.</param>
    /// <param name="step">Decides which of the container's threads.</param>
    /// <param name="lengths">As drawn, <see cref="QueryPart.Lengths"/> for each part.</param>
    internal async SimTask<Outcome?> Run(Container container, Request request, Step step, Duration[] lengths)
    {
        var life = request.Life;
        var connections = container.Pools[pool];
        var asked = sim.Now;
        request.Turn(TimePart.PoolWait, asked);
        if (request.Trace is { } trace) trace.Where = $"pool {pool}";
        var lease = await connections.Acquire(request);
        if (request.Life != life) return null;
        request.Settle(sim.Now);
        waits.OnAcquired(request.Intended, sim.Now, sim.Now - asked, lease.HasTimedOut);
        if (lease.HasTimedOut) return Outcome.PoolTimeout;
        if (lease.Connection is not { } connection) return Failed(lease.Error!);
        var error = await Use(connection.Connection, container, request, step, lengths);
        connections.Release(connection, isBroken: error is { IsFatal: true });
        return error is null || request.Life != life ? null : Failed(error);
    }

    private async SimTask<DatabaseError?> Use(
        IConnection connection, Container container, Request request, Step step, Duration[] lengths)
    {
        var life = request.Life;
        var error = isTransaction ? await Send(connection, request, Begin) : null;
        for (var i = 0; i < parts.Length && error is null; i++)
        {
            var at = i * QueryPart.Lengths;
            var (cpu, time) = (lengths[at], lengths[at + 1]);
            switch (parts[i].Kind)
            {
                case QueryPartKind.Wait:
                    request.Turn(TimePart.Waited, sim.Now);
                    await sim.Delay(time);
                    if (request.Life != life) return DatabaseError.Terminated;
                    request.Settle(sim.Now);
                    break;
                case QueryPartKind.Cpu:
                    await container.WorkersFor(step).Run(cpu, 1, request.Intended, null, request: request);
                    if (request.Life != life) return DatabaseError.Terminated;
                    request.CpuTime += cpu;
                    break;
                default:
                    error = await Send(connection, request, parts[i].ToStatement(cpu, time, lengths[at + 2]));
                    break;
            }
        }

        if (!isTransaction || error is { IsFatal: true }) return error; // What is broken has rolled back already.
        var ended = await Send(connection, request, End);
        return error ?? ended;
    }

    // After its process's end nobody is told but those who asked, and they know it by the request's life.
    private async SimTask<DatabaseError?> Send(IConnection connection, Request request, Statement statement)
    {
        var life = request.Life;
        request.Turn(TimePart.Query, sim.Now);
        var error = await connection.Query(statement);
        if (request.Life != life) return DatabaseError.Terminated;
        request.Settle(sim.Now);
        database.OnStatement(sim.Now);
        return error;
    }

    private Outcome Failed(DatabaseError error)
    {
        database.OnError(sim.Now, error);
        return Outcome.DatabaseError;
    }
}
