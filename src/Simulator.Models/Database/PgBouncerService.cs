using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>
/// The Kubernetes service in front of PgBouncer's replicas: kube-proxy gives each new connection one by chance, and
/// there it stays.
/// </summary>
/// <param name="replicas">At least one.</param>
/// <param name="dice">One draw a connection where there are several.</param>
public sealed class PgBouncerService(ImmutableArray<PgBouncer> replicas, RandomStream dice) : IDatabase
{
    public ImmutableArray<PgBouncer> Replicas => replicas;

    public SimTask<ConnectResult> Connect(Login login) =>
        replicas[replicas.Length == 1 ? 0 : dice.NextInt(replicas.Length)].Connect(login);
}
