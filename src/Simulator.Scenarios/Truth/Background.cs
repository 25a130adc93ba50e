using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// What an otherwise idle machine does: each CPU wakes now and then for a moment. It matters because a CPU that goes
/// idle looks for work elsewhere (newidle balance). Rate measured on the recorder's kind of machine at rest.
/// </summary>
internal sealed class Background(Simulation sim, CpuNode node, long seed) : EventTarget, ICpuWorker
{
    private static double WakeupsPerSecond => double.Parse(Environment.GetEnvironmentVariable("X_R") ?? "18");
    private static readonly Duration Work = Duration.FromMicroseconds(30);

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
