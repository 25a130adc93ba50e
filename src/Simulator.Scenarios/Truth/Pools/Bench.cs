using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>The recorded machine, rebuilt: client, PgBouncer and Postgres on the same cores.</summary>
internal sealed class Bench
{
    public static readonly Login App = new("app", "app");

    public Bench(RecordedMachine machine, int replication = 0, bool scram = false)
    {
        Machine = machine;
        IsScram = scram;
        Sim = new Simulation(seed: 1, replication);
        Node = new CpuNode(Sim, machine.Cores, new KernelOptions());
        Group = Node.CreateGroup("machine", null, 1024, Duration.Zero);
    }

    public RecordedMachine Machine { get; }

    public bool IsScram { get; }

    public Simulation Sim { get; }

    public CpuNode Node { get; }

    public CpuGroup Group { get; }

    public double NowMs => Sim.Now.Nanoseconds / 1e6;

    /// <summary>As recorded: max_connections and reserved slots of <c>meta.postgres</c>, trust on loopback.</summary>
    public PostgresOptions PostgresOptions => new()
    {
        ConnectCost = IsScram ? Machine.ConnectScram : Machine.ConnectTrust,
        RejectCost = Machine.Reject,
        RoundTrip = Machine.Hop,
        StatementCost = Machine.StatementCpu / 2,
    };

    public PgBouncerOptions PgBouncerOptions => new()
    {
        Version = new Version(1, 18),
        PoolMode = PoolMode.Transaction,
        MaxClientConn = 1000,
        RoundTrip = Machine.Hop,
        MessageCost = Machine.PoolerCpu / 2,
        ClientLoginCost = Machine.PoolerCpu,
    };

    public static Duration Ms(double ms) => Duration.FromMilliseconds(ms);

    public Postgres Postgres(PostgresOptions? options = null) => new(Sim, options ?? PostgresOptions, Group);

    /// <summary>Between PgBouncer and its server everything is local: the clients' hop is the one that costs.</summary>
    public PgBouncer PgBouncer(PgBouncerOptions options, Postgres? postgres = null) =>
        new(Sim, options, postgres ?? Postgres(PostgresOptions with { RoundTrip = Duration.Zero }), Group);

    public void RunUntil(double ms) => Sim.RunUntil(SimTime.Zero + Ms(ms));
}
