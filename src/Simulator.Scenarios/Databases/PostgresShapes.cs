using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How a scenario writes a Postgres server: names of postgresql.conf, then what things cost.</summary>
internal static class PostgresShapes
{
    private const string NotAPort = "the postmaster refuses more";

    // Costs that no recording of another machine can fix: half of the 0.1 ms that client and backend took together for
    // a select 1, and the network within a zone.
    public static PostgresOptions Default { get; } = new()
    {
        RoundTrip = Duration.FromMicroseconds(500),
        StatementCost = Duration.FromMicroseconds(50),
    };

    public static ObjectShape<PostgresOptions> Server { get; } = new(
        "postgres",
        "A Postgres server: postgresql.conf under its own names, and what things cost there.",
        f =>
        {
            var options = Costs(f) with
            {
                Version = f.Optional(
                    "version", Is.Int(12, 18, "no such version yet"), Default.Version,
                    "Major version; 16 has reserved_connections, and other words for full slots."),
                MaxConnections = f.Optional(
                    "max_connections", Is.Int(1, 100_000, "each is a process"), Default.MaxConnections,
                    "Slots for backends."),
                SuperuserReservedConnections = f.Optional(
                    "superuser_reserved_connections", Is.Int(0, 100_000, NotAPort),
                    Default.SuperuserReservedConnections, "The last slots are for superusers only."),
                ReservedConnections = f.Optional(
                    "reserved_connections", Is.Int(0, 100_000, NotAPort), Default.ReservedConnections,
                    "Slots before them, for roles with pg_use_reserved_connections; 16 and later."),
                Session = Session(f),
            };
            f.Check(
                () => options.SuperuserReservedConnections + options.ReservedConnections < options.MaxConnections,
                options.ReservedConnections > 0 ? "reserved_connections" : "superuser_reserved_connections",
                "out-of-range",
                () => $"{options.SuperuserReservedConnections + options.ReservedConnections} reserved slots of "
                    + $"{options.MaxConnections} leave none for users; the server refuses to start: "
                    + "raise max_connections");
            f.Check(
                () => options.ReservedConnections == 0 || options.Version >= 16, "reserved_connections", "out-of-range",
                () => $"Postgres {options.Version} has no reserved_connections; they came with 16");
            return options;
        });

    private static ObjectShape<Contention> ContentionShape { get; } = new(
        "cpuContention",
        "The universal scalability law: n at a time take 1 + sigma (n − 1) + kappa n (n − 1) times as long.",
        BindContention);

    /// <summary>The keys of a contention, where they stand among others.</summary>
    public static Contention BindContention(Fields f) => new(
        f.Optional(
            "sigma", Is.Number(0, 100), 0,
            "Of the universal scalability law: what only one can do at a time; above 1 where the queue itself costs."),
        f.Optional("kappa", Is.Number(0, 1), 0, "Of the universal scalability law: agreeing with every other one."));

    /// <summary>When a kernel gives up on a peer, under a program's own names for it.</summary>
    public static TcpLimits Tcp(Fields f, string idle, string interval, string count)
    {
        var known = new TcpLimits();
        var probe = Amount.DurationBetween(
            Duration.FromSeconds(1), Duration.FromSeconds(32_767), "is not between 1s and 32767s, TCP's bounds");
        return new TcpLimits
        {
            KeepaliveIdle = f.Optional(idle, probe, known.KeepaliveIdle, "Silence before the first probe."),
            KeepaliveInterval = f.Optional(interval, probe, known.KeepaliveInterval, "Between two probes."),
            KeepaliveCount = f.Optional(
                count, Is.Int(1, 127, "TCP's bound"), known.KeepaliveCount, "Probes without an answer that end it."),
            UserTimeout = f.Optional(
                "tcp_user_timeout", Amount.Duration, known.UserTimeout,
                "Unacknowledged data end the connection after so long; 0s: tcp_retries2 decides."),
            Retries2 = f.Optional(
                "tcp_retries2", Is.Int(1, 15, "Linux has no use for more"), known.Retries2,
                "net.ipv4.tcp_retries2 of its machine: retransmissions before the kernel gives up; 15 are 924.6 s."),
        };
    }

    private static SessionSettings Session(Fields f) => new()
    {
        ClientConnectionCheckInterval = f.Optional(
            "client_connection_check_interval", Amount.Duration, Duration.Zero,
            "How often a busy backend looks whether its client is still there; 0s: never."),
        StatementTimeout = f.Optional(
            "statement_timeout", Amount.Duration, Duration.Zero,
            "Cancels statements that take longer (57014); 0s: none."),
        Tcp = Tcp(f, "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"),
    };

    private static PostgresOptions Costs(Fields f) => new()
    {
        ConnectCost = f.Optional(
            "connectCost", Amount.Duration, Default.ConnectCost,
            "CPU time of a login. Measured: 4ms with trust, 7 to 9ms with scram-sha-256; TLS comes on top."),
        RejectCost = f.Optional(
            "rejectCost", Amount.Duration, Default.RejectCost, "CPU time of a refusal, which forks like a login."),
        ExitCost = f.Optional("exitCost", Amount.Duration, Default.ExitCost, "CPU time of a backend's end."),
        RoundTrip = f.Optional(
            "roundTrip", Amount.Duration, Default.RoundTrip,
            "Network time of a statement and its answer, from whoever is connected."),
        ConnectRoundTrips = f.Optional(
            "connectRoundTrips", Is.Int(0, 20, "no login has so many"), Default.ConnectRoundTrips,
            "Round trips of a login, TCP's included: with trust 2, with scram-sha-256 4, with TLS 1.3 2 more."),
        StatementCost = f.Optional(
            "statementCost", Amount.Duration, Default.StatementCost,
            "CPU time of any statement beyond its own: parse, plan, send."),
        SwitchCost = f.Optional(
            "switchCost", Amount.Duration, Default.SwitchCost,
            "CPU time a statement loses when more backends are active than there are cores."),
        Overhead = f.Maybe(
            "overhead", Chance.Duration, "Time without CPU that every statement meets: late wake-ups, other tenants.")
            ?.ToDistribution(),
        CpuContention = f.Section(
            "contention", ContentionShape, "How CPU work grows with the active backends. None was measured up to 90."),
    };
}
