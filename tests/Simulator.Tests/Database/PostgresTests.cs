using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Database;

public class PostgresTests
{
    private readonly Lab _lab = new();

    [Theory]
    [InlineData(15, "remaining connection slots are reserved for non-replication superuser connections")]
    [InlineData(16, "remaining connection slots are reserved for roles with the SUPERUSER attribute")]
    public void OrdinaryUsersStopBeforeTheReservedSlots(int version, string message)
    {
        var postgres = _lab.Postgres(Lab.Free with { Version = version });
        for (var i = 0; i < 97; i++) _lab.Connect(postgres);
        DatabaseError? error = null;
        async SimTask Run() => error = (await postgres.Connect(Lab.App)).Error;
        _lab.Sim.Start(Run());
        Assert.Equal(("53300", message), (error!.SqlState, error.Message));
        for (var i = 0; i < 3; i++) _lab.Connect(postgres, Lab.App with { IsSuperuser = true });
        _lab.Sim.Start(Run());
        Assert.Equal("sorry, too many clients already", error.Message);
        Assert.Equal(100, postgres.Connections.Live);
    }

    [Fact]
    public void AStormOfConnectsTakesItsCpuTimeOverTheCores()
    {
        var postgres = _lab.Postgres(Lab.Free with { ConnectCost = Lab.Ms(4) });
        for (var i = 0; i < 40; i++) _lab.Sim.Start(Connect(postgres));
        _lab.RunUntil(79);
        Assert.InRange(postgres.Count(BackendState.Idle), 10, 39);
        _lab.RunUntil(81);
        Assert.Equal(40, postgres.Count(BackendState.Idle));
    }

    [Theory]
    [InlineData(0, 4, 3)]
    [InlineData(2, 44, 43)] // TCP's handshake, and the startup message with all that trust answers.
    [InlineData(6, 124, 43)] // TLS twice, and SCRAM's two messages; who is refused hears it after the startup message.
    public void ALoginFromAfarTakesItsRoundTrips(int trips, double loginMs, double refusalMs)
    {
        var postgres = _lab.Postgres(Lab.Free with
        {
            ConnectCost = Lab.Ms(4),
            RejectCost = Lab.Ms(3),
            RoundTrip = Lab.Ms(20),
            ConnectRoundTrips = trips,
            MaxConnections = 4,
        });
        double ended = 0;
        async SimTask Run()
        {
            await postgres.Connect(Lab.App);
            ended = _lab.NowMs;
        }

        _lab.Sim.Start(Run());
        _lab.RunUntil(1000);
        Assert.Equal(loginMs, ended, 1e-6);
        Assert.Equal(1, postgres.Count(BackendState.Idle));
        _lab.Sim.Start(Run());
        _lab.RunUntil(2000);
        Assert.Equal(refusalMs, ended - 1000, 1e-6);
        Assert.Equal(1, postgres.Connections.Live);
    }

    private static async SimTask Connect(Postgres postgres) => await postgres.Connect(Lab.App);

    [Theory]
    [InlineData(ClientLoss.ProcessDied, 0)]
    [InlineData(ClientLoss.SocketGone, 5_000)]
    [InlineData(ClientLoss.HostGone, 8_000)]
    public void AnIdleBackendGoesWhenItsKernelKnows(ClientLoss how, double afterMs)
    {
        var (postgres, connection) = WithKeepalives();
        var lost = _lab.NowMs - 100; // The login was the last that was heard.
        connection.Lose(how);
        if (afterMs > 0) Assert.Equal(1, Live(_lab.RunUntil(lost + afterMs - 1), postgres));
        Assert.Equal(0, Live(_lab.RunUntil(lost + afterMs + 101), postgres));
    }

    [Fact]
    public void AFrozenClientKeepsItsBackendForEver()
    {
        var (postgres, connection) = WithKeepalives();
        connection.Lose(ClientLoss.Frozen);
        Assert.Equal(1, Live(_lab.RunUntil(1e8), postgres));
    }

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(1_000, 1_000)]
    public void AQueryOutlivesItsClientUntilItsEndOrTheNextCheck(double checkMs, double goneMs)
    {
        var settings = new SessionSettings { ClientConnectionCheckInterval = Lab.Ms(checkMs) };
        var postgres = _lab.Postgres(Lab.Free with { Session = settings });
        var connection = _lab.Connect(postgres);
        _lab.Ask("q", connection, Statement.Sleeping(Lab.Ms(20_000)));
        _lab.RunUntil(500);
        connection.Lose(ClientLoss.ProcessDied);
        Assert.Equal(1, Live(_lab.RunUntil(100 + goneMs - 1), postgres));
        Assert.Equal(0, Live(_lab.RunUntil(100 + goneMs + 1), postgres));
        Assert.Equal(["q Connection terminated unexpectedly 500"], _lab.Log);
    }

    [Fact]
    public void AnUnacknowledgedResultStopsTheKeepalivesAndWaitsForRetransmissions()
    {
        Assert.Equal(924.6, new TcpLimits().RetransmissionGivesUp.TotalSeconds, 3);
        var (postgres, connection) = WithKeepalives();
        _lab.Ask("q", connection, Statement.Sleeping(Lab.Ms(3_000)));
        _lab.RunUntil(_lab.NowMs + 1);
        connection.Lose(ClientLoss.HostGone);
        Assert.Equal(1, Live(_lab.RunUntil(900_000), postgres));
        Assert.Equal(0, Live(_lab.RunUntil(930_000), postgres));
    }

    [Fact]
    public void AStatementTimeoutEndsTheStatementAndLeavesTheConnection()
    {
        var settings = new SessionSettings { StatementTimeout = Lab.Ms(300) };
        var postgres = _lab.Postgres(Lab.Free with { Session = settings });
        var connection = _lab.Connect(postgres);
        _lab.Ask("q", connection, Statement.Burning(Lab.Ms(5_000)));
        _lab.RunUntil(2_000);
        Assert.StartsWith(
            "q canceling statement due to statement timeout 4", _lab.Log.Single(), StringComparison.Ordinal);
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public void WhoWaitsForARowGetsItInTurnAndADeadHolderLetsGo()
    {
        var postgres = _lab.Postgres();
        var connections = Enumerable.Range(0, 3).Select(_ => _lab.Connect(postgres)).ToList();
        var first = _lab.NowMs;
        _lab.Ask("a", connections[0], new Statement { Lock = 1, Transaction = TransactionMark.Begin });
        _lab.Ask("b", connections[1], new Statement { Lock = 1, Sleep = Lab.Ms(10) });
        _lab.Ask("c", connections[2], new Statement { Lock = 1, Sleep = Lab.Ms(10) });
        _lab.RunUntil(first + 50);
        connections[0].Lose(ClientLoss.ProcessDied);
        _lab.RunUntil(first + 100);
        Assert.Equal([$"a ok {first}", $"b ok {first + 60}", $"c ok {first + 70}"], _lab.Log);
    }

    [Fact]
    public void CpuBoundThroughputIsFlatPastTheCores()
    {
        double Tps(int clients)
        {
            var lab = new Lab();
            var postgres = lab.Postgres();
            var done = 0;
            async SimTask Loop(IConnection connection)
            {
                while (lab.NowMs < 3_000)
                {
                    await connection.Query(Statement.Burning(Lab.Ms(1)));
                    done++;
                }
            }

            foreach (var connection in Enumerable.Range(0, clients).Select(_ => lab.Connect(postgres)).ToList())
                lab.Sim.Start(Loop(connection));
            var began = lab.NowMs;
            lab.RunUntil(4_000);
            return done / ((3_000 - began) / 1e3);
        }

        Assert.Equal(1_000, Tps(1), 10.0);
        Assert.Equal(2_000, Tps(2), 20.0);
        Assert.Equal(2_000, Tps(20), 40.0);
    }

    [Fact]
    public void ABackendThatAsksForLittleWaitsAtMostForATickOfEachOther()
    {
        // Slices of 0.7 ms end at the tick, every 4 ms; nobody who burns has the CPU twice before it had it once.
        var lab = new Lab(cpus: 1);
        var postgres = lab.Postgres();
        var hogs = Enumerable.Range(0, 4).Select(_ => lab.Connect(postgres)).ToList();
        var light = lab.Connect(postgres);
        foreach (var hog in hogs) lab.Ask("hog", hog, Statement.Burning(Lab.Ms(5_000)));
        List<double> latencies = [];
        async SimTask Light()
        {
            while (lab.NowMs < 3_000)
            {
                await lab.Sim.Delay(Lab.Ms(17));
                var asked = lab.NowMs;
                await light.Query(Statement.Burning(Lab.Ms(0.1)));
                latencies.Add(lab.NowMs - asked);
            }
        }

        lab.Sim.Start(Light());
        lab.RunUntil(3_100);
        Assert.InRange(latencies.Count, 100, 180);
        Assert.InRange(latencies.Max(), 4, (4 * 4) + 0.1);
    }

    [Fact]
    public void ABackendThatIsEndedAtWorkUsesItsCpuForItsEndAfterwards()
    {
        // One process has one thread: what it was at is over at the next look for interrupts, ten milliseconds apart.
        var postgres = _lab.Postgres(Lab.Free with { ExitCost = Lab.Ms(4) });
        var connection = _lab.Connect(postgres);
        var began = _lab.NowMs;
        _lab.Ask("q", connection, Statement.Burning(Lab.Ms(5_000)));
        _lab.RunUntil(began + 15);
        postgres.TerminateAll();
        Assert.Equal(1, Live(_lab.RunUntil(began + 23.9), postgres));
        Assert.Equal(0, Live(_lab.RunUntil(began + 24.1), postgres));
    }

    [Fact]
    public void TheScalabilityLawIsWhatSharedWorkFollows()
    {
        var law = new Contention(0.5, 0.1);
        Assert.Equal(1, law.Inflation(1));
        Assert.Equal(1 + 1.5 + 1.2, law.Inflation(4), 12);
    }

    private (Postgres Postgres, IConnection Connection) WithKeepalives()
    {
        var tcp = new TcpLimits
        {
            KeepaliveIdle = Lab.Ms(5_000), KeepaliveInterval = Lab.Ms(1_000), KeepaliveCount = 3,
        };
        var postgres = _lab.Postgres(Lab.Free with { Session = new SessionSettings { Tcp = tcp } });
        return (postgres, _lab.Connect(postgres));
    }

    private static long Live(Lab _, Postgres postgres) => postgres.Connections.Live;
}
