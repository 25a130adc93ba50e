using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Database;

/// <summary>Whatever is killed when: what was opened is closed, or there.</summary>
public class ConservationTests
{
    private static readonly PoolOptions[] Kinds =
    [
        PoolOptions.NodePostgres with { Max = 4, IdleTimeout = Lab.Ms(300) },
        PoolOptions.Hikari with { Max = 3, Min = 2, AcquireTimeout = Lab.Ms(400), MaxLifetime = Lab.Ms(900) },
        PoolOptions.Npgsql with { Max = 4, AcquireTimeout = Lab.Ms(300) },
        PoolOptions.SqlAlchemy with { Max = 4, MaxIdle = 2, AcquireTimeout = Lab.Ms(200) },
        PoolOptions.Prisma(1),
    ];

    private static readonly Gen<World> Worlds = Gen.Select(
        Gen.Int[0, 4], Gen.Bool, Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int[5, 40],
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[1, 4]).Array[1, 4], Gen.Int[0, 100_000],
        (kind, pooled, mode, size, slots, losses, seed) => new World(kind, pooled, mode, size, slots, losses, seed));

    private sealed record World(
        int Kind, bool IsPooled, int Mode, int PoolSize, int Slots, (int AtMs, int How)[] Losses, int Seed);

    [Fact]
    public void RandomKillsLoseNoConnection() => Worlds.Sample(Check, iter: 400, seed: "0000000000000000", threads: 1);

    private static void Check(World world)
    {
        var lab = new Lab(replication: world.Seed);
        var postgres = lab.Postgres(new PostgresOptions
        {
            MaxConnections = world.Slots,
            SuperuserReservedConnections = 1,
            Session = new SessionSettings { ClientConnectionCheckInterval = Lab.Ms(world.Seed % 3 * 100) },
        });
        var bouncer = !world.IsPooled ? null : lab.PgBouncer(new PgBouncerOptions
        {
            PoolMode = (PoolMode)world.Mode,
            DefaultPoolSize = world.PoolSize,
            MaxClientConn = 10,
            QueryWaitTimeout = Lab.Ms(500),
            ServerIdleTimeout = Lab.Ms(700),
            ServerLoginRetry = Lab.Ms(300),
        }, postgres);
        IDatabase database = bouncer is null ? postgres : bouncer;
        var pools = world.Losses.Select(_ => lab.Pool(Kinds[world.Kind], database)).ToList();
        var (asked, answered) = (0, 0);
        async SimTask Client(ClientPool pool, RandomStream chance)
        {
            await lab.Sim.Delay(Lab.Ms(chance.NextInt(3_000)));
            asked++;
            await pool.Query(new Statement
            {
                Sleep = Lab.Ms(chance.NextInt(400)),
                Cpu = Lab.Ms(chance.NextInt(20)),
                Lock = chance.NextInt(3) == 0 ? chance.NextInt(2) : null,
                Streams = chance.NextInt(4) == 0,
            });
            answered++;
        }

        var random = lab.Sim.Stream("test");
        foreach (var pool in pools)
            for (var i = 0; i < 12; i++) lab.Sim.Start(Client(pool, random));
        foreach (var (pool, loss) in pools.Zip(world.Losses).OrderBy(p => p.Second.AtMs))
        {
            lab.RunUntil(Math.Max(lab.NowMs, loss.AtMs));
            pool.Lose((ClientLoss)loss.How);
        }

        lab.RunUntil(20_000_000); // Longer than every timeout of TCP.
        Assert.Equal(asked, answered);
        Assert.All(pools, p => Assert.Equal(
            (0, 0, 0, 0L), (p.Total, p.Idle, p.Waiting, p.Connections.Live)));
        var frozen = world.Losses.Any(l => l.How == (int)ClientLoss.Frozen);
        if (bouncer is not null)
        {
            if (!frozen) Assert.Equal((0L, 0L), (bouncer.Clients.Live, bouncer.Servers.Live));
            Assert.Equal(bouncer.Servers.Live, postgres.Connections.Live);
        }
        else if (!frozen)
        {
            Assert.Equal(0, postgres.Connections.Live);
        }
    }
}
