using Simulator.Kernel;
using Simulator.Models.Database;
using Xunit;

namespace Simulator.Tests.Runs;

/// <summary>A whole scenario with a pool is the queue of the textbooks.</summary>
public class DatabaseTheoryTests
{
    private const int Users = 12, Connections = 3;
    private const double ThinkMs = 20, ServiceMs = 10;

    private static readonly Sketch Closed =
        DatabaseSketch.Sketch(DatabaseSketch.Pool(Connections) with { IdleTimeout = Duration.Zero }) with
        {
            Steps = [DatabaseSketch.Query(DatabaseSketch.Exponential(ServiceMs))],
            Concurrency = Users,
            Think = DatabaseSketch.Exponential(ThinkMs),
            Seconds = 1_000,
            Warmup = 10.5,
        };

    /// <summary>Users who think and wait: the machine repair model, M/M/c//N.</summary>
    private static (double Waiting, double Busy, double Throughput) Repair()
    {
        var weights = new double[Users + 1];
        weights[0] = 1;
        for (var n = 1; n <= Users; n++)
            weights[n] = weights[n - 1] * (Users - n + 1) / ThinkMs * ServiceMs / Math.Min(n, Connections);
        var sum = weights.Sum();
        var busy = weights.Select((w, n) => w / sum * Math.Min(n, Connections)).Sum();
        return (weights.Select((w, n) => w / sum * Math.Max(0, n - Connections)).Sum(), busy, busy / ServiceMs * 1e3);
    }

    [Fact]
    public void AClosedLoopOnAPoolIsTheMachineRepairModel()
    {
        var (waiting, busy, throughput) = Repair();
        var result = Closed.Run();

        Assert.Equal(waiting, result.Pool().All.Waiting.Mean, 0.02 * waiting);
        Assert.Equal(busy, result.Pg().ByState[(int)BackendState.Active].Mean, 0.02 * busy);
        Assert.Equal(throughput, result.Clients["web"].Arrivals / (Closed.Seconds - Closed.Warmup), 0.02 * throughput);
        Assert.Equal((3.0, 3.0), (result.Pool().All.Total.Max, result.Pg().Connections.Max));
    }

    [Fact]
    public void LittlesLawTiesTheWaitOfCallersToTheirNumber()
    {
        var result = Closed.Run();

        var wait = result.Latencies["api.pools.pg.wait"].Measured;
        var rate = wait.Count / (Closed.Seconds - Closed.Warmup);
        Assert.Equal(result.Pool().All.Waiting.Mean, rate * wait.Mean.TotalSeconds, 0.005 * rate);
    }

    [Fact]
    public void TheTimeIdleInTransactionIsThatOfThePauses()
    {
        var result = (DatabaseSketch.Sketch(DatabaseSketch.Pool(50)) with
        {
            Steps =
            [
                DatabaseSketch.Transaction(
                    DatabaseSketch.Statement(4), DatabaseSketch.Pause(30), DatabaseSketch.Statement(6)),
            ],
            Arrival = Sketch.Poisson(100),
            Seconds = 400,
        }).Run();

        var rate = result.Clients["web"].Arrivals / 400.0;
        Assert.Equal(rate * 0.030, result.Pg().ByState[(int)BackendState.IdleInTransaction].Mean, 0.01);
        Assert.Equal(rate * 0.010, result.Pg().ByState[(int)BackendState.Active].Mean, 0.01);
    }
}
