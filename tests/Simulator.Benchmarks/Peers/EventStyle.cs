using Simulator.Kernel;

namespace Simulator.Benchmarks.Peers;

/// <summary>Our kernel as a component uses it: state in fields, events by code.</summary>
public sealed class EventStyle : EventTarget
{
    private const int Arrival = 0, Departure = 1;
    private readonly Simulation _simulation;
    private readonly RandomStream _arrivals;
    private readonly RandomStream _services;
    private readonly Queue<SimTime> _queue = new();
    private readonly long _customers;
    private long _arrived;
    private long _served;
    private double _sum;

    private EventStyle(long customers, ulong seed)
    {
        _simulation = new Simulation(seed);
        _customers = customers;
        (_arrivals, _services) = (Mm1.Arrivals(seed), Mm1.Services(seed));
        _simulation.Schedule(_arrivals.NextExponential(Mm1.BetweenArrivals), this, Arrival);
    }

    public static Mm1Result Run(long customers, ulong seed)
    {
        var model = new EventStyle(customers, seed);
        model._simulation.RunUntil(SimTime.Zero + (Mm1.BetweenArrivals * (customers / 10)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        model._simulation.RunUntil(SimTime.Never);
        return new Mm1Result(model._sum / model._served / 1e6, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    protected override void OnEvent(int code)
    {
        if (code == Arrival)
        {
            _queue.Enqueue(_simulation.Now);
            if (_queue.Count == 1) Serve();
            if (++_arrived < _customers)
                _simulation.Schedule(_arrivals.NextExponential(Mm1.BetweenArrivals), this, Arrival);
        }
        else
        {
            _sum += (_simulation.Now - _queue.Dequeue()).Nanoseconds;
            _served++;
            if (_queue.Count > 0) Serve();
        }
    }

    private void Serve() => _simulation.Schedule(_services.NextExponential(Mm1.Service), this, Departure);
}
