using Simulator.Kernel;

namespace Simulator.Tests.Theory;

/// <summary>
/// M/M/1 at ρ = 0.5 that begins in its steady state, so that every average is without bias at any length.
/// </summary>
internal sealed class StationaryMm1
{
    private readonly Simulation _simulation;
    private readonly Slots _server;
    private readonly RandomStream _arrivals;
    private readonly RandomStream _services;
    private readonly int _customers;
    private int _left;
    private double _times;

    private StationaryMm1(Simulation simulation, int customers)
    {
        (_simulation, _customers) = (simulation, customers);
        _server = new Slots(simulation, 1);
        (_arrivals, _services) = (simulation.Stream("arrivals"), simulation.Stream("services"));
    }

    /// <summary>Mean time in the system, in seconds, of the first customers to arrive.</summary>
    public static double MeanTime(ulong seed, int replication, int customers)
    {
        var model = new StationaryMm1(new Simulation(seed, replication), customers);
        model._simulation.Start(model.Source());
        model._simulation.RunUntil(SimTime.Never);
        return model._times / model._left;
    }

    private async SimTask Source()
    {
        // The steady state: n customers with probability (1 − ρ) ρⁿ, the one in service as good as new.
        while (_simulation.Stream("initial").NextDouble() < 0.5) _simulation.Start(Customer(counts: false));
        for (var i = 0; i < _customers; i++)
        {
            await _simulation.Delay(_arrivals.NextExponential(Duration.FromMilliseconds(20)));
            _simulation.Start(Customer(counts: true));
        }
    }

    private async SimTask Customer(bool counts)
    {
        var asked = _simulation.Now;
        await _server.Acquire();
        await _simulation.Delay(_services.NextExponential(Duration.FromMilliseconds(10)));
        _server.Release();
        if (!counts) return;
        _left++;
        _times += (_simulation.Now - asked).TotalSeconds;
    }
}
