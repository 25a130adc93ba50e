using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// What a machine does besides the load: each CPU wakes now and then for a moment. It matters because a CPU that goes
/// idle again looks for work elsewhere (newidle balance), which is how crowded threads spread.
/// </summary>
/// <remarks>
/// Traced on a machine of the kind that ran nothing but such a load: 30 switches a second to kernel threads and agents
/// on both CPUs together (rcu 14, kworkers 6, others 10), for 10 to 100 µs each. Who helps when is chance.
/// </remarks>
internal sealed class Background(Simulation sim, CpuNode node, long seed) : EventTarget, ICpuWorker
{
    private const double WakeupsPerSecond = 15;
    private static readonly Duration Work = Duration.FromMicroseconds(50);

    private readonly RandomStream _random = new Simulation((ulong)seed).Stream("background");
    private readonly List<CpuThread> _threads = [];

    public void Start(SimTime at)
    {
        var group = node.CreateGroup("background", null, 1024, Duration.Zero);
        for (var cpu = 0; cpu < node.CpuCount; cpu++)
        {
            _threads.Add(node.CreateThread(group, this, cpu));
            sim.ScheduleAt(at + Gap(), this, cpu);
        }
    }

    public void OnWorkDone(CpuThread thread)
    {
    }

    protected override void OnEvent(int code)
    {
        if (_threads[code].State == RunState.Sleeping) _threads[code].Run(Work);
        sim.Schedule(Gap(), this, code);
    }

    private Duration Gap() => Duration.FromSeconds(-Math.Log(1 - _random.NextDouble()) / WakeupsPerSecond);
}
