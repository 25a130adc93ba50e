using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class DatabaseLanguageTests
{
    private static Scenario Everything { get; } =
        ScenarioReader.ReadFile(Corpus.PathOf("Good", "everything-of-databases.yaml")).Scenario!;

    private static string Bad(string name) =>
        Assert.Single(ScenarioReader.ReadFile(Corpus.PathOf("Bad", $"{name}.yaml")).Diagnostics).Message;

    private static PoolOptions Pool(string name) => Everything.Services["shop"].Pools[name].ToOptions(cpus: 4);

    [Fact]
    public void APoolHasItsLibrarysDefaultsAndWhatIsWritten()
    {
        Assert.Equal(PoolOptions.NodePostgres, Pool("pg"));
        Assert.Equal(PoolOptions.Npgsql, Pool("net"));
        Assert.Equal(PoolOptions.Prisma(4), Pool("last"));
        Assert.Equal(
            PoolOptions.SqlAlchemy with
            {
                Max = 30,
                Min = 1,
                MaxIdle = 20,
                Prefill = 2,
                AcquireTimeout = Duration.FromSeconds(10),
                MaxLifetime = Duration.FromSeconds(3600),
                LifetimeJitter = 0.05,
                IdleOrder = IdleOrder.Lifo,
            },
            Pool("orders"));
    }

    [Fact]
    public void HikarisPoolIsOfFixedSizeUnlessItsMinimumIsGiven() => Assert.Equal(
        PoolOptions.Hikari with { Max = 4, Min = 4, Prefill = 4, AcquireTimeout = Duration.Forever }, Pool("again"));

    [Fact]
    public void AServerHasThePostmastersNamesAndADeploymentsCosts()
    {
        var postgres = Everything.Databases["orders"].Postgres;
        Assert.Equal((16, 450, 5, 10), (postgres.Version, postgres.MaxConnections,
            postgres.SuperuserReservedConnections, postgres.ReservedConnections));
        Assert.Equal(
            new TcpLimits
            {
                KeepaliveIdle = Duration.FromSeconds(60),
                KeepaliveInterval = Duration.FromSeconds(10),
                KeepaliveCount = 3,
                UserTimeout = Duration.FromSeconds(90),
                Retries2 = 8,
            },
            postgres.Session.Tcp);
        Assert.Equal(new Contention(0.01, 0.0001), postgres.CpuContention);

        var pooler = Everything.Databases["orders"].PgBouncer!;
        Assert.Equal((2, 2, 500L), (pooler.Replicas, pooler.Cpus, pooler.Resources.Limits.Cpu!.Value.Millicores));
        Assert.Equal((new Version(1, 22), PoolMode.Transaction, 1000, true), (pooler.Options.Version,
            pooler.Options.PoolMode, pooler.Options.MaxClientConn, pooler.Options.ServerRoundRobin));
        Assert.Null(Everything.Databases["pg"].PgBouncer);
    }

    [Fact]
    public void TheCpuOfAQueryIsTheDatabasesAndAppCpuThePods()
    {
        var steps = Everything.Services["shop"].Endpoints["pay"].Steps;
        var find = Assert.IsType<QueryStepSpec>(steps[2]);
        Assert.Equal(("find", "orders", "account-7"), (find.Name, find.Pool, find.Statement.Lock));
        Assert.Equal(Duration.FromMilliseconds(1), find.Statement.Cpu.Value);

        var book = Assert.IsType<TransactionStepSpec>(steps[4]);
        Assert.Equal([false, true], book.Queries.OfType<PauseSpec>().Select(p => p.IsCpu));
        Assert.Equal(3, book.Queries.OfType<StatementSpec>().Count());
    }

    [Fact]
    public void RefusalsNameTheFix()
    {
        Assert.Equal(
            "the service api has no pools: add pools: {pg: {library: node-postgres}}", Bad("db-query-without-pools"));
        Assert.Equal("the service api has no pool 'pgg'. Did you mean 'pg'?", Bad("db-query-unknown-pool"));
        Assert.Equal(
            "there is no database 'pg'. A pool connects to the database of its own name, or to another: "
                + "database: orders",
            Bad("db-pool-without-database"));
        Assert.Equal(
            "min 11 is more than max 10, as node-postgres has it: raise max, or lower min",
            Bad("db-pool-min-above-default-max"));
        Assert.Equal(
            "3 reserved slots of 3 leave none for users; the server refuses to start: raise max_connections",
            Bad("db-reserved-all"));
        Assert.Equal(
            "the PgBouncer of pg has pool_mode: statement, which refuses transactions of several statements: "
                + "use transaction, or query steps",
            Bad("db-transaction-in-statement-mode"));
        Assert.Equal(
            "the database pg has no PgBouncer: deploy it with pgbouncer, which may be {}",
            Bad("threshold-pgbouncer-absent"));
    }
}
