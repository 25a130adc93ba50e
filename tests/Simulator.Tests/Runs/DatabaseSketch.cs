using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Runs;

/// <summary>Services with one database in a few words; nothing costs time but what a test asks for.</summary>
internal static class DatabaseSketch
{
    public static PostgresOptions Free { get; } = new()
    {
        ConnectCost = Duration.Zero, RejectCost = Duration.Zero, ExitCost = Duration.Zero,
    };

    public static PgBouncerOptions FreePooler { get; } = new() { PoolMode = PoolMode.Transaction };

    public static PoolSpec Pool(int max, PoolLibrary library = PoolLibrary.NodePostgres) =>
        new() { Library = library, Max = max };

    /// <summary>One database, pg, and one pool of that name.</summary>
    public static Sketch Sketch(PoolSpec pool, PostgresOptions? postgres = null, PgBouncerOptions? pooler = null) =>
        new()
        {
            Databases = NameMap.Of(("pg", new DatabaseSpec
            {
                Postgres = postgres ?? Free,
                PgBouncer = pooler is null ? null : new PgBouncerSpec { Options = pooler },
            })),
            Pools = NameMap.Of(("pg", pool)),
        };

    public static DistributionSpec<Duration> Exponential(double meanMs) => new()
    {
        Law = DistributionLaw.Exponential,
        Mean = Duration.FromMilliseconds(meanMs),
    };

    public static DistributionSpec<Duration> Ms(double ms) =>
        DistributionSpec.Constant(Duration.FromMilliseconds(ms));

    public static QueryStepSpec Query(DistributionSpec<Duration> time, DistributionSpec<Duration>? cpu = null) => new()
    {
        Pool = "pg",
        Statement = new StatementSpec { Time = time, Cpu = cpu ?? Ms(0) },
    };

    public static TransactionStepSpec Transaction(params QueryPartSpec[] parts) =>
        new() { Pool = "pg", Queries = [.. parts] };

    public static StatementSpec Statement(double timeMs, string? locked = null) =>
        new() { Time = Ms(timeMs), Lock = locked };

    public static PauseSpec Pause(double ms, bool isCpu = false) => new() { IsCpu = isCpu, Time = Ms(ms) };

    public static DatabaseResult Pg(this ReplicationResult result) => result.Databases!.Servers.Single();

    public static ClientPoolResult Pool(this ReplicationResult result) => result.Databases!.Pools.Single();
}
