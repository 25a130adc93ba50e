using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;

namespace Simulator.Tests.Database;

/// <summary>A node with databases on it, in milliseconds; nothing costs time but what a test asks for.</summary>
internal sealed class Lab
{
    public static readonly Login App = new("app", "app");

    public Lab(int cpus = 2, int replication = 0)
    {
        Sim = new Simulation(seed: 7, replication);
        Node = new CpuNode(Sim, cpus, new KernelOptions());
        Group = Node.CreateGroup("lab", null, 1024, Duration.Zero);
    }

    public Simulation Sim { get; }

    public CpuNode Node { get; }

    public CpuGroup Group { get; }

    public List<string> Log { get; } = [];

    public double NowMs => Sim.Now.Nanoseconds / 1e6;

    public static PostgresOptions Free { get; } = new()
    {
        ConnectCost = Duration.Zero, RejectCost = Duration.Zero, ExitCost = Duration.Zero,
    };

    public static PgBouncerOptions Pooler { get; } = new() { PoolMode = PoolMode.Transaction };

    public static Duration Ms(double ms) => Duration.FromMilliseconds(ms);

    public Postgres Postgres(PostgresOptions? options = null) => new(Sim, options ?? Free, Group);

    public PgBouncer PgBouncer(PgBouncerOptions options, Postgres postgres) => new(Sim, options, postgres, Group);

    public ClientPool Pool(PoolOptions options, IDatabase database) => new(Sim, options, database, App);

    public Lab RunUntil(double ms)
    {
        Sim.RunUntil(SimTime.Zero + Ms(ms));
        return this;
    }

    /// <summary>Connects at once; fails the test when refused.</summary>
    public IConnection Connect(IDatabase database, Login? login = null)
    {
        IConnection? connection = null;
        async SimTask Run() => connection = (await database.Connect(login ?? App)).Connection;
        Sim.Start(Run());
        Sim.RunUntil(Sim.Now + Ms(100));
        return connection ?? throw new InvalidOperationException("refused");
    }

    /// <summary>Sends a statement; its end is logged as <c>name: ok</c> or the error, with the time.</summary>
    public void Ask(string name, IConnection connection, Statement statement)
    {
        async SimTask Run()
        {
            var error = await connection.Query(statement);
            Log.Add($"{name} {error?.Message ?? "ok"} {NowMs:0}");
        }

        Sim.Start(Run());
    }

    /// <summary>Acquires, holds for a time, releases; the acquisition is logged.</summary>
    public void Hold(string name, ClientPool pool, double ms)
    {
        async SimTask Run()
        {
            var lease = await pool.Acquire();
            Log.Add($"{name} {(lease.Connection is { } c ? $"#{c.Number}" : lease.Error!.Message)} {NowMs:0}");
            if (lease.Connection is not { } connection) return;
            await Sim.Delay(Ms(ms));
            pool.Release(connection);
        }

        Sim.Start(Run());
    }
}
