using BenchmarkDotNet.Attributes;
using Simulator.Kernel;

namespace Simulator.Benchmarks;

/// <summary>
/// The hold model: N pending events, each of which schedules its successor an exponential time later.
/// </summary>
[MemoryDiagnoser]
public class HoldBenchmarks
{
    private const int Holds = 1_000_000;
    private readonly RandomStream _stream = new(1, 0, "hold");
    private Simulation _simulation = new();
    private PriorityQueue<int, double> _queue = new();
    private double[] _delays = [];

    [Params(10, 1_000, 100_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _delays = [.. Enumerable.Range(0, 1 << 16).Select(_ => _stream.NextExponential(1e6))];
        _simulation = new Simulation();
        _queue = new PriorityQueue<int, double>();
        var holder = new Holder(_simulation, _delays);
        for (var i = 0; i < Pending; i++)
        {
            _simulation.Schedule(Duration.FromNanoseconds(_delays[i & 0xFFFF]), holder, i);
            _queue.Enqueue(i, _delays[i & 0xFFFF]);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Holds)]
    public double PriorityQueueOfTheLibrary()
    {
        var now = 0.0;
        for (var i = 0; i < Holds; i++)
        {
            _queue.TryPeek(out var number, out now);
            _queue.DequeueEnqueue(number, now + _delays[i & 0xFFFF]);
        }

        return now;
    }

    [Benchmark(OperationsPerInvoke = Holds)]
    public long OurCalendar()
    {
        var stop = _simulation.EventCount + Holds;
        while (_simulation.EventCount < stop)
            _simulation.RunUntil(_simulation.Now +
                Duration.FromNanoseconds(1e6 * (stop - _simulation.EventCount) / Pending));
        return _simulation.EventCount;
    }

    private sealed class Holder(Simulation simulation, double[] delays) : EventTarget
    {
        private int _next;

        protected override void OnEvent(int code) =>
            simulation.Schedule(Duration.FromNanoseconds(delays[_next++ & 0xFFFF]), this, code);
    }
}
