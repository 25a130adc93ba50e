using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Pods;
using Simulator.Scenarios;
using Xunit;

namespace Simulator.Tests.Runs;

/// <summary>Whatever is killed when: connections are conserved, and every request ends once.</summary>
public class DatabaseConservationTests
{
    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Int[0, 4], Gen.Int[1, 6], Gen.Int[0, 3], Gen.Int[4, 30], Gen.Int[1, 3], Gen.Int[1, 40],
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3_000], Gen.Int[1, 3]).Array[0, 4], Gen.Int[0, 100_000],
        (library, max, pooler, slots, pods, users, kills, seed) =>
            new Plan(library, max, pooler, slots, pods, users, kills, seed));

    private sealed record Plan(
        int Library, int Max, int Pooler, int Slots, int Pods, int Users, (int Pod, int AtMs, int How)[] Kills,
        int Seed);

    [Fact]
    public void RandomWorldsWithKillsKeepTheirBooks() =>
        Plans.Sample(Check, iter: 150, seed: "0000000000000000", threads: 1);

    private static void Check(Plan plan)
    {
        var pool = new PoolSpec
        {
            Library = (PoolLibrary)plan.Library,
            Max = plan.Max,
            Min = 0,
            AcquireTimeout = Duration.FromMilliseconds(plan.Seed % 2 == 0 ? 0 : 300),
            IdleTimeout = Duration.FromMilliseconds(400),
        };
        var postgres = new PostgresOptions
        {
            MaxConnections = plan.Slots,
            Session = new SessionSettings { StatementTimeout = Duration.FromMilliseconds(plan.Seed % 3 * 40) },
        };
        var mode = (PoolMode)Math.Max(0, plan.Pooler - 1);
        var pooler = plan.Pooler == 0 ? null : new PgBouncerOptions
        {
            PoolMode = mode,
            DefaultPoolSize = 3,
            MaxClientConn = 12,
            QueryWaitTimeout = Duration.FromMilliseconds(500),
        };
        StepSpec[] steps = pooler is not null && mode == PoolMode.Statement
            ? [DatabaseSketch.Query(DatabaseSketch.Exponential(30), DatabaseSketch.Ms(2))]
            :
            [
                Sketch.Cpu(1), DatabaseSketch.Query(DatabaseSketch.Exponential(30)),
                DatabaseSketch.Transaction(
                    DatabaseSketch.Statement(5, "row"), DatabaseSketch.Pause(2), DatabaseSketch.Pause(1, isCpu: true),
                    DatabaseSketch.Statement(5)),
            ];
        var world = WorldBuilder.Build((DatabaseSketch.Sketch(pool, postgres, pooler) with
        {
            Replicas = plan.Pods,
            Concurrency = plan.Users,
            Think = DatabaseSketch.Exponential(20),
            TimeoutMs = 600,
            Steps = [.. steps],
            Seconds = 4,
            Seed = (ulong)plan.Seed,
        }).Build(), 0);

        var pods = world.Services[0].Pods;
        var pools = pods.SelectMany(p => p.Container!.Pools.Values).ToList();
        foreach (var (pod, at, how) in plan.Kills.OrderBy(k => k.AtMs))
        {
            world.RunUntil(SimTime.Zero + Duration.FromMilliseconds(at), CancellationToken.None);
            Replace(pods[pod % pods.Count], (ClientLoss)how, pools);
        }

        world.RunUntil(world.Plan.To, CancellationToken.None);
        var result = world.Finish();

        Assert.Equal(result.Clients["web"].Arrivals, result.Clients["web"].Outcomes.Values.Sum());
        // The recorders have followed every change, and each ledger agrees with what it counts.
        Assert.Equal(pools.Sum(p => p.Total), world.Databases!.Pools[0].Recorder.All.Total.Level);
        Assert.Equal(pools.Sum(p => p.Waiting), world.Databases.Pools[0].Recorder.All.Waiting.Level);
        Assert.All(pools, p => Assert.Equal(p.Total, p.Connections.Live));
        var server = world.Databases.Servers[0];
        Assert.Equal(server.Postgres.Connections.Live, server.Recorder.Connections.Level);
        if (server.PgBouncer is not { } bouncers) return;
        var process = bouncers.Replicas[0].Process;
        Assert.Equal(process.Clients.Live, bouncers.Recorder.Clients.Level);
        Assert.Equal(process.Servers.Live, bouncers.Recorder.Servers.Level);
        Assert.InRange(bouncers.Recorder.Servers.Max, 0, 3);
    }

    private static void Replace(Pod pod, ClientLoss how, List<ClientPool> pools)
    {
        pod.Container!.Kill(how);
        pod.StartContainer().OpenListener();
        pools.AddRange(pod.Container.Pools.Values);
    }
}
