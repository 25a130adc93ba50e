using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Database;

/// <summary>Updates of one row: who waits, who is woken, and what it costs.</summary>
public class RowTests
{
    private readonly Lab _lab = new();

    [Fact]
    public void TheFirstInTurnHasItWhenTheOtherCommitsAndTheOtherWaitersAfterEachOther()
    {
        var (connections, first) = Connect(4);
        _lab.Ask("a", connections[0], Update(1) with { Transaction = TransactionMark.Begin });
        _lab.RunUntil(first + 10);
        for (var i = 1; i < 4; i++) _lab.Ask($"{(char)('a' + i)}", connections[i], Update(1, cpuMs: 10));
        _lab.RunUntil(first + 50);
        _lab.Ask("commit", connections[0], new Statement { Transaction = TransactionMark.End });
        _lab.RunUntil(first + 200);
        Assert.Equal(
            [
                $"a ok {first}", $"commit ok {first + 50}",
                $"b ok {first + 60}", $"c ok {first + 70}", $"d ok {first + 80}",
            ],
            _lab.Log);
    }

    [Fact]
    public void ARowOfAClientThatDiesIsTakenAtOnceAndIsAsItWas()
    {
        var (connections, first) = Connect(2);
        _lab.Ask("a", connections[0], Update(1) with { Transaction = TransactionMark.Begin });
        _lab.RunUntil(first + 10);
        _lab.Ask("b", connections[1], Update(1, cpuMs: 5));
        _lab.RunUntil(first + 40);
        connections[0].Lose(ClientLoss.ProcessDied);
        _lab.RunUntil(first + 100);
        Assert.Equal([$"a ok {first}", $"b ok {first + 45}"], _lab.Log);
    }

    [Fact]
    public void WhoTimesOutWhileItWaitsLeavesTheQueueInOrder()
    {
        var (connections, first) = Connect(1);
        var hasty = Lab.App with { Settings = new SessionSettings { StatementTimeout = Lab.Ms(20) } };
        var postgres = _postgres!;
        var (timesOut, patient) = (_lab.Connect(postgres, hasty), _lab.Connect(postgres));
        first = _lab.NowMs;
        _lab.Ask("a", connections[0], Update(1) with { Transaction = TransactionMark.Begin });
        _lab.RunUntil(first + 10);
        _lab.Ask("hasty", timesOut, Update(1));
        _lab.Ask("patient", patient, Update(1));
        _lab.RunUntil(first + 50);
        _lab.Ask("commit", connections[0], new Statement { Transaction = TransactionMark.End });
        _lab.RunUntil(first + 100);
        Assert.Equal(
            [
                $"a ok {first}", $"hasty {DatabaseError.StatementTimeout.Message} {first + 30}",
                $"commit ok {first + 50}", $"patient ok {first + 50}",
            ],
            _lab.Log);
    }

    [Fact]
    public void ADeadlockEndsAfterItsTimeoutAndOneOfTheTwoGoesOn()
    {
        var (connections, first) = Connect(2);
        _lab.Ask("a1", connections[0], Update(1) with { Transaction = TransactionMark.Begin });
        _lab.Ask("b2", connections[1], Update(2) with { Transaction = TransactionMark.Begin });
        _lab.RunUntil(first + 10);
        _lab.Ask("a2", connections[0], Update(2));
        _lab.RunUntil(first + 20);
        _lab.Ask("b1", connections[1], Update(1));
        _lab.RunUntil(first + 2_000);
        // a has waited for a second first, and finds the circle.
        Assert.Equal(
            [$"a1 ok {first}", $"b2 ok {first}", $"a2 deadlock detected {first + 1_010}", $"b1 ok {first + 1_010}"],
            _lab.Log);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void OneRowForAllIsSlowerThanARowForEach(int clients)
    {
        var (own, shared) = (Tps(clients, isShared: false), Tps(clients, isShared: true));
        Assert.True(shared < 0.7 * own, $"{shared} of {own}");
    }

    [Fact]
    public void TheMoreWaitForARowTheLessIsDone()
    {
        var (few, more, many) = (Tps(4, isShared: true), Tps(16, isShared: true), Tps(64, isShared: true));
        Assert.True(more < 0.9 * few && many < 0.8 * more, $"{few} {more} {many}");
    }

    private Postgres? _postgres;

    private (List<IConnection> Connections, double NowMs) Connect(int count)
    {
        _postgres = _lab.Postgres();
        var connections = Enumerable.Range(0, count).Select(_ => _lab.Connect(_postgres)).ToList();
        return (connections, _lab.NowMs);
    }

    private static Statement Update(long row, double cpuMs = 0) => new() { Row = row, Cpu = Lab.Ms(cpuMs) };

    /// <summary>Transactions of two statements of 50 µs, an update and the end.</summary>
    private static double Tps(int clients, bool isShared)
    {
        var lab = new Lab();
        var postgres = lab.Postgres();
        var connections = Enumerable.Range(0, clients).Select(_ => lab.Connect(postgres)).ToList();
        var (done, begin) = (0, lab.NowMs);
        async SimTask Loop(IConnection connection, long row)
        {
            while (lab.NowMs < begin + 500)
            {
                await connection.Query(Update(row, 0.05) with { Transaction = TransactionMark.Begin });
                await connection.Query(new Statement { Cpu = Lab.Ms(0.05), Transaction = TransactionMark.End });
                done++;
            }
        }

        for (var i = 0; i < clients; i++) lab.Sim.Start(Loop(connections[i], isShared ? 0 : i));
        lab.RunUntil(begin + 1_000);
        return done * 2;
    }
}
