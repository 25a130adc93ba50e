using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>PgBouncer's servers and waiting clients of one pair of database and user.</summary>
/// <remarks>Source: src/objects.c (launch_new_connection, release_server) and src/janitor.c of PgBouncer.</remarks>
internal sealed class ServerPool(Simulation sim, PgBouncer bouncer, Login login)
{
    private readonly LinkedList<ServerLink> _idle = new();
    private readonly LinkedList<PgBouncerClient> _waiting = new();
    private readonly List<PgBouncerClient> _clients = [];
    private bool _isLoggingIn;
    private bool _lastLoginFailed;
    private SimTime _lastLogin;
    private SimTime? _lastLifetimeEnd;

    public Login Login => login;

    /// <summary>A server has been logged in once, so that clients can be told its parameters.</summary>
    public bool IsWelcoming { get; private set; }

    public int Clients => _clients.Count;

    public int Waiting => _waiting.Count;

    public int Active { get; private set; }

    public int Idle => _idle.Count;

    /// <summary>Server connections, the one being logged in included.</summary>
    public int Servers => Active + _idle.Count + (_isLoggingIn ? 1 : 0);

    /// <summary>check_fast_fail: no server, and the last login failed.</summary>
    public bool FailsFast => _lastLoginFailed && Active + _idle.Count == 0;

    public ServerLink? LongestIdle => _idle.MinBy(s => s.UsedAt);

    public PoolCounts Counts => new(Clients - Waiting, Waiting, Active, Idle, _isLoggingIn ? 1 : 0, MaxWait);

    private PgBouncerOptions Options => bouncer.Options;

    private Duration MaxWait => _waiting.First is { } first ? sim.Now - first.Value.WaitingSince : Duration.Zero;

    public void Join(PgBouncerClient client) => _clients.Add(client);

    public void Enqueue(PgBouncerClient client)
    {
        client.WaitingSince = sim.Now;
        client.Place = _waiting.AddLast(client);
        bouncer.Tell();
    }

    public bool TryLink(PgBouncerClient client)
    {
        if (_waiting.Count > 0 || TakeIdle() is not { } server) return false;
        Link(server, client);
        return true;
    }

    /// <summary>
    /// A client left: out of the queue, and what happens to its server depends on what that was doing.
    /// </summary>
    public void Leave(PgBouncerClient client, bool isMidQuery)
    {
        if (!_clients.Remove(client)) throw new SimulationException("A client left PgBouncer twice.");
        Unqueue(client);
        if (client.Server is not { } server) return;
        client.Server = null;
        server.Client = null;
        var isClean = !isMidQuery && !server.Connection.InTransaction;
        if (isClean && server.Connection.IsOpen) Release(server);
        else Close(server);
    }

    /// <summary>To the first client in the queue, or to the idle: in front, or with round robin at the end.</summary>
    public void Release(ServerLink server)
    {
        Active--;
        Keep(server);
    }

    /// <summary>Closes the connection; its backend goes on with what it does until it notices.</summary>
    public void Close(ServerLink server)
    {
        if (!_idle.Remove(server)) Active--;
        Drop(server);
    }

    /// <summary>per_loop_activate: serve the queue, and begin one login if that is not enough.</summary>
    public void Activate()
    {
        ServeWaiting();
        if (_waiting.Count > 0) TryLaunch();
    }

    /// <summary>pool_client_maint and pool_server_maint: three times a second.</summary>
    public void Maintain()
    {
        foreach (var client in _waiting.ToArray())
        {
            if (bouncer.ClosesFreeServers)
                client.Disconnect(DatabaseError.FromPgBouncer("server shutting down"));
            else if (Options.QueryWaitTimeout > Duration.Zero
                && sim.Now - client.WaitingSince > Options.QueryWaitTimeout)
                client.Disconnect(DatabaseError.FromPgBouncer("query_wait_timeout"));
        }

        foreach (var server in _idle.ToArray())
        {
            var isIdleTooLong = Options.ServerIdleTimeout > Duration.Zero
                && sim.Now - server.UsedAt > Options.ServerIdleTimeout
                && (Options.MinPoolSize == 0 || Active + Idle > Options.MinPoolSize);
            var isTooOld = IsLifeOver(server);
            if (isTooOld) _lastLifetimeEnd = sim.Now;
            if (isIdleTooLong || isTooOld || bouncer.ClosesFreeServers || !server.Connection.IsOpen) Close(server);
        }

        if (Servers < Math.Min(Options.MinPoolSize, Options.DefaultPoolSize) && Clients > 0) TryLaunch(mayEvict: false);
    }

    /// <summary>The process is gone: every socket closes at once.</summary>
    public void Die(DatabaseError lastWord)
    {
        foreach (var client in _clients.ToArray()) client.Disconnect(lastWord);
        foreach (var server in _idle.ToArray()) Close(server);
    }

    private void Keep(ServerLink server)
    {
        if (IsLifeOver(server) || bouncer.ClosesFreeServers)
        {
            _lastLifetimeEnd = sim.Now;
            Drop(server);
            return;
        }

        if (Options.ServerRoundRobin) _idle.AddLast(server);
        else _idle.AddFirst(server);
        ServeWaiting();
        bouncer.Tell();
    }

    private void ServeWaiting()
    {
        while (_waiting.First is { } first && (first.Value.IsWaitingForWelcome ? IsWelcoming : _idle.Count > 0))
        {
            var client = first.Value;
            if (!client.IsWaitingForWelcome)
            {
                if (TakeIdle() is not { } server) return;
                Link(server, client);
            }

            Unqueue(client);
            client.Go();
        }
    }

    private void Unqueue(PgBouncerClient client)
    {
        if (client.Place is not { } place) return;
        _waiting.Remove(place);
        client.Place = null;
        bouncer.Tell();
    }

    private ServerLink? TakeIdle()
    {
        while (_idle.First is { } first)
        {
            _idle.RemoveFirst();
            if (first.Value.Connection.IsOpen) return first.Value;
            Drop(first.Value);
        }

        return null;
    }

    private void Link(ServerLink server, PgBouncerClient client)
    {
        Active++;
        (server.Client, client.Server) = (client, server);
        bouncer.Tell();
    }

    private void Drop(ServerLink server)
    {
        server.Connection.Ended = null;
        if (server.Client is { } client) client.Server = null;
        server.Connection.Close();
        bouncer.OnServerClosed();
    }

    /// <summary>
    /// One after the other: lifetimes that are over are spread over a lifetime's share for each server.
    /// </summary>
    private bool IsLifeOver(ServerLink server)
    {
        if (Options.ServerLifetime == Duration.Zero || sim.Now - server.ConnectedAt < Options.ServerLifetime)
            return false;
        var gap = Options.ServerLifetime / Math.Max(1, Options.DefaultPoolSize);
        return _lastLifetimeEnd is not { } last || sim.Now - last >= gap;
    }

    private void TryLaunch(bool mayEvict = true)
    {
        if (_isLoggingIn || bouncer.ClosesFreeServers) return;
        if (_lastLoginFailed && sim.Now - _lastLogin < Options.ServerLoginRetry) return;
        var reserve = Options.ReservePoolSize > 0 && MaxWait >= Options.ReservePoolTimeout
            ? Options.ReservePoolSize
            : 0;
        if (Servers >= Options.DefaultPoolSize + reserve) return;
        if (bouncer.MayOpen(this, mayEvict)) sim.Start(LogIn());
    }

    private async SimTask LogIn()
    {
        (_isLoggingIn, _lastLogin) = (true, sim.Now);
        bouncer.OnServerOpened();
        await bouncer.Loop.Run(Options.ServerLoginCost);
        var result = await bouncer.Upstream.Connect(login);
        await bouncer.Loop.Run(Options.MessageCost);
        _isLoggingIn = false;
        if (result.Connection is not { } connection)
        {
            _lastLoginFailed = true;
            bouncer.OnServerClosed();
            if (!IsWelcoming) RefuseWaiting(result.Error!);
        }
        else if (bouncer.HasExited)
        {
            connection.Close();
            bouncer.OnServerClosed();
        }
        else
        {
            Welcome(new ServerLink(connection, sim.Now));
        }

        bouncer.RunLoop();
    }

    private void Welcome(ServerLink server)
    {
        _lastLoginFailed = false;
        IsWelcoming = true;
        server.Connection.Ended = () => OnServerEnded(server);
        Keep(server);
    }

    private void OnServerEnded(ServerLink server)
    {
        var client = server.Client;
        Close(server);
        client?.Disconnect(DatabaseError.FromPgBouncer(DatabaseError.Shutdown.Message));
    }

    /// <summary>kill_pool_logins: the server's words, under PgBouncer's code.</summary>
    private void RefuseWaiting(DatabaseError error)
    {
        foreach (var client in _waiting.ToArray()) client.Disconnect(DatabaseError.FromPgBouncer(error.Message));
    }
}
