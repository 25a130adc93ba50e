using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// Requests at recorded instants into one queue. The recorder's driver hands them over when it gets a CPU: outside the
/// group and with a small weight, it waits where a worker runs. A woken worker takes the head of the queue when it gets
/// a CPU, so a busy one that is done first may take it before.
/// </summary>
/// <remarks>
/// How the recorder woke its workers is not recorded, but seen: requests that arrived while woken workers stood
/// throttled were not handed over before those had run (period 133 of open-4t-5ms-60-q50/1), as a condition variable
/// has it. A driver of that kind, written to find out, took 34 to 78 µs of CPU a request, in six runs.
/// </remarks>
internal sealed class OpenDriver(Simulation sim, CpuRecording recording, double scale) : EventTarget, ICpuWorker
{
    /// <summary>From the wake-up of a worker until the driver sleeps again, or hands over the next request.</summary>
    private static readonly Duration AfterWakeUp = Duration.FromMicroseconds(35);

    private readonly double[] _latenciesMs = new double[recording.ArrivalsMs.Length];
    private readonly Queue<int> _waiting = new();
    private readonly ConditionVariable _notEmpty = new();
    private readonly int[] _serving = new int[recording.Threads];
    private CpuThread _driver = null!;
    private bool _hasToSignal;
    private bool _isHeldUp;
    private int _due;
    private int _sent;

    public IReadOnlyList<double> LatenciesMs => _latenciesMs;

    public SimTime Start(IReadOnlyList<CpuThread> threads, CpuThread driver)
    {
        _driver = driver;
        foreach (var thread in threads) _notEmpty.Wait(thread);
        Array.Fill(_serving, -1);
        for (var i = 0; i < recording.ArrivalsMs.Length; i++) sim.ScheduleAt(Arrival(i), this, i);
        return At(recording.T0Ms);
    }

    public void OnWorkDone(CpuThread thread)
    {
        if (ReferenceEquals(thread, _driver)) Drive();
        else Serve(thread);
    }

    protected override void OnEvent(int code)
    {
        _due++;
        if (_driver.State == RunState.Sleeping && !_isHeldUp) _driver.Run(CpuReplay.DriverWork);
    }

    private void Drive()
    {
        if (!_hasToSignal)
        {
            if (_sent == _due) return;
            _waiting.Enqueue(_sent++);
            _hasToSignal = true;
        }

        _isHeldUp = !_notEmpty.TrySignal(out var worker);
        if (_isHeldUp) return;
        _hasToSignal = false;
        worker?.Run(Duration.Zero, _driver);
        _driver.Run(AfterWakeUp);
    }

    private void Serve(CpuThread worker)
    {
        if (_notEmpty.Leave(worker) && _isHeldUp) _driver.Run(CpuReplay.DriverWork, worker);
        ref var serving = ref _serving[worker.Index];
        if (serving >= 0) _latenciesMs[serving] = (sim.Now - Arrival(serving)).TotalMilliseconds;
        if (_waiting.TryDequeue(out serving))
        {
            worker.Run(Work(serving));
            return;
        }

        serving = -1;
        _notEmpty.Wait(worker);
    }

    private Duration Work(int request) => Duration.FromMilliseconds(
        (recording.WorksMs.Length > request ? recording.WorksMs[request] : recording.WorkUs / 1000) * scale);

    private SimTime Arrival(int request) => At(recording.T0Ms + recording.ArrivalsMs[request]);

    private static SimTime At(double ms) => SimTime.Zero + Duration.FromMilliseconds(ms);
}
