namespace Simulator.Kernel;

/// <summary>What <see cref="Simulation.Delay"/> gives to await.</summary>
public readonly struct DelayAwaiter : ISimAwaiter
{
    private readonly Simulation _simulation;
    private readonly long _at;

    internal DelayAwaiter(Simulation simulation, long at) => (_simulation, _at) = (simulation, at);

    /// <summary>Never: even a delay of zero lets go first what is already due.</summary>
    public bool IsCompleted => false;

    public DelayAwaiter GetAwaiter() => this;

    public void GetResult()
    {
    }

    void ISimAwaiter.Park(Process process) => _simulation.ScheduleAt(_at, process, Process.Resume);
}
