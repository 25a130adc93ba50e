using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>What <see cref="Simulation.Delay"/> and <see cref="Simulation.Until"/> give to await.</summary>
public readonly struct Delay : ISimAwaiter
{
    private readonly Simulation _simulation;
    private readonly long _at;

    internal Delay(Simulation simulation, long at) => (_simulation, _at) = (simulation, at);

    Simulation ISimAwaiter.Simulation => _simulation;

    /// <summary>Never: even a delay of zero lets go first what is already due.</summary>
    public bool IsCompleted => false;

    public Delay GetAwaiter() => this;

    public void GetResult()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ISimAwaiter.Park(Process process) => _simulation.ScheduleAt(_at, process, Process.Resume);
}
