using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Database;

/// <summary>PgBouncer: many clients, few servers, one thread.</summary>
public sealed class PgBouncer : EventTarget, IDatabase
{
    /// <summary>src/janitor.c: full maintenance three times a second.</summary>
    public static readonly Duration Janitor = Duration.FromNanoseconds(1_000_000_000 / 3);

    private readonly Simulation _sim;
    private readonly List<ServerPool> _pools = [];
    private Shutdown _shutdown;

    /// <param name="sim">The run.</param>
    /// <param name="options">pgbouncer.ini.</param>
    /// <param name="upstream">The server behind it.</param>
    /// <param name="cpu">The cgroup of its one thread.</param>
    public PgBouncer(Simulation sim, PgBouncerOptions options, IDatabase upstream, CpuGroup cpu)
    {
        ArgumentNullException.ThrowIfNull(sim);
        ArgumentNullException.ThrowIfNull(options);
        (_sim, Options, Upstream) = (sim, options, upstream);
        Loop = new EventLoop(sim, cpu);
        Clients = new Ledger(sim, "Clients of PgBouncer");
        Servers = new Ledger(sim, "Servers of PgBouncer");
        sim.Schedule(Janitor, this);
    }

    private enum Shutdown
    {
        None,
        WaitForClients,
        WaitForServers,
        Done,
    }

    public PgBouncerOptions Options { get; }

    /// <summary>Clients that were let in.</summary>
    public Ledger Clients { get; }

    /// <summary>Logins at the server, failed ones included.</summary>
    public Ledger Servers { get; }

    /// <summary>Called after every change of a count.</summary>
    public Action? Changed { get; set; }

    /// <summary>Null: it runs.</summary>
    public SimTime? ExitedAt { get; private set; }

    internal IDatabase Upstream { get; }

    internal EventLoop Loop { get; }

    internal bool HasExited => _shutdown == Shutdown.Done;

    internal bool ClosesFreeServers => _shutdown is Shutdown.WaitForServers or Shutdown.Done;

    public async SimTask<ConnectResult> Connect(Login login)
    {
        ArgumentNullException.ThrowIfNull(login);
        await _sim.Delay(Options.RoundTrip);
        if (_shutdown != Shutdown.None) return new ConnectResult(null, DatabaseError.Refused);
        if (Options.MaxClientConn > 0 && Clients.Live >= Options.MaxClientConn)
            return Refused("no more connections allowed (max_client_conn)");
        var pool = PoolOf(login);
        var client = new PgBouncerClient(_sim, this, pool);
        Clients.Open();
        pool.Join(client);
        Tell();
        await Loop.Run(Options.ClientLoginCost);
        var error = HasExited ? DatabaseError.Terminated : null;
        if (error is null && !pool.IsWelcoming)
        {
            var welcome = client.AwaitWelcome();
            RunLoop();
            error = await welcome;
        }

        return error is null ? new ConnectResult(client, null) : new ConnectResult(null, error);
    }

    /// <summary>What SHOW POOLS would say, all pools together; disturbs nothing.</summary>
    public PoolCounts Counts
    {
        get
        {
            var sum = default(PoolCounts);
            foreach (var pool in _pools)
            {
                var c = pool.Counts;
                sum = new PoolCounts(sum.ClActive + c.ClActive, sum.ClWaiting + c.ClWaiting, sum.SvActive + c.SvActive,
                    sum.SvIdle + c.SvIdle, sum.SvLogin + c.SvLogin, c.MaxWait > sum.MaxWait ? c.MaxWait : sum.MaxWait);
            }

            return sum;
        }
    }

    /// <summary>SHOW POOLS, all pools together; as any event it runs the loop's maintenance.</summary>
    public PoolCounts ShowPools()
    {
        RunLoop();
        return Counts;
    }

    /// <summary>A second signal while it shuts down ends it at once.</summary>
    public void Signal(PgBouncerSignal signal)
    {
        if (HasExited) return;
        var waits = _shutdown == Shutdown.None && signal switch
        {
            PgBouncerSignal.Term => Options.Version >= new Version(1, 23),
            PgBouncerSignal.Int => true,
            _ => false,
        };
        if (!waits) Exit();
        else _shutdown = signal == PgBouncerSignal.Term ? Shutdown.WaitForClients : Shutdown.WaitForServers;
    }

    /// <summary>per_loop_maint: after every batch of events.</summary>
    internal void RunLoop()
    {
        if (HasExited) return;
        foreach (var pool in _pools)
            if (pool.Waiting > 0) pool.Activate();
    }

    /// <summary>max_db_connections and max_user_connections; the longest idle of another pool makes room.</summary>
    internal bool MayOpen(ServerPool pool, bool mayEvict) =>
        HasRoom(Options.MaxDbConnections, p => p.Login.Database == pool.Login.Database, mayEvict)
        && HasRoom(Options.MaxUserConnections, p => p.Login.User == pool.Login.User, mayEvict);

    internal void OnServerOpened()
    {
        Servers.Open();
        Tell();
    }

    internal void OnServerClosed()
    {
        Servers.Close();
        Tell();
    }

    internal void OnClientGone()
    {
        Clients.Close();
        Tell();
    }

    internal void Tell() => Changed?.Invoke();

    protected override void OnEvent(int code)
    {
        if (HasExited) return;
        foreach (var pool in _pools.ToArray()) pool.Maintain();
        Clients.Check(_pools.Sum(p => (long)p.Clients));
        Servers.Check(_pools.Sum(p => (long)p.Servers));
        RunLoop();
        if (_shutdown == Shutdown.WaitForClients && Clients.Live == 0) Exit();
        else if (_shutdown == Shutdown.WaitForServers && _pools.TrueForAll(p => p.Active == 0)) Exit();
        else _sim.Schedule(Janitor, this);
    }

    private void Exit()
    {
        _shutdown = Shutdown.Done;
        ExitedAt = _sim.Now;
        foreach (var pool in _pools) pool.Die(DatabaseError.Terminated);
        Tell();
    }

    private bool HasRoom(int limit, Predicate<ServerPool> isMember, bool mayEvict)
    {
        if (limit == 0) return true;
        var members = _pools.FindAll(isMember);
        if (members.Sum(p => p.Servers) < limit) return true;
        if (!mayEvict) return false;
        var richest = members.Where(p => p.Idle > 0).MinBy(p => p.LongestIdle!.UsedAt);
        richest?.Close(richest.LongestIdle!);
        return members.Sum(p => p.Servers) < limit;
    }

    private ServerPool PoolOf(Login login)
    {
        if (_pools.Find(p => p.Login.Database == login.Database && p.Login.User == login.User) is { } pool) return pool;
        _pools.Add(pool = new ServerPool(_sim, this, login));
        return pool;
    }

    private static ConnectResult Refused(string message) => new(null, DatabaseError.FromPgBouncer(message));
}
