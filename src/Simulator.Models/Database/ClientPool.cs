using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Database;

/// <summary>A pool of connections in one client process: idle ones, lent ones, and the callers that wait.</summary>
public sealed partial class ClientPool
{
    private readonly Simulation _sim;
    private readonly IDatabase _database;
    private readonly Login _login;
    private readonly RandomStream _lifetimes;
    private readonly List<PooledConnection> _idle = [];
    private readonly List<PooledConnection> _all = [];
    private readonly Queue<Waiter> _waiters = new();
    private readonly List<Wait<bool>> _ends = [];
    private long _numbers;
    private bool _hasEnded;
    private ClientLoss _loss;

    /// <param name="sim">The run.</param>
    /// <param name="options">Whose pool, and its knobs.</param>
    /// <param name="database">Postgres, or PgBouncer in front of it.</param>
    /// <param name="login">As whom.</param>
    /// <param name="name">For its random stream.</param>
    public ClientPool(Simulation sim, PoolOptions options, IDatabase database, Login login, string name = "pool")
    {
        ArgumentNullException.ThrowIfNull(sim);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Min, options.Max);
        (_sim, Options, _database, _login) = (sim, options, database, login);
        _lifetimes = sim.Stream($"{name}/lifetimes");
        Connections = new Ledger(sim, $"Connections of {name}");
        StartUpkeep();
    }

    // A caller in the queue; its wait may be over by its own deadline.
    private sealed class Waiter(Wait<Lease> answer, Request? request)
    {
        private readonly long _life = request?.Life ?? 0;

        public Wait<Lease> Answer => answer;

        public bool IsQueued { get; set; } = true;

        /// <summary>Its own connect begins.</summary>
        public void OnConnecting(SimTime now)
        {
            if (request?.Life == _life) request.Turn(TimePart.Connect, now);
        }
    }

    public PoolOptions Options { get; }

    /// <summary>Every connect that was begun, failed ones included.</summary>
    public Ledger Connections { get; }

    /// <summary>Connections, those that are being opened included.</summary>
    public int Total { get; private set; }

    public int Idle => _idle.Count;

    /// <summary>Callers in the queue; who waits for a connect of its own is not in it.</summary>
    public int Waiting { get; private set; }

    /// <summary>Callers that the end left without an answer.</summary>
    public int Abandoned { get; private set; }

    /// <summary>Called after every change of a count.</summary>
    public Action? Changed { get; set; }

    private bool IsFull => Total >= Options.Max;

    /// <summary>Awaited: a connection to use and give back, or why there is none.</summary>
    /// <param name="request">Whose time it is; null: nobody's.</param>
    public async SimTask<Lease> Acquire(Request? request = null)
    {
        if (_hasEnded) return Refused(Options.EndedMessage);
        if (_loss != ClientLoss.None) return new Lease(null, DatabaseError.Terminated);
        if (Waiting == 0 && TryTakeIdle() is { } idle) return new Lease(idle, null);
        var waiter = new Waiter(_sim.Rent<Lease>(), request);
        var answer = waiter.Answer;
        if (Options.Growth == PoolGrowth.ByCaller && !IsFull)
        {
            waiter.IsQueued = false;
            _sim.Start(Connect(waiter));
        }
        else
        {
            _waiters.Enqueue(waiter);
            CountWaiting(+1);
            if (Options.Growth == PoolGrowth.ByAdder) _sim.Start(Add());
        }

        var lease = await answer.Within(Options.AcquireTimeout);
        if (lease.InTime) return lease.Value;
        var isQueued = waiter.IsQueued;
        if (isQueued) GiveUp(waiter);
        return Refused(isQueued ? Options.TimeoutMessage : Options.ConnectTimeoutMessage) with
        {
            HasTimedOut = true,
        };
    }

    /// <summary>Gives a connection back; one that is broken, too old or one too many is closed.</summary>
    /// <param name="connection">As it was lent.</param>
    /// <param name="isBroken">Its last statement failed in a way that spoilt it.</param>
    public void Release(PooledConnection connection, bool isBroken = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!_all.Contains(connection)) return; // Closed meanwhile, with the process.
        if (connection.IsIdle) throw new SimulationException("A connection was given back twice.");
        var isSpent = isBroken || connection.IsExpired || !connection.Connection.IsOpen || _hasEnded;
        if (isSpent) Remove(connection);
        else Offer(connection);
    }

    /// <summary>Acquires, runs one statement and releases; awaited: null, or what went wrong first.</summary>
    public async SimTask<DatabaseError?> Query(Statement statement)
    {
        var lease = await Acquire();
        if (lease.Connection is not { } connection) return lease.Error;
        var error = await connection.Connection.Query(statement);
        Release(connection, isBroken: error is { IsFatal: true });
        return error;
    }

    /// <summary>
    /// Takes no more callers, closes idle connections, lets lent ones come back. Answered when the last is gone.
    /// </summary>
    public Wait<bool> End()
    {
        _hasEnded = true;
        foreach (var idle in _idle.ToArray()) Remove(idle);
        while (_waiters.TryDequeue(out var waiter))
        {
            if (!waiter.IsQueued) continue;
            if (Options.EndAbandonsWaiters) Abandoned++; // Still counted as waiting: nobody tells them.
            else Serve(waiter, Refused(Options.EndedMessage));
        }

        var ended = _sim.Rent<bool>();
        if (Total == 0) ended.TryAnswer(true);
        else _ends.Add(ended);
        return ended;
    }

    /// <summary>The process is gone, and every connection with it; waiting callers are answered.</summary>
    public void Lose(ClientLoss how)
    {
        if (_loss != ClientLoss.None) return;
        _loss = how;
        while (_waiters.TryDequeue(out var waiter))
            if (waiter.IsQueued) Serve(waiter, new Lease(null, DatabaseError.Terminated));
        CountWaiting(-Abandoned); // Whoever waited for them is gone too.
        foreach (var connection in _all.ToArray())
        {
            connection.Connection.Lose(how);
            Drop(connection);
        }
    }

    private static Lease Refused(string message) => new(null, new DatabaseError("", message, IsFatal: false));

    private void CountWaiting(int change)
    {
        Waiting += change;
        Changed?.Invoke();
    }

    // The end may have abandoned it, but its own deadline tells it.
    private void GiveUp(Waiter waiter)
    {
        waiter.IsQueued = false;
        if (_loss != ClientLoss.None) return;
        if (Options.EndAbandonsWaiters && _hasEnded) Abandoned--;
        CountWaiting(-1);
    }

    private void Serve(Waiter waiter, Lease lease)
    {
        waiter.IsQueued = false;
        CountWaiting(-1);
        waiter.Answer.TryAnswer(lease);
    }

    private PooledConnection? TryTakeIdle()
    {
        while (_idle.Count > 0)
        {
            var at = Options.IdleOrder == IdleOrder.Lifo ? _idle.Count - 1 : 0;
            var connection = _idle[at];
            _idle.RemoveAt(at);
            connection.Wake();
            Changed?.Invoke();
            if (connection.Connection.IsOpen) return connection;
            Remove(connection);
        }

        return null;
    }
}

/// <summary>What a pool answers: a connection, or why there is none.</summary>
public readonly record struct Lease(PooledConnection? Connection, DatabaseError? Error)
{
    /// <summary>The pool's patience was over, for a place or for a connect.</summary>
    public bool HasTimedOut { get; init; }
}
