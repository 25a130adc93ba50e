using Simulator.Kernel;

namespace Simulator.Benchmarks.Peers;

/// <summary>
/// Our kernel as a request is written: one async process a customer, which acquires and releases the server.
/// </summary>
public sealed class ProcessStyle
{
    private readonly Simulation _simulation;
    private readonly RandomStream _arrivals;
    private readonly RandomStream _services;
    private readonly Slots _server;
    private long _served;
    private double _sum;

    private ProcessStyle(ulong seed)
    {
        _simulation = new Simulation(seed);
        _server = new Slots(_simulation, 1);
        (_arrivals, _services) = (Mm1.Arrivals(seed), Mm1.Services(seed));
    }

    /// <param name="customers">How many come.</param>
    /// <param name="seed">Of both streams.</param>
    /// <param name="patience">When given, every acquire sets an alarm (which is won, and leaves the calendar).</param>
    public static Mm1Result Run(long customers, ulong seed, Duration? patience)
    {
        var model = new ProcessStyle(seed);
        var simulation = model._simulation;
        simulation.Start(patience is { } p ? model.ImpatientSource(customers, p) : model.Source(customers));
        simulation.RunUntil(SimTime.Zero + (Mm1.BetweenArrivals * (customers / 10)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        simulation.RunUntil(SimTime.Never);
        return new Mm1Result(model._sum / model._served / 1e6, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private async SimTask Source(long customers)
    {
        for (var i = 0L; i < customers; i++)
        {
            await _simulation.Delay(_arrivals.NextExponential(Mm1.BetweenArrivals));
            _simulation.Start(Customer());
        }
    }

    private async SimTask Customer()
    {
        var arrived = _simulation.Now;
        await _server.Acquire();
        await _simulation.Delay(_services.NextExponential(Mm1.Service));
        _server.Release();
        _sum += (_simulation.Now - arrived).Nanoseconds;
        _served++;
    }

    private async SimTask ImpatientSource(long customers, Duration patience)
    {
        for (var i = 0L; i < customers; i++)
        {
            await _simulation.Delay(_arrivals.NextExponential(Mm1.BetweenArrivals));
            _simulation.Start(ImpatientCustomer(patience));
        }
    }

    private async SimTask ImpatientCustomer(Duration patience)
    {
        var arrived = _simulation.Now;
        if (!await _server.Acquire(patience)) return;
        await _simulation.Delay(_services.NextExponential(Mm1.Service));
        _server.Release();
        _sum += (_simulation.Now - arrived).Nanoseconds;
        _served++;
    }
}
