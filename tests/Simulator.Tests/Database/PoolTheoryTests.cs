using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Theory;
using Xunit;

namespace Simulator.Tests.Database;

/// <summary>Pools are queues, and queues are known.</summary>
public class PoolTheoryTests
{
    private const double Arrivals = 2.5, Services = 1;

    [Fact]
    public void APoolOfThreeIsAnMm3QueueAndKeepsLittlesLaw()
    {
        var lab = new Lab();
        var pool = lab.Pool(PoolOptions.NodePostgres with { Max = 3, IdleTimeout = Duration.Forever }, lab.Postgres());
        var waiting = new Gauge(lab.Sim, Duration.Forever);
        pool.Changed = () => waiting.Set(pool.Waiting);
        var (count, waited) = (0, 0.0);
        async SimTask One(Duration service)
        {
            var asked = lab.Sim.Now;
            var lease = await pool.Acquire();
            waited += (lab.Sim.Now - asked).TotalSeconds;
            count++;
            await lease.Connection!.Connection.Query(Statement.Sleeping(service));
            pool.Release(lease.Connection);
        }

        lab.Sim.Start(Source(lab, One));
        lab.RunUntil(4e7);
        var theory = ClosedForms.MmcWait(3, Arrivals, Services);
        Assert.Equal(theory, waited / count, 0.06 * theory);
        Assert.Equal(Arrivals * theory, waiting.Mean(), 0.06 * Arrivals * theory);
        Assert.Equal(waiting.Mean(), count / lab.Sim.Now.TotalSeconds * (waited / count), 0.01 * waiting.Mean());
    }

    [Fact]
    public void PgBouncerWithMaxClientConnIsAnMmcKQueue()
    {
        const int servers = 3, places = 6;
        var lab = new Lab();
        var bouncer = lab.PgBouncer(Lab.Pooler with
        {
            DefaultPoolSize = servers, MaxClientConn = places, QueryWaitTimeout = Duration.Zero,
            ServerLifetime = Duration.Zero,
        }, lab.Postgres());
        var (count, lost) = (0, 0);
        async SimTask One(Duration service)
        {
            count++;
            var result = await bouncer.Connect(Lab.App);
            if (result.Connection is not { } connection)
            {
                lost++;
                return;
            }

            await connection.Query(Statement.Sleeping(service));
            connection.Close();
        }

        lab.Sim.Start(Source(lab, One));
        lab.RunUntil(4e7);
        var theory = ClosedForms.MmckStates(servers, places, Arrivals, Services)[places];
        Assert.Equal(theory, lost / (double)count, 0.005);
    }

    private static async SimTask Source(Lab lab, Func<Duration, SimTask> one)
    {
        var (arrivals, services) = (lab.Sim.Stream("arrivals"), lab.Sim.Stream("services"));
        while (true)
        {
            await lab.Sim.Delay(arrivals.NextExponential(Duration.FromSeconds(1 / Arrivals)));
            lab.Sim.Start(one(services.NextExponential(Duration.FromSeconds(1 / Services))));
        }
    }
}
