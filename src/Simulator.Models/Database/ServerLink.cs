using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>PgBouncer's connection to its server: idle, or linked to one client.</summary>
internal sealed class ServerLink(IConnection connection, SimTime connectedAt)
{
    public IConnection Connection => connection;

    public SimTime ConnectedAt { get; } = connectedAt;

    public SimTime UsedAt { get; set; } = connectedAt;

    /// <summary>Null: idle.</summary>
    public PgBouncerClient? Client { get; set; }
}
