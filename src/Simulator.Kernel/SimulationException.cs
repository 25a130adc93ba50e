namespace Simulator.Kernel;

/// <summary>
/// A bug of ours that stopped a run: says when, in which run and at which event, so that it can be repeated.
/// </summary>
public sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static SimulationException At(Simulation simulation, Exception cause) => new(
        $"{cause.GetType().Name} at {simulation.Now}, event {simulation.EventCount}, seed {simulation.Seed}, " +
        $"replication {simulation.Replication}: {cause.Message}",
        cause)
    {
        Time = simulation.Now,
        EventNumber = simulation.EventCount,
        Seed = simulation.Seed,
        Replication = simulation.Replication,
    };

    public SimTime Time { get; private init; }

    /// <summary>Counts from 1; 0 before the first event.</summary>
    public long EventNumber { get; private init; }

    public ulong Seed { get; private init; }

    public int Replication { get; private init; }
}
