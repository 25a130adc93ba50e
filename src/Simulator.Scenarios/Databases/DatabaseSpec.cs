using Simulator.Models.Database;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A Postgres server on a machine of its own, with PgBouncer in front or without.</summary>
public sealed record DatabaseSpec
{
    /// <summary>Cores of the server's machine, which nobody else uses.</summary>
    public int Cpus { get; init; } = 2;

    public PostgresOptions Postgres { get; init; } = PostgresShapes.Default;

    /// <summary>Null: clients connect to Postgres itself.</summary>
    public PgBouncerSpec? PgBouncer { get; init; }

    private static DatabaseSpec Default { get; } = new();

    internal static ObjectShape<DatabaseSpec> Shape { get; } = new(
        "database",
        "A Postgres server on a machine of its own, with PgBouncer in front or without.",
        f => new DatabaseSpec
        {
            Cpus = f.Optional(
                "cpus", Is.Int(1, 1024, "no such machine"), Default.Cpus,
                "Cores of the server's machine: what logins and the CPU time of queries compete for."),
            Postgres = f.Section(
                "postgres", PostgresShapes.Server,
                "The server: postgresql.conf under its own names, and what things cost there."),
            PgBouncer = f.Maybe(
                "pgbouncer", PgBouncerSpec.Shape,
                "PgBouncer in front: services connect to it instead; {} deploys it as it comes."),
        });
}
