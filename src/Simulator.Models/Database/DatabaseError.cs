namespace Simulator.Models.Database;

/// <summary>Why a connection, a statement or a place in a pool was refused; a value, never thrown.</summary>
/// <param name="SqlState">Five characters; empty where the client itself gave up.</param>
/// <param name="Message">As the client's user reads it.</param>
/// <param name="IsFatal">The connection is gone with it.</param>
public sealed record DatabaseError(string SqlState, string Message, bool IsFatal = true)
{
    public const string TooManyConnections = "53300";

    public static DatabaseError TooManyClients { get; } = new(TooManyConnections, "sorry, too many clients already");

    public static DatabaseError StatementTimeout { get; } =
        new("57014", "canceling statement due to statement timeout", IsFatal: false);

    public static DatabaseError Deadlock { get; } = new("40P01", "deadlock detected", IsFatal: false);

    public static DatabaseError Shutdown { get; } =
        new("57P01", "terminating connection due to administrator command");

    /// <summary>What node-postgres says when the socket ends under a query.</summary>
    public static DatabaseError Terminated { get; } = new("", "Connection terminated unexpectedly");

    public static DatabaseError Refused { get; } = new("", "connect ECONNREFUSED");

    /// <summary>Nothing is left but the slots of those with privileges; the words changed with 16.</summary>
    public static DatabaseError SlotsReserved(int version, bool forReservedRole) => new(
        TooManyConnections,
        version switch
        {
            < 16 => "remaining connection slots are reserved for non-replication superuser connections",
            _ when forReservedRole => "remaining connection slots are reserved for roles with privileges of the "
                + "\"pg_use_reserved_connections\" role",
            _ => "remaining connection slots are reserved for roles with the SUPERUSER attribute",
        });

    /// <summary>PgBouncer's own code for whatever it refuses, and for what its server told it.</summary>
    public static DatabaseError FromPgBouncer(string message) => new("08P01", message);
}
