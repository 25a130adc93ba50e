using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Tests.Cpu;

/// <summary>A thread with a queue: takes work first come, first served, and notes when each piece was done.</summary>
internal sealed class Burner : EventTarget, ICpuWorker
{
    private const double GoldenRatio = 0.618_033_988_7;

    private readonly Simulation _sim;
    private readonly List<(double AtMs, double WorkMs)> _jobs = [];
    private readonly Queue<int> _waiting = new();
    private int _serving;
    private double _pauseMs = -1;
    private double _lateMs;
    private int _again;

    public Burner(Simulation sim, CpuNode node, CpuGroup group, int? cpu)
    {
        _sim = sim;
        Thread = node.CreateThread(group, this, cpu);
    }

    public CpuThread Thread { get; }

    /// <summary>From the intended start, in order of completion.</summary>
    public List<double> LatenciesMs { get; } = [];

    public List<double> DoneMs { get; } = [];

    /// <summary>CPU time this thread has had.</summary>
    public double RanMs => Thread.TimeIn(RunState.Running).TotalMilliseconds;

    public Burner At(double ms, double workMs)
    {
        _jobs.Add((ms, workMs));
        _sim.ScheduleAt(SimTime.Zero + Bench.Ms(ms), this, _jobs.Count - 1);
        return this;
    }

    public Burner Every(double intervalMs, double workMs, int count, double firstMs = 0.5)
    {
        for (var i = 0; i < count; i++) At(firstMs + i * intervalMs, workMs);
        return this;
    }

    /// <summary>Burns, sleeps, burns again; sleeps end up to <paramref name="lateMs"/> late, evenly spread.</summary>
    public Burner Loop(double workMs, double pauseMs, int count, double firstMs = 0.5, double lateMs = 0)
    {
        (_pauseMs, _again, _lateMs) = (pauseMs, count - 1, lateMs);
        return At(firstMs, workMs);
    }

    public void OnWorkDone(CpuThread thread)
    {
        var (at, work) = _jobs[_serving];
        var now = _sim.Now.Nanoseconds / 1e6;
        LatenciesMs.Add(now - at);
        DoneMs.Add(now);
        if (_again-- > 0) At(now + _pauseMs + _lateMs * (_jobs.Count * GoldenRatio % 1), work);
        if (_waiting.Count > 0) Serve();
    }

    protected override void OnEvent(int code)
    {
        _waiting.Enqueue(code);
        if (Thread.State == RunState.Sleeping) Serve();
    }

    private void Serve()
    {
        _serving = _waiting.Dequeue();
        Thread.Run(Bench.Ms(_jobs[_serving].WorkMs));
    }
}
