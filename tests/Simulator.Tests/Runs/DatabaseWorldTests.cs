using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

public class DatabaseWorldTests
{
    private static readonly PostgresOptions SlowLogin =
        DatabaseSketch.Free with { ConnectCost = Duration.FromMilliseconds(4) };

    private static Sketch Burst(int size, Sketch sketch) => sketch with
    {
        Arrival = Sketch.Batch(size, everySeconds: 100, firstSeconds: 1),
        Seconds = 20,
    };

    private static double Ms(RequestRow row, TimePart part) => Math.Round(row.Time[part].TotalMilliseconds, 3);

    [Fact]
    public void EveryCallerOfABurstThatFitsOpensItsOwnConnectionAndTheRestWaitForOne()
    {
        var rows = Burst(12, DatabaseSketch.Sketch(DatabaseSketch.Pool(10), SlowLogin) with
        {
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(50))],
        }).Run().Requests;

        // Ten logins of 4 ms on two cores.
        Assert.All(rows.Take(10), r => Assert.InRange(Ms(r, TimePart.Connect), 4, 21));
        Assert.All(rows.Take(10), r => Assert.Equal(0, Ms(r, TimePart.PoolWait)));
        Assert.All(rows.Skip(10), r => Assert.Equal(0, Ms(r, TimePart.Connect)));
        Assert.All(rows.Skip(10), r => Assert.InRange(Ms(r, TimePart.PoolWait), 54, 71));
        Assert.All(rows, r => Assert.Equal(50, Ms(r, TimePart.Query)));
    }

    [Fact]
    public void ATransactionIsARoundTripForEachStatementOnOneConnection()
    {
        var result = Burst(1, DatabaseSketch.Sketch(
            DatabaseSketch.Pool(1), DatabaseSketch.Free with { RoundTrip = Duration.FromMilliseconds(2) }) with
        {
            Steps =
            [
                DatabaseSketch.Transaction(
                    DatabaseSketch.Statement(5), DatabaseSketch.Pause(7), DatabaseSketch.Pause(3, isCpu: true),
                    DatabaseSketch.Statement(1)),
            ],
        }).Run();

        var row = Assert.Single(result.Requests);
        // BEGIN, two statements, COMMIT.
        Assert.Equal((14.0, 7.0, 3.0), (Ms(row, TimePart.Query), Ms(row, TimePart.Waited), Ms(row, TimePart.Running)));
        Assert.Equal(4, result.Pg().Statements.Sum());
        Assert.Equal(Duration.FromMilliseconds(3), row.CpuTime);
    }

    [Fact]
    public void ALockMakesTransactionsStandInLineAndItsNameIsTheDatabases()
    {
        var rows = Burst(3, DatabaseSketch.Sketch(DatabaseSketch.Pool(3)) with
        {
            Steps = [DatabaseSketch.Transaction(DatabaseSketch.Statement(10, "row"), DatabaseSketch.Statement(10))],
        }).Run().Requests;

        Assert.Equal([20.0, 40.0, 60.0], rows.Select(r => Ms(r, TimePart.Query)).Order());
    }

    [Fact]
    public void ThePoolsPatienceEndsInAPoolTimeoutAndFullSlotsInADatabaseError()
    {
        var full = DatabaseSketch.Free with { MaxConnections = 5 };
        var pool = DatabaseSketch.Pool(4) with { AcquireTimeout = Duration.FromMilliseconds(100) };
        var result = Burst(6, DatabaseSketch.Sketch(pool, full) with
        {
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(500))],
        }).Run();

        // Two slots are left for users beside the three of superusers; two more were refused at once, and whoever
        // queued behind them.
        var outcomes = result.Clients["web"].Outcomes;
        Assert.Equal((2L, 4L), (outcomes["ok"], outcomes["database_error"]));
        Assert.False(outcomes.ContainsKey("pool_timeout"));
        Assert.Equal(4, result.Pg().Rejected);
        var error = Assert.Single(result.Pg().Errors);
        Assert.Equal(("53300", 4L), (error.SqlState, error.Count));

        var patient = Burst(6, DatabaseSketch.Sketch(pool) with
        {
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(500))],
        }).Run();
        Assert.Equal(2, patient.Clients["web"].Outcomes["pool_timeout"]);
        Assert.Equal(2, patient.Pool().Timeouts);
        Assert.Empty(patient.Pg().Errors);
    }

    [Fact]
    public void AStatementOutOfTimeIsRolledBackAndKeepsItsConnection()
    {
        var strict = DatabaseSketch.Free with
        {
            Session = new SessionSettings { StatementTimeout = Duration.FromMilliseconds(20) },
        };
        var result = Burst(1, DatabaseSketch.Sketch(DatabaseSketch.Pool(1), strict) with
        {
            Steps = [DatabaseSketch.Transaction(DatabaseSketch.Statement(50), DatabaseSketch.Statement(1))],
        }).Run();

        Assert.Equal("57014", Assert.Single(result.Pg().Errors).SqlState);
        Assert.Equal(3, result.Pg().Statements.Sum()); // BEGIN, the cancelled one, ROLLBACK.
        Assert.Equal(1, result.Pool().All.Total.Maxima.Max());
    }

    [Fact]
    public void ARequestWhoseClientGaveUpKeepsItsConnectionToTheQuerysEnd()
    {
        var result = Burst(2, DatabaseSketch.Sketch(DatabaseSketch.Pool(1)) with
        {
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(1_000))],
            TimeoutMs = 100,
        }).Run();

        Assert.Equal(2, result.Clients["web"].Outcomes["timeout"]);
        Assert.Equal([1_000.0, 2_000.0], result.Requests.Select(r => r.ServerLatency.TotalMilliseconds).Order());
    }

    [Fact]
    public void PgBouncerCapsTheBackendsAndMovesTheQueue()
    {
        Sketch With(PgBouncerOptions? pooler) => DatabaseSketch.Sketch(DatabaseSketch.Pool(10), pooler: pooler) with
        {
            Nodes = 1,
            Replicas = 4,
            Concurrency = 60,
            Steps = [DatabaseSketch.Query(DatabaseSketch.Exponential(20))],
        };
        var direct = With(null).Run();
        var pooled = With(DatabaseSketch.FreePooler with { DefaultPoolSize = 5 }).Run();

        Assert.Equal((40.0, 40.0), (direct.Pg().Connections.Max, direct.Pool().All.Total.Max));
        Assert.Null(direct.Pg().PgBouncer);
        var pooler = pooled.Pg().PgBouncer!;
        Assert.Equal((5.0, 5.0), (pooled.Pg().Connections.Max, pooler.Servers.Max));
        Assert.Equal((40.0, 40.0), (pooler.Clients.Max, pooled.Pool().All.Total.Max));
        Assert.Equal(35, pooler.Waiting.Mean, 1e-9); // Of 40 callers five are served.
        Assert.InRange(Assert.Single(pooler.Replicas).MaxWait, 0.1, 2);
    }

    [Fact]
    public void ReplicasOfPgBouncerEachHaveAPoolAndALimitOfClients()
    {
        var sketch = DatabaseSketch.Sketch(DatabaseSketch.Pool(100));
        var database = sketch.Databases["pg"] with
        {
            PgBouncer = new PgBouncerSpec
            {
                Replicas = 2,
                Options = DatabaseSketch.FreePooler with { DefaultPoolSize = 3, MaxClientConn = 20 },
            },
        };
        var result = Burst(100, sketch with
        {
            Databases = NameMap.Of(("pg", database)),
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(20))],
        }).Run();

        Assert.Equal((40.0, 6.0), (result.Pg().PgBouncer!.Clients.Max, result.Pg().Connections.Max));
        var refusal = Assert.Single(result.Pg().Errors);
        Assert.Equal(
            ("08P01", "no more connections allowed (max_client_conn)", 60L),
            (refusal.SqlState, refusal.Message, refusal.Count));
        Assert.Equal(["pg-pgbouncer-0", "pg-pgbouncer-1"], result.Pg().PgBouncer!.Replicas.Select(r => r.Name));
    }

    [Fact]
    public void AThrottledPgBouncerIsTheBottleneckAndHasItsCpuAccount()
    {
        var sketch = DatabaseSketch.Sketch(DatabaseSketch.Pool(50));
        var limited = new PgBouncerSpec
        {
            Resources = new ResourcesSpec { Limits = new ResourceListSpec { Cpu = new CpuQuantity(100) } },
            Options = DatabaseSketch.FreePooler with { MessageCost = Duration.FromMilliseconds(1) },
        };
        var result = (sketch with
        {
            Databases = NameMap.Of(("pg", new DatabaseSpec { Postgres = DatabaseSketch.Free, PgBouncer = limited })),
            Concurrency = 20,
            Seconds = 60,
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(1))],
        }).Run();

        // A tenth of a CPU, two milliseconds a query.
        Assert.InRange(result.Services["pg-pgbouncer"].Completed.Sum() / 60.0, 48, 52);
        var cpu = result.Services["pg-pgbouncer"].Pods.Single().Cpu;
        Assert.InRange(cpu.Sum(c => c.UsageNs) / 60e9, 0.098, 0.102);
        Assert.True(cpu.Sum(c => c.NrThrottled) > 500);
    }

    [Fact]
    public void TheDatabasesCoresAreSharedByQueriesAndLogins()
    {
        var result = (DatabaseSketch.Sketch(DatabaseSketch.Pool(20)) with
        {
            Concurrency = 20,
            Seconds = 30,
            Steps = [DatabaseSketch.Query(DatabaseSketch.Ms(0), DatabaseSketch.Ms(5))],
        }).Run();

        // Two cores, 5 ms each.
        Assert.InRange(result.Services["pg"].Completed.Sum() / 30.0, 395, 401);
    }

    [Fact]
    public void ADatabaseThatNobodyAsksShiftsNobodysChances()
    {
        var alone = new Sketch { Steps = [Sketch.ExponentialCpu(3)], Arrival = Sketch.Poisson(50) };
        var beside = alone with
        {
            Databases = NameMap.Of(("pg", new DatabaseSpec())),
            Pools = NameMap.Of(("pg", DatabaseSketch.Pool(10, PoolLibrary.Hikari))),
        };

        Assert.Equal(alone.Run().Requests, beside.Run().Requests);
        Assert.Equal(10, beside.Run().Pg().Connections.Max);
    }
}
