using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>What was opened is closed or still there: the invariant that stays on.</summary>
public sealed class Ledger(Simulation sim, string what)
{
    public long Opened { get; private set; }

    public long Closed { get; private set; }

    public long Live => Opened - Closed;

    internal void Open() => Opened++;

    internal void Close()
    {
        Closed++;
        if (Closed > Opened) Break($"{Closed} closed of {Opened} opened");
    }

    /// <summary>Throws when the owner's own count differs.</summary>
    internal void Check(long counted)
    {
        if (counted != Live) Break($"{Opened} opened, {Closed} closed, but {counted} there");
    }

    private void Break(string how) => throw new SimulationException($"{what} are not conserved at {sim.Now}: {how}.");
}
