using Simulator.Kernel;

namespace Simulator.Models.Theory;

/// <summary>
/// One replication of two exponential nodes with feedback: 1 sends on to 2, 2 sends back to 1, both let go.
/// </summary>
internal sealed class JacksonRun
{
    private readonly JacksonModel _model;
    private readonly Simulation _simulation;
    private readonly (Slots Server, Gauge Present, Duration Mean, RandomStream Services) _first;
    private readonly (Slots Server, Gauge Present, Duration Mean, RandomStream Services) _second;
    private readonly RandomStream _routing;
    private readonly SimTime _from;
    private long _left;
    private double _times;

    public JacksonRun(JacksonModel model, Simulation simulation, Duration warmup)
    {
        (_model, _simulation, _from) = (model, simulation, SimTime.Zero + warmup);
        _first = Node("first", model.FirstServices);
        _second = Node("second", model.SecondServices);
        _routing = simulation.Stream("routing");

        (Slots, Gauge, Duration, RandomStream) Node(string name, double rate) =>
            (new Slots(simulation, 1), new Gauge(simulation, warmup),
             Duration.FromSeconds(1 / rate), simulation.Stream(name));
    }

    public JacksonResult Run(Duration length)
    {
        var to = _from + length;
        _simulation.Start(Source());
        _simulation.RunUntil(to);
        return new JacksonResult(_first.Present.Mean(_from, to), _second.Present.Mean(_from, to), _times / _left);
    }

    private async SimTask Source()
    {
        var mean = Duration.FromSeconds(1 / _model.Arrivals);
        while (true)
        {
            await _simulation.Delay(_simulation.Stream("arrivals").NextExponential(mean));
            _simulation.Start(Customer());
        }
    }

    private async SimTask Customer()
    {
        var asked = _simulation.Now;
        do
        {
            await Visit(_first);
            if (_routing.NextDouble() >= _model.Onward) break;
            await Visit(_second);
        }
        while (_routing.NextDouble() < _model.Back);

        if (_simulation.Now < _from) return;
        _left++;
        _times += (_simulation.Now - asked).TotalSeconds;
    }

    private async SimTask Visit((Slots Server, Gauge Present, Duration Mean, RandomStream Services) node)
    {
        node.Present.Add(1);
        await node.Server.Acquire();
        await _simulation.Delay(node.Services.NextExponential(node.Mean));
        node.Server.Release();
        node.Present.Add(-1);
    }
}

/// <summary>Rates per second, and the shares that node 1 sends on to node 2 and node 2 back to node 1.</summary>
internal sealed record JacksonModel(
    double Arrivals, double FirstServices, double SecondServices, double Onward, double Back);

/// <summary>Mean numbers at the nodes and mean time in the network, in seconds.</summary>
internal readonly record struct JacksonResult(double FirstNumber, double SecondNumber, double Time);
