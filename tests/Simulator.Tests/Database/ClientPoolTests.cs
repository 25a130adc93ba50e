using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Database;

public class ClientPoolTests
{
    private readonly Lab _lab = new();

    private ClientPool Pool(PoolOptions options, double connectMs = 0) =>
        _lab.Pool(options, _lab.Postgres(Lab.Free with { ConnectCost = Lab.Ms(connectMs) }));

    [Fact]
    public void NodePostgresOpensOneForEachCallerUpToItsMaximumAndThenQueues()
    {
        var pool = Pool(PoolOptions.NodePostgres with { Max = 3 }, connectMs: 4);
        for (var i = 0; i < 5; i++) _lab.Hold($"{i}", pool, 100);
        Assert.Equal((3, 2), (pool.Total, pool.Waiting));
        _lab.RunUntil(500);
        Assert.Equal((3, 3, 0), (pool.Total, pool.Idle, pool.Waiting));
        Assert.Equal(["3", "4"], _lab.Log.Skip(3).Select(l => l[..1]));
    }

    [Fact]
    public void ACallerWaitsForItsOwnConnectThoughAnotherConnectionIsFree()
    {
        var pool = Pool(PoolOptions.NodePostgres, connectMs: 50);
        _lab.Hold("a", pool, 10);
        _lab.RunUntil(55);
        _lab.Hold("b", pool, 10); // a gives its connection back at 60.
        _lab.RunUntil(300);
        Assert.Equal(["a #0 50", "b #1 105"], _lab.Log);
        Assert.Equal(2, pool.Total);
    }

    [Fact]
    public void LastInFirstOutKeepsOneConnectionBusyAndLetsTheOthersTimeOut()
    {
        var pool = Pool(PoolOptions.NodePostgres);
        for (var i = 0; i < 10; i++) _lab.Hold($"{i}", pool, 100);
        for (var at = 1_000.0; at < 20_000; at += 200)
        {
            _lab.RunUntil(at);
            _lab.Hold("serial", pool, 5);
        }

        Assert.Equal(1, pool.Total);
        Assert.Equal(0, Total(_lab.RunUntil(35_000), pool));
    }

    private static int Total(Lab _, ClientPool pool) => pool.Total;

    [Fact]
    public void FirstInFirstOutKeepsAllOfThemForAsLongAsEachIsUsedWithinTheTimeout()
    {
        var pool = Pool(PoolOptions.NodePostgres with { IdleOrder = IdleOrder.Fifo });
        for (var i = 0; i < 10; i++) _lab.Hold($"{i}", pool, 100);
        for (var at = 1_000.0; at < 20_000; at += 200)
        {
            _lab.RunUntil(at);
            _lab.Hold("serial", pool, 5);
        }

        Assert.Equal(10, pool.Total);
    }

    [Fact]
    public void EndLetsTheHolderFinishAndNeverSettlesWhoQueues()
    {
        var pool = Pool(PoolOptions.NodePostgres with { Max = 1 });
        _lab.Hold("holder", pool, 1_000);
        _lab.Hold("queued", pool, 1);
        _lab.RunUntil(10);
        async SimTask End()
        {
            await pool.End();
            _lab.Log.Add($"ended {_lab.NowMs:0}");
        }

        _lab.Sim.Start(End());
        _lab.Hold("late", pool, 1);
        _lab.RunUntil(60_000);
        Assert.Equal(
            ["holder #0 0", "late Cannot use a pool after calling end on the pool 10", "ended 1000"], _lab.Log);
        Assert.Equal((1, 0L), (pool.Abandoned, pool.Connections.Live));
    }

    [Fact]
    public void OtherPoolsTellTheirWaitersThatTheyHaveEnded()
    {
        var pool = Pool(PoolOptions.Npgsql with { Max = 1 });
        _lab.Hold("holder", pool, 1_000);
        _lab.Hold("queued", pool, 1);
        _lab.RunUntil(10);
        _ = pool.End();
        _lab.RunUntil(20);
        Assert.Equal("queued The data source has been disposed 10", _lab.Log[^1]);
    }

    [Fact]
    public void TheAcquireTimeoutCountsInTheQueueAndInTheConnect()
    {
        var options = PoolOptions.NodePostgres with { Max = 1, AcquireTimeout = Lab.Ms(30) };
        var pool = Pool(options, connectMs: 40);
        _lab.Hold("own", pool, 10);
        _lab.Hold("queued", pool, 10);
        _lab.RunUntil(1_000);
        Assert.Equal(
        [
            "own Connection terminated due to connection timeout 30",
            "queued timeout exceeded when trying to connect 30",
        ], _lab.Log);
        Assert.Equal((0, 0, 0L), (pool.Total, pool.Waiting, pool.Connections.Live));
    }

    [Fact]
    public void HikariIsFullFromTheStartAndOpensOneConnectionAfterTheOther()
    {
        var pool = Pool(PoolOptions.Hikari, connectMs: 10);
        _lab.RunUntil(55);
        Assert.Equal(5, pool.Idle);
        _lab.RunUntil(3_600_000);
        Assert.Equal(10, pool.Total);
        Assert.True(pool.Connections.Opened > 10, "after half an hour connections are replaced");
    }

    [Fact]
    public void SqlAlchemyClosesItsOverflowOnReturn()
    {
        var pool = Pool(PoolOptions.SqlAlchemy);
        for (var i = 0; i < 20; i++) _lab.Hold($"{i}", pool, 100);
        Assert.Equal((15, 5), (pool.Total, pool.Waiting));
        _lab.RunUntil(1_000);
        Assert.Equal((5, 5), (pool.Total, pool.Idle));
    }

    [Fact]
    public void NpgsqlPrunesTheMedianOfItsIdleConnections()
    {
        var pool = Pool(PoolOptions.Npgsql with { Max = 20 });
        for (var i = 0; i < 20; i++) _lab.Hold($"{i}", pool, 100);
        Assert.Equal(20, Total(_lab.RunUntil(299_000), pool));
        Assert.Equal(0, Total(_lab.RunUntil(301_000), pool));
    }

    [Fact]
    public void JitterSpreadsTheEndsOfConnectionsThatWereOpenedTogether()
    {
        var steady = Pool(PoolOptions.Hikari with { LifetimeJitter = 0 });
        var spread = Pool(PoolOptions.Hikari);
        _lab.RunUntil(1_799_000);
        var (before, jittered) = (steady.Connections.Closed, spread.Connections.Closed);
        _lab.RunUntil(1_801_000);
        Assert.Equal((0L, 10L), (before, steady.Connections.Closed));
        Assert.InRange(jittered, 5, 10);
    }
}
