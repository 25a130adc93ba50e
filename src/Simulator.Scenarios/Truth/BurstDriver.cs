using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// Releases all threads together, notes when each is done, and pauses as long as the recorder did. The loop is closed
/// as it was when recorded: a burst that takes longer puts off the next one. Released at the recorded instants instead,
/// a saturated group would get rest it never had.
/// </summary>
/// <remarks>
/// The recorder's driver wakes one thread after the other. Traced on a machine of the kind (sched_switch, 40 bursts), it
/// lost its CPU to the threads' weight in all but one, mostly at the second that was woken there, and released the rest
/// when it was on again, 4 to 35 ms later.
/// </remarks>
internal sealed class BurstDriver(Simulation sim, CpuRecording recording, double scale) : EventTarget, ICpuWorker
{
    /// <summary>From one wake-up to the next, traced: 4 to 10 µs, and 45 µs with an interrupt to a halted CPU.</summary>
    private static readonly Duration WakeUp = Duration.FromMicroseconds(5);
    private static readonly Duration WakeUpOfIdleCpu = Duration.FromMicroseconds(45);

    private readonly double[] _latenciesMs = new double[recording.N * recording.Threads];
    private IReadOnlyList<CpuThread> _threads = [];
    private CpuThread _driver = null!;
    private SimTime _released;
    private int _burst;
    private int _running;
    private int _sent;

    public IReadOnlyList<double> LatenciesMs => _latenciesMs;

    public SimTime Start(IReadOnlyList<CpuThread> threads, CpuThread driver)
    {
        _driver = driver;
        _threads = threads;
        var begin = SimTime.Zero + Duration.FromMilliseconds(recording.StartMs.IsEmpty ? 0 : recording.StartMs[0]);
        sim.ScheduleAt(begin, this, 0);
        return begin;
    }

    public void OnWorkDone(CpuThread thread)
    {
        if (ReferenceEquals(thread, _driver))
        {
            Release();
            return;
        }

        _latenciesMs[_burst * recording.Threads + thread.Index] = (sim.Now - _released).TotalMilliseconds;
        if (--_running == 0 && _burst + 1 < recording.N) sim.Schedule(IdleAfter(_burst), this, _burst + 1);
    }

    protected override void OnEvent(int code)
    {
        _burst = code;
        _released = sim.Now;
        _running = recording.Threads;
        _sent = 0;
        _driver.Run(CpuReplay.DriverWork);
    }

    private void Release()
    {
        var thread = _threads[_sent];
        thread.Run(Work(_sent++), _driver);
        if (_sent == recording.Threads) return;
        var isOnIdleCpu = thread.State == RunState.Running && thread.CpuIndex != _driver.CpuIndex;
        _driver.Run(isOnIdleCpu ? WakeUpOfIdleCpu : WakeUp);
    }

    /// <summary>
    /// The next release: the recorded pause after the last thread's end. While model and recording are in step, within
    /// a tick and perhaps whole periods apart, it is put on the recorded instant, so that small errors do not add up.
    /// </summary>
    private Duration IdleAfter(int burst)
    {
        if (recording.StartMs.Length < recording.N) return Duration.FromMicroseconds(recording.IdleUs);
        double makespan = 0;
        for (var i = 0; i < recording.Threads; i++)
            makespan = Math.Max(makespan, recording.ThreadsMs[burst * recording.Threads + i]);
        var next = recording.StartMs[burst + 1];
        var idle = Math.Max(0, next - recording.StartMs[burst] - makespan);
        var period = recording.PeriodUs / 1000.0;
        var ahead = sim.Now.Nanoseconds / 1e6 + idle - next;
        var outOfStep = ahead - Math.Round(ahead / period) * period;
        if (Math.Abs(outOfStep) <= 1000.0 / recording.Hz) idle = Math.Max(0, idle - outOfStep);
        return Duration.FromMilliseconds(idle);
    }

    private Duration Work(int thread)
    {
        var works = recording.WorksMs;
        var ms = works.Length == recording.N * recording.Threads ? works[_burst * recording.Threads + thread]
            : works.Length == recording.N ? works[_burst]
            : recording.WorkUs / 1000;
        return Duration.FromMilliseconds(ms * scale);
    }
}
