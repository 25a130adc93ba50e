using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// Requests at recorded instants into one queue. The recorder's driver hands them over when it gets a CPU: outside the
/// group and with a small weight, it waits where a worker runs. A woken worker takes the head of the queue when it gets
/// a CPU, so a busy one that is done first may take it before.
/// </summary>
internal sealed class OpenDriver(Simulation sim, CpuRecording recording, double scale) : EventTarget, ICpuWorker
{
    /// <summary>From the wake-up of a worker until the driver sleeps again, traced: 14 to 20 µs.</summary>
    private static readonly Duration AfterWakeUp = Duration.FromMicroseconds(15);

    private readonly double[] _latenciesMs = new double[recording.ArrivalsMs.Length];
    private readonly Queue<int> _waiting = new();
    private readonly Queue<CpuThread> _idle = new();
    private readonly int[] _serving = new int[recording.Threads];
    private CpuThread _driver = null!;
    private int _due;
    private int _sent;

    public IReadOnlyList<double> LatenciesMs => _latenciesMs;

    public SimTime Start(IReadOnlyList<CpuThread> threads, CpuThread driver)
    {
        _driver = driver;
        foreach (var thread in threads) _idle.Enqueue(thread);
        Array.Fill(_serving, -1);
        for (var i = 0; i < recording.ArrivalsMs.Length; i++) sim.ScheduleAt(Arrival(i), this, i);
        return At(recording.T0Ms);
    }

    public void OnWorkDone(CpuThread thread)
    {
        if (ReferenceEquals(thread, _driver))
        {
            if (_sent < _due) Send();
            return;
        }

        ref var serving = ref _serving[thread.Index];
        if (serving >= 0) _latenciesMs[serving] = (sim.Now - Arrival(serving)).TotalMilliseconds;
        serving = -1;
        if (_waiting.TryDequeue(out serving)) thread.Run(Work(serving));
        else
        {
            serving = -1;
            _idle.Enqueue(thread);
        }
    }

    protected override void OnEvent(int code)
    {
        _due++;
        if (_driver.State == RunState.Sleeping) _driver.Run(CpuReplay.DriverWork);
    }

    private void Send()
    {
        _waiting.Enqueue(_sent++);
        if (_idle.TryDequeue(out var thread)) thread.Run(Duration.Zero, _driver);
        _driver.Run(AfterWakeUp);
    }

    private Duration Work(int request) => Duration.FromMilliseconds(
        (recording.WorksMs.Length > request ? recording.WorksMs[request] : recording.WorkUs / 1000) * scale);

    private SimTime Arrival(int request) => At(recording.T0Ms + recording.ArrivalsMs[request]);

    private static SimTime At(double ms) => SimTime.Zero + Duration.FromMilliseconds(ms);
}
