using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>A client's connection to PgBouncer; it has a server only for as long as the mode says.</summary>
internal sealed class PgBouncerClient : IConnection
{
    private readonly Simulation _sim;
    private readonly PgBouncer _bouncer;
    private readonly PeerSocket _peer;
    private Wait<DatabaseError?> _answer;
    private Wait<bool> _served;
    private DatabaseError? _refusal;
    private bool _isAtServer;
    private bool _isGone;
    private bool _isClosedByClient;

    public PgBouncerClient(Simulation sim, PgBouncer bouncer, ServerPool pool)
    {
        (_sim, _bouncer, Pool) = (sim, bouncer, pool);
        _peer = new PeerSocket(sim, bouncer.Options.Tcp, OnPeerDead);
    }

    public ServerPool Pool { get; }

    /// <summary>Linked while a transaction (or session) lasts.</summary>
    public ServerLink? Server { get; set; }

    /// <summary>When it began to wait.</summary>
    public SimTime WaitingSince { get; set; }

    public LinkedListNode<PgBouncerClient>? Place { get; set; }

    public bool IsWaitingForWelcome { get; private set; }

    public bool IsOpen => !_isGone && !_isClosedByClient && _peer.Loss == ClientLoss.None;

    public bool InTransaction => Server is { Connection.InTransaction: true };

    public Action? Ended { get; set; }

    private Duration Hop => _bouncer.Options.RoundTrip / 2;

    /// <summary>Awaited during login: true when the pool has had a server to introduce itself with.</summary>
    public async SimTask<DatabaseError?> AwaitWelcome()
    {
        var served = _served = _sim.Rent<bool>();
        IsWaitingForWelcome = true;
        Pool.Enqueue(this);
        var isWelcome = await served;
        IsWaitingForWelcome = false;
        return isWelcome ? null : _refusal ?? DatabaseError.Terminated;
    }

    public async SimTask<DatabaseError?> Query(Statement statement)
    {
        if (!IsOpen) return DatabaseError.Terminated;
        if (_answer.IsOpen) throw new SimulationException("A connection was given two statements at a time.");
        var answer = _answer = _sim.Rent<DatabaseError?>();
        _sim.Start(Serve(statement));
        return await answer;
    }

    public void Close()
    {
        if (!IsOpen) return;
        _isClosedByClient = true;
        _answer.TryAnswer(DatabaseError.Terminated);
        Leave();
    }

    public void Lose(ClientLoss how)
    {
        if (_peer.Loss != ClientLoss.None) return;
        _peer.Lose(how);
        _answer.TryAnswer(DatabaseError.Terminated);
    }

    /// <summary>A server is linked, or the welcome is there.</summary>
    public void Go() => _served.TryAnswer(true);

    /// <summary>PgBouncer ends it, with a last word.</summary>
    public void Disconnect(DatabaseError error)
    {
        if (_isGone) return;
        _refusal = error;
        var wasOpen = IsOpen;
        var told = _answer.TryAnswer(error);
        Leave();
        if (wasOpen && !told) Ended?.Invoke();
    }

    private void OnPeerDead() => Leave();

    /// <summary>
    /// Its place is free at once; a server that was at work for it is closed, whatever its backend does.
    /// </summary>
    private void Leave()
    {
        if (_isGone) return;
        _isGone = true;
        _peer.Forget();
        Pool.Leave(this, isMidQuery: _isAtServer);
        _served.TryAnswer(false);
        _bouncer.OnClientGone();
    }

    private async SimTask Serve(Statement statement)
    {
        await _sim.Delay(Hop);
        await _bouncer.Loop.Run(_bouncer.Options.MessageCost);
        if (_isGone) return;
        _peer.Hear();
        if (_bouncer.Options.PoolMode == PoolMode.Statement && statement.Transaction == TransactionMark.Begin)
        {
            Disconnect(DatabaseError.FromPgBouncer("transaction blocks not allowed in statement pooling mode"));
            return;
        }

        if (Server is null && !await FindServer()) return;
        if (_isGone) return; // Killed at the instant at which it was linked.
        var server = Server!;
        _isAtServer = true;
        var error = await server.Connection.Query(statement);
        if (_isGone) return;
        await _bouncer.Loop.Run(_bouncer.Options.MessageCost);
        if (_isGone) return;
        _isAtServer = false;
        server.UsedAt = _sim.Now;
        await Reply(server, error);
    }

    private async SimTask Reply(ServerLink server, DatabaseError? error)
    {
        if (!server.Connection.IsOpen)
        {
            Pool.Close(server);
            Disconnect(DatabaseError.FromPgBouncer(error?.Message ?? "server conn crashed?"));
            return;
        }

        var isKept = _bouncer.Options.PoolMode switch
        {
            PoolMode.Session => true,
            PoolMode.Transaction => server.Connection.InTransaction,
            _ => false,
        };
        if (!isKept)
        {
            Server = null;
            server.Client = null;
            Pool.Release(server);
        }

        _bouncer.RunLoop();
        if (!_peer.TryWrite())
        {
            Leave();
            return;
        }

        await _sim.Delay(Hop);
        _answer.TryAnswer(error);
    }

    private async SimTask<bool> FindServer()
    {
        if (Pool.TryLink(this)) return true;
        if (Pool.FailsFast)
        {
            Disconnect(DatabaseError.FromPgBouncer("server login has been failing, try again later"));
            return false;
        }

        var served = _served = _sim.Rent<bool>();
        Pool.Enqueue(this);
        _bouncer.RunLoop();
        return await served;
    }
}
