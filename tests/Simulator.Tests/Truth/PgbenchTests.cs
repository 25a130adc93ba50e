using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Truth.Pools;
using Xunit;

namespace Simulator.Tests.Truth;

/// <summary>The load generator of the recordings: one thread, which is part of what was measured.</summary>
public class PgbenchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void ReconnectingClientsConnectOneAfterTheOther(int clients) =>
        Assert.Equal(200, Run(clients, reconnects: true, connectMs: 5).Tps, 2.0);

    [Fact]
    public void AnAnswerIsReadWhenEveryClientThatMayBeginHasConnected()
    {
        // Whoever connected last is not answered yet when the others are read, and waits for their three connects;
        // the others wait for two and for one.
        var latencies = Run(clients: 4, reconnects: true, connectMs: 5).LatenciesMs;
        Assert.Equal(10, latencies.Average(), 0.3);
        Assert.All(latencies, ms => Assert.Equal(0, Math.Abs(ms - (5 * Math.Round(ms / 5))), 0.01));
        Assert.Equal([0, 5, 10, 15], latencies.Select(ms => 5 * (int)Math.Round(ms / 5)).Distinct().Order());
    }

    [Fact]
    public void ALoneClientsLatencyIsItsCycleWithoutTheConnect()
    {
        var kept = Run(clients: 1, reconnects: false, connectMs: 5, statementMs: 0.4, work: 2);
        Assert.Equal(1e3 / kept.Tps, kept.Percentile(50), 0.01);
        Assert.Equal(2.4, kept.Percentile(50), 0.01);
        var renewed = Run(clients: 1, reconnects: true, connectMs: 5, statementMs: 0.4, work: 2);
        Assert.Equal(2.4, renewed.Percentile(50), 0.01);
        Assert.Equal(1e3 / 7.4, renewed.Tps, 0.5);
    }

    [Fact]
    public void TheLinesOfAScriptAreOneTransaction()
    {
        Statement[] script = [Statement.Sleeping(Bench.Ms(3)), Statement.Sleeping(Bench.Ms(4))];
        var pgbench = Run(clients: 2, reconnects: false, connectMs: 1, script: script);
        Assert.All(pgbench.LatenciesMs, ms => Assert.Equal(7, ms, 0.01));
        Assert.Equal(2 / 0.007, pgbench.Tps, 2.0);
    }

    private static Pgbench Run(
        int clients, bool reconnects, double connectMs, double statementMs = 0, double work = 0,
        IReadOnlyList<Statement>? script = null)
    {
        // Cores enough that backends on their way out are in nobody's way.
        var machine = new RecordedMachine
        {
            Cores = 16, ConnectTrust = Bench.Ms(connectMs), StatementCpu = Bench.Ms(statementMs),
        };
        var bench = new Bench(machine);
        var pgbench = new Pgbench(bench, bench.Postgres(), script ?? [Statement.Burning(Bench.Ms(work))], clients);
        pgbench.Connect(reconnects);
        bench.RunUntil(500);
        Assert.True(pgbench.IsReady);
        pgbench.Start(Duration.FromSeconds(2));
        bench.RunUntil(60_000);
        return pgbench;
    }
}
