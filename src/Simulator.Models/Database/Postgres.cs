using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Database;

/// <summary>A Postgres server: connection slots, a backend process for each connection, locks, and CPUs.</summary>
/// <remarks>Sources: src/backend/postmaster, utils/init/postinit.c (InitPostgres) and tcop/postgres.c.</remarks>
public sealed class Postgres : IDatabase
{
    private readonly Simulation _sim;
    private readonly int[] _byState = new int[5];
    private readonly RandomStream _overhead;
    private readonly CpuGroup _group;
    private readonly List<Backend> _backends = [];

    /// <param name="sim">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="cpu">The cgroup its processes run in; the node's cores are the server's.</param>
    /// <param name="name">For its random stream.</param>
    public Postgres(Simulation sim, PostgresOptions options, CpuGroup cpu, string name = "postgres")
    {
        ArgumentNullException.ThrowIfNull(sim);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cpu);
        _sim = sim;
        Options = options;
        _group = cpu;
        Connections = new Ledger(sim, $"Backends of {name}");
        _overhead = sim.Stream($"{name}/overhead");
        Rows = new RowTable(sim);
    }

    public PostgresOptions Options { get; }

    /// <summary>Every connection that took a slot, refused ones included.</summary>
    public Ledger Connections { get; }

    /// <summary>Called after every change of a count.</summary>
    public Action? Changed { get; set; }

    /// <summary>Called with every refusal for want of a slot (53300).</summary>
    public Action<DatabaseError>? Refused { get; set; }

    /// <summary>Statements take so many times their time: a brown-out. 1: none.</summary>
    public double SlowDown { get; set; } = 1;

    internal LockTable<long> Locks { get; } = new();

    internal RowTable Rows { get; }

    /// <summary>Statements that are at shared work.</summary>
    internal int AtSharedWork { get; set; }

    /// <summary>Backends in a state, as pg_stat_activity shows it.</summary>
    public int Count(BackendState state) => _byState[(int)state];

    public async SimTask<ConnectResult> Connect(Login login)
    {
        ArgumentNullException.ThrowIfNull(login);
        var trips = Options.ConnectRoundTrips;
        if (trips > 0) await _sim.Delay(Options.RoundTrip); // TCP's handshake; the fork comes after it.
        if (Connections.Live >= Options.MaxConnections)
        {
            Refused?.Invoke(DatabaseError.TooManyClients);
            await Talk(Math.Min(trips - 1, 1));
            await Fork().Run(Options.RejectCost);
            return new ConnectResult(null, DatabaseError.TooManyClients);
        }

        var backend = new Backend(_sim, this, Fork(), login.Settings ?? Options.Session);
        Connections.Open();
        _backends.Add(backend);
        Count(BackendState.Starting, +1);
        var refusal = Refusal(login);
        if (refusal is not null) Refused?.Invoke(refusal);
        await Talk(refusal is null ? trips - 1 : Math.Min(trips - 1, 1));
        await backend.Process.Run(refusal is null ? Options.ConnectCost : Options.RejectCost);
        if (refusal is null && backend.TryStart()) return new ConnectResult(backend, null);
        if (refusal is not null) Remove(backend);
        return new ConnectResult(null, refusal ?? DatabaseError.Terminated);
    }

    /// <summary>Ends every backend, as pg_terminate_backend and a fast shutdown do.</summary>
    public void TerminateAll()
    {
        foreach (var backend in _backends.ToArray()) backend.Terminate();
    }

    /// <summary>Of a statement's own CPU work, as things are when it begins.</summary>
    internal Duration OwnWork(Duration own) => Duration.FromNanoseconds(
        own.Nanoseconds * SlowDown * Options.CpuContention.Inflation(Count(BackendState.Active)));

    /// <summary>What comes before it, in any statement.</summary>
    internal Duration StatementWork() => Options.StatementCost
        + (Count(BackendState.Active) > _group.Node.CpuCount ? Options.SwitchCost : Duration.Zero);

    internal Duration DrawOverhead() => Options.Overhead?.Sample(_overhead) ?? Duration.Zero;

    internal void Move(BackendState from, BackendState to)
    {
        _byState[(int)from]--;
        Count(to, +1);
    }

    internal void Remove(Backend backend)
    {
        if (!_backends.Remove(backend)) throw new SimulationException("A backend ended twice.");
        Connections.Close();
        Count(backend.State, -1);
    }

    // Startup, TLS and authentication, each a message and its answer; who is refused hears it after the first.
    private async SimTask Talk(int trips)
    {
        if (trips > 0) await _sim.Delay(Options.RoundTrip * trips);
    }

    // A process for each connection: what CPU time one has had counts for and against it alone.
    private EventLoop Fork() => new(_sim, _group);

    // Own slot taken, the question is what is left: HaveNFreeProcs.
    private DatabaseError? Refusal(Login login)
    {
        var free = Options.MaxConnections - Connections.Live;
        if (login.IsSuperuser) return null;
        if (free < Options.SuperuserReservedConnections)
            return DatabaseError.SlotsReserved(Options.Version, forReservedRole: false);
        var reserved = Options.SuperuserReservedConnections + Options.ReservedConnections;
        return free < reserved && !login.MayUseReserved
            ? DatabaseError.SlotsReserved(Options.Version, forReservedRole: true)
            : null;
    }

    private void Count(BackendState state, int change)
    {
        _byState[(int)state] += change;
        Connections.Check(_byState.Sum());
        Changed?.Invoke();
    }
}
