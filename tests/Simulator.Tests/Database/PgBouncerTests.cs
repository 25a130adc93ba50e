using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Database;

public class PgBouncerTests
{
    private readonly Lab _lab = new();
    private readonly Postgres _postgres;

    public PgBouncerTests() => _postgres = _lab.Postgres(Lab.Free with { ConnectCost = Lab.Ms(5) });

    [Fact]
    public void ServersAreLoggedInOneAfterTheOther()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 10 });
        Ask(bouncer, 50, 1_000);
        Assert.InRange(At(27, bouncer).SvActive, 4, 5);
        Assert.Equal((10, 40), (At(60, bouncer).SvActive, bouncer.ShowPools().ClWaiting));
    }

    [Fact]
    public void EveryPairOfDatabaseAndUserHasAPoolOfItsOwn()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 2 });
        foreach (var user in (string[])["a", "b", "c"])
            for (var i = 0; i < 5; i++) Ask(bouncer, 1, 1_000, Lab.App with { User = user });
        Assert.Equal(6, At(100, bouncer).SvActive);
    }

    [Fact]
    public void MaxDbConnectionsBoundsAllPoolsOfADatabaseAndEvictsTheLongestIdle()
    {
        var bouncer = With(Lab.Pooler with { MaxDbConnections = 2 });
        Ask(bouncer, 2, 10, Lab.App with { User = "a" });
        Assert.Equal(2, At(100, bouncer).SvIdle);
        Ask(bouncer, 5, 10, Lab.App with { User = "b" });
        _lab.RunUntil(1_000);
        Assert.Equal(7, _lab.Log.Count(l => l.Contains("ok", StringComparison.Ordinal)));
        Assert.Equal(2, bouncer.Servers.Live);
    }

    [Fact]
    public void ATransactionHoldsItsServerAndAStatementBetweenTransactionsDoesNot()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 1 });
        var (a, b) = (_lab.Connect(bouncer), _lab.Connect(bouncer));
        var began = _lab.NowMs;
        _lab.Ask("a", a, new Statement { Transaction = TransactionMark.Begin });
        _lab.RunUntil(began + 10);
        _lab.Ask("b", b, new Statement());
        _lab.RunUntil(began + 100);
        Assert.Single(_lab.Log);
        _lab.Ask("a", a, new Statement { Transaction = TransactionMark.End });
        _lab.RunUntil(began + 101);
        Assert.Equal(["a", "a", "b"], _lab.Log.Select(l => l[..1]).Order());
    }

    [Fact]
    public void SessionModeHoldsTheServerUntilTheClientLeaves()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 1, PoolMode = PoolMode.Session });
        var (a, b) = (_lab.Connect(bouncer), _lab.Connect(bouncer));
        _lab.Ask("a", a, new Statement());
        _lab.RunUntil(_lab.NowMs + 10);
        _lab.Ask("b", b, new Statement());
        _lab.RunUntil(_lab.NowMs + 1_000);
        Assert.Single(_lab.Log);
        a.Close();
        _lab.RunUntil(_lab.NowMs + 10);
        Assert.Equal(2, _lab.Log.Count);
    }

    [Fact]
    public void StatementModeRefusesTransactions()
    {
        var bouncer = With(Lab.Pooler with { PoolMode = PoolMode.Statement });
        var client = _lab.Connect(bouncer);
        _lab.Ask("a", client, new Statement { Transaction = TransactionMark.Begin });
        _lab.RunUntil(_lab.NowMs + 10);
        Assert.Contains("transaction blocks not allowed", _lab.Log.Single(), StringComparison.Ordinal);
        Assert.False(client.IsOpen);
    }

    [Fact]
    public void QueryWaitTimeoutComesWithTheJanitor()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 1, QueryWaitTimeout = Lab.Ms(2_000) });
        Ask(bouncer, 2, 60_000);
        _lab.RunUntil(10_000);
        Assert.Equal(["query_wait_timeout 2333"], _lab.Log);
    }

    [Fact]
    public void TheReserveOpensWhenTheFirstWaiterIsOldEnough()
    {
        var bouncer = With(Lab.Pooler with
        {
            DefaultPoolSize = 2, ReservePoolSize = 2, ReservePoolTimeout = Lab.Ms(1_000),
        });
        Ask(bouncer, 10, 5_000);
        Assert.Equal(2, At(990, bouncer).SvActive);
        bouncer.ShowPools();
        Assert.Equal(4, At(1_400, bouncer).SvActive);
    }

    [Fact]
    public void ThePoolSizeIsNoCapOnBackendsWhenClientsAreKilledInTheirQueries()
    {
        var bouncer = With(Lab.Pooler with { DefaultPoolSize = 5 });
        for (var wave = 1; wave <= 3; wave++)
        {
            var clients = Enumerable.Range(0, 5).Select(_ => _lab.Connect(bouncer)).ToList();
            foreach (var client in clients) _lab.Ask("q", client, Statement.Sleeping(Lab.Ms(60_000)));
            _lab.RunUntil(_lab.NowMs + 100);
            Assert.Equal((5, 5 * wave), (bouncer.ShowPools().SvActive, _postgres.Count(BackendState.Active)));
            foreach (var client in clients) client.Lose(ClientLoss.ProcessDied);
            Assert.Equal(0, bouncer.ShowPools().SvActive);
        }

        _lab.RunUntil(70_000);
        Assert.Equal(0, _postgres.Connections.Live);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 10)]
    public void LifoLetsServersGoIdleAndRoundRobinNever(bool roundRobin, int left)
    {
        var bouncer = With(Lab.Pooler with
        {
            DefaultPoolSize = 10, ServerIdleTimeout = Lab.Ms(3_000), ServerRoundRobin = roundRobin,
        });
        Ask(bouncer, 10, 200);
        _lab.RunUntil(1_000);
        var client = _lab.Connect(bouncer);
        for (var at = 1_100.0; at < 8_000; at += 50)
        {
            _lab.RunUntil(at);
            _lab.Ask("serial", client, new Statement());
        }

        Assert.Equal(left, bouncer.Servers.Live);
    }

    [Theory]
    [InlineData(22, PgBouncerSignal.Term, 100.0)]
    [InlineData(23, PgBouncerSignal.Term, 2_333.3)]
    [InlineData(23, PgBouncerSignal.Int, 1_333.3)]
    [InlineData(23, PgBouncerSignal.Quit, 100.0)]
    public void WhatATermMeansChangedIn123(int minor, PgBouncerSignal signal, double exitsAtMs)
    {
        var bouncer = With(Lab.Pooler with { Version = new Version(1, minor) });
        var client = _lab.Connect(bouncer);
        _lab.Ask("q", client, Statement.Sleeping(Lab.Ms(1_000)));
        bouncer.Signal(signal);
        _lab.RunUntil(2_000);
        client.Close();
        _lab.RunUntil(5_000);
        Assert.Equal(exitsAtMs, bouncer.ExitedAt!.Value.TotalSeconds * 1e3, 0.5);
        Assert.Equal((0L, 0L), (bouncer.Clients.Live, bouncer.Servers.Live));
    }

    [Fact]
    public void ItsOneThreadIsThrottledLikeAnyOther()
    {
        double Done(double quotaMs)
        {
            var lab = new Lab();
            var limit = new Simulator.Models.Cpu.CfsQuota(Lab.Ms(quotaMs), Lab.Ms(100), Duration.Zero);
            var group = lab.Node.CreateGroup("pgbouncer", limit, 1024, Duration.Zero);
            var bouncer = new PgBouncer(lab.Sim, Lab.Pooler with { MessageCost = Lab.Ms(1) }, lab.Postgres(), group);
            var client = lab.Connect(bouncer);
            var count = 0;
            async SimTask Loop()
            {
                while (lab.NowMs < 10_100)
                {
                    await client.Query(new Statement());
                    count++;
                }
            }

            lab.Sim.Start(Loop());
            lab.RunUntil(10_100);
            return count;
        }

        Assert.InRange(Done(100), 4_500, 5_100);
        Assert.InRange(Done(10), 450, 600);
    }

    private PgBouncer With(PgBouncerOptions options) => _lab.PgBouncer(options, _postgres);

    private PoolCounts At(double ms, PgBouncer bouncer)
    {
        _lab.RunUntil(ms);
        return bouncer.ShowPools();
    }

    private void Ask(PgBouncer bouncer, int clients, double ms, Login? login = null)
    {
        async SimTask One()
        {
            if ((await bouncer.Connect(login ?? Lab.App)).Connection is not { } connection) return;
            var error = await connection.Query(Statement.Sleeping(Lab.Ms(ms)));
            _lab.Log.Add($"{error?.Message ?? "ok"} {_lab.NowMs:0}");
        }

        for (var i = 0; i < clients; i++) _lab.Sim.Start(One());
    }
}
