using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>PgBouncer as a Deployment in front of a database.</summary>
public sealed record PgBouncerSpec
{
    public int Replicas { get; init; } = 1;

    /// <summary>CPUs of the machine that each replica has to itself: its one thread uses at most one of them.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Of each replica's container.</summary>
    public ResourcesSpec Resources { get; init; } = new();

    public PgBouncerOptions Options { get; init; } = Default;

    // Measured on two cores, all on one machine: what select 1 took more with PgBouncer than without, by two messages;
    // and 500 clients that were let in within 206 ms.
    private static PgBouncerOptions Default { get; } = new()
    {
        RoundTrip = Duration.FromMicroseconds(500),
        MessageCost = Duration.FromMicroseconds(19),
        ClientLoginCost = Duration.FromMicroseconds(400),
    };

    private static ScalarShape<PoolMode> ModeShape { get; } = Is.OneOf(
        ("session", PoolMode.Session), ("transaction", PoolMode.Transaction), ("statement", PoolMode.Statement));

    private static ScalarShape<Version> VersionShape { get; } = Is.Version<Version>(
        t => System.Version.TryParse(t.Contains('.') ? t : t + ".0", out var v)
            ? v
            : new Mistake("wrong-value", $"{Quote.Of(t)} is not a version such as 1.25"),
        v => v.ToString());

    internal static ObjectShape<PgBouncerSpec> Shape { get; } = new(
        "pgbouncer",
        "PgBouncer as a Deployment in front of a database; a service gives each connection one of its replicas.",
        f => new PgBouncerSpec
        {
            Replicas = f.Optional(
                "replicas", Is.Int(1, 100, "each has pools of its own"), 1,
                "Processes; each has a pool for each pair of database and user."),
            Cpus = f.Optional(
                "cpus", Is.Int(1, 1024, "no such machine"), 1,
                "CPUs of the machine that each replica has to itself; its one thread uses at most one."),
            Resources = f.Section(
                "resources", ResourcesSpec.Shape, "Requests and limits of its container: a limit throttles it."),
            Options = Sizes(f, Times(f, Costs(f))),
        });

    private static PgBouncerOptions Costs(Fields f) => new()
    {
        Version = f.Optional(
            "version", VersionShape, Default.Version, "1.23 changed what SIGTERM does, to waiting for all clients."),
        RoundTrip = f.Optional(
            "roundTrip", Amount.Duration, Default.RoundTrip, "Network time between a client and PgBouncer."),
        MessageCost = f.Optional(
            "messageCost", Amount.Duration, Default.MessageCost, "Its CPU time for one message, either way."),
        ClientLoginCost = f.Optional(
            "clientLoginCost", Amount.Duration, Default.ClientLoginCost, "Its CPU time for a client's login."),
        ServerLoginCost = f.Optional(
            "serverLoginCost", Amount.Duration, Default.ServerLoginCost,
            "Its CPU time for a login at Postgres: with scram-sha-256 about 18ms, in which nothing else gets on."),
    };

    private static PgBouncerOptions Sizes(Fields f, PgBouncerOptions options) => options with
    {
        PoolMode = f.Optional(
            "pool_mode", ModeShape, Default.PoolMode,
            "When a server goes back: after the session, the transaction, the query."),
        DefaultPoolSize = f.Optional(
            "default_pool_size", Is.Int(1, 100_000), Default.DefaultPoolSize,
            "Servers for each pair of database and user, in each replica."),
        MinPoolSize = f.Optional(
            "min_pool_size", Is.Int(0, 100_000), Default.MinPoolSize, "Servers that are kept while there are clients."),
        ReservePoolSize = f.Optional(
            "reserve_pool_size", Is.Int(0, 100_000), Default.ReservePoolSize,
            "Servers beyond, for those who wait long."),
        MaxClientConn = f.Optional(
            "max_client_conn", Is.Int(1, 1_000_000, "ports end there"), Default.MaxClientConn,
            "Clients of each replica; one more is refused (08P01). The default is below many fleets."),
        MaxDbConnections = f.Optional(
            "max_db_connections", Is.Int(0, 100_000), Default.MaxDbConnections,
            "Servers of all users of the database together, in each replica; 0: no limit."),
        MaxUserConnections = f.Optional(
            "max_user_connections", Is.Int(0, 100_000), Default.MaxUserConnections,
            "Servers of one user, in each replica; 0: no limit."),
        ServerRoundRobin = f.Optional(
            "server_round_robin", Is.Bool, Default.ServerRoundRobin,
            "true: servers in turn, so that none goes idle; false: the last used first."),
    };

    private static PgBouncerOptions Times(Fields f, PgBouncerOptions options) => options with
    {
        ReservePoolTimeout = f.Optional(
            "reserve_pool_timeout", Amount.Duration, Default.ReservePoolTimeout, "When waiting is long."),
        QueryWaitTimeout = f.Optional(
            "query_wait_timeout", Amount.Duration, Default.QueryWaitTimeout,
            "Clients that wait longer for a server are disconnected (08P01); 0s: never."),
        ServerIdleTimeout = f.Optional(
            "server_idle_timeout", Amount.Duration, Default.ServerIdleTimeout, "Idle servers go after it; 0s: never."),
        ServerLifetime = f.Optional(
            "server_lifetime", Amount.Duration, Default.ServerLifetime, "Older servers go when free; 0s: never."),
        ServerLoginRetry = f.Optional(
            "server_login_retry", Amount.Duration, Default.ServerLoginRetry, "Pause after a login that failed."),
        Tcp = PostgresShapes.Tcp(f, "tcp_keepidle", "tcp_keepintvl", "tcp_keepcnt"),
    };
}
