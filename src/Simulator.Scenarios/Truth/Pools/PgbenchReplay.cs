using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

internal readonly record struct PgbenchResult(
    double Tps, double P50, double P99, double Mean, double Waiting, double Active);

/// <summary>Runs a recorded load on the rebuilt machine; PgBouncer's servers are there before it begins.</summary>
internal static class PgbenchReplay
{
    private static readonly Duration SamplingPeriod = Duration.FromMilliseconds(50);

    public static PgbenchResult Run(PgbenchLoad load, RecordedMachine machine, int replication)
    {
        var bench = new Bench(machine, replication);
        var options = bench.PostgresOptions with { Overhead = machine.Overhead };
        var (database, pooler) = Connect(bench, load, options);
        if (pooler is not null) WarmUp(bench, pooler, load.Pool!.Value);
        var pgbench = new Pgbench(bench, database, load.Script, load.Clients);
        var began = bench.NowMs;
        pgbench.Connect();
        // The recorder watched from here on.
        var samples = Sample(bench, pooler, load.ConnectSeconds);
        // In session mode only a pool's worth of clients is served, but all of them are let in.
        while (!pgbench.IsReady && bench.NowMs < began + 60_000) bench.RunUntil(bench.NowMs + 10);
        var stop = Duration.FromSeconds(load.BeginsForSeconds);
        if (load.Rate is { } rate) pgbench.StartAt(Arrivals(bench, load, rate, stop), stop);
        else pgbench.Start(stop);
        samples.AddRange(Sample(bench, pooler, load.LengthSeconds));
        bench.RunUntil(bench.NowMs + 60_000);
        return new PgbenchResult(pgbench.Tps, pgbench.Percentile(50), pgbench.Percentile(99),
            pgbench.LatenciesMs.DefaultIfEmpty().Average(),
            samples.Select(s => (double)s.ClWaiting).DefaultIfEmpty().Average(),
            samples.Select(s => (double)s.SvActive).DefaultIfEmpty().Average());
    }

    private static (IDatabase Database, PgBouncer? Pooler) Connect(
        Bench bench, PgbenchLoad load, PostgresOptions options)
    {
        if (load.Pool is not { } size) return (bench.Postgres(options), null);
        var pooler = bench.PgBouncer(
            bench.PgBouncerOptions with
            {
                DefaultPoolSize = size,
                PoolMode = load.IsSession ? PoolMode.Session : PoolMode.Transaction,
            },
            bench.Postgres(options with { RoundTrip = Duration.Zero, MaxConnections = Math.Max(100, size + 4) }));
        return (pooler, pooler);
    }

    private static void WarmUp(Bench bench, PgBouncer pooler, int size)
    {
        var sleep = bench.Machine.ConnectTrust * (2 * size);
        for (var i = 0; i < size; i++) bench.Sim.Start(Once(pooler, Statement.Sleeping(sleep)));
        while (pooler.ShowPools() is var pools && (pools.SvIdle < size || pools.ClActive > 0))
            bench.RunUntil(bench.NowMs + 10);
    }

    private static async SimTask Once(PgBouncer pooler, Statement statement)
    {
        if ((await pooler.Connect(Bench.App)).Connection is not { } connection) return;
        await connection.Query(statement);
        connection.Close();
    }

    /// <summary>
    /// Poisson; where the recorded number lies within three standard deviations of the rate's, it is the lot that fell,
    /// and the arrivals are that many at random times.
    /// </summary>
    private static List<Duration> Arrivals(Bench bench, PgbenchLoad load, double rate, Duration length)
    {
        var stream = bench.Sim.Stream("arrivals");
        var expected = rate * length.TotalSeconds;
        if (Math.Abs(load.Transactions - expected) < 3 * Math.Sqrt(expected))
        {
            return
            [
                .. Enumerable.Range(0, load.Transactions)
                    .Select(_ => Duration.FromNanoseconds(length.Nanoseconds * stream.NextDouble()))
                    .Order(),
            ];
        }

        var arrivals = new List<Duration>();
        var at = Duration.Zero;
        while ((at += stream.NextExponential(Duration.FromSeconds(1 / rate))) < length) arrivals.Add(at);
        return arrivals;
    }

    private static List<PoolCounts> Sample(Bench bench, PgBouncer? pooler, double seconds)
    {
        var samples = new List<PoolCounts>();
        var end = bench.Sim.Now + Duration.FromSeconds(seconds);
        while (bench.Sim.Now + SamplingPeriod <= end)
        {
            bench.Sim.RunUntil(bench.Sim.Now + SamplingPeriod);
            if (pooler is not null) samples.Add(pooler.ShowPools());
        }

        return samples;
    }
}
