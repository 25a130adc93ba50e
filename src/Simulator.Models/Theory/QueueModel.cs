using Simulator.Kernel;

namespace Simulator.Models.Theory;

/// <summary>
/// A queue in Kendall's notation: Poisson arrivals, any law of service, some servers, perhaps limited places.
/// </summary>
/// <param name="ArrivalsPerSecond">Rate of the Poisson process.</param>
/// <param name="Service">Law of the service times.</param>
/// <param name="Servers">At least one.</param>
/// <param name="Places">In service and waiting together; who finds them taken is lost.</param>
public sealed record QueueModel(
    double ArrivalsPerSecond, Distribution Service, int Servers = 1, int Places = int.MaxValue)
{
    /// <summary>One replication from empty; everything before <paramref name="warmup"/> is cut.</summary>
    public QueueResult Run(ulong seed, int replication, Duration warmup, Duration length) =>
        new QueueRun(this, new Simulation(seed, replication), warmup).Run(length);
}

/// <summary>What one replication of a queue measured after its warm-up; times in seconds.</summary>
/// <param name="Wait">Mean time in the queue of those who left.</param>
/// <param name="Time">Mean time in the system of those who left.</param>
/// <param name="Number">Mean number in the system.</param>
/// <param name="Busy">Mean share of the servers that work.</param>
/// <param name="Waited">Share of the accepted that had to wait.</param>
/// <param name="Lost">Share of the arrivals that were turned away.</param>
/// <param name="Throughput">Departures a second.</param>
/// <param name="Unaccounted">Arrivals of the whole run that were neither served nor lost nor are still there.</param>
public readonly record struct QueueResult(
    double Wait, double Time, double Number, double Busy, double Waited, double Lost,
    double Throughput, long Unaccounted);

internal sealed class QueueRun
{
    private readonly QueueModel _model;
    private readonly Simulation _simulation;
    private readonly Slots _servers;
    private readonly Gauge _present;
    private readonly Gauge _busy;
    private readonly SimTime _from;
    private readonly RandomStream _arrivalStream;
    private readonly RandomStream _serviceStream;
    private long _arrived;
    private long _served;
    private long _lost;
    private long _arrivedCounted;
    private long _lostCounted;
    private long _waitedCounted;
    private long _leftCounted;
    private double _waits;
    private double _times;

    public QueueRun(QueueModel model, Simulation simulation, Duration warmup)
    {
        (_model, _simulation) = (model, simulation);
        _from = SimTime.Zero + warmup;
        _servers = new Slots(simulation, model.Servers);
        _present = new Gauge(simulation, warmup); // One window is the warm-up, the others are the measurement.
        _busy = new Gauge(simulation, warmup);
        _arrivalStream = simulation.Stream("arrivals");
        _serviceStream = simulation.Stream("services");
    }

    public QueueResult Run(Duration length)
    {
        var to = _from + length;
        _simulation.Start(Source());
        _simulation.RunUntil(to);
        var accepted = _arrivedCounted - _lostCounted;
        return new QueueResult(
            _waits / _leftCounted,
            _times / _leftCounted,
            _present.Mean(_from, to),
            _busy.Mean(_from, to) / _model.Servers,
            (double)_waitedCounted / accepted,
            (double)_lostCounted / _arrivedCounted,
            _leftCounted / length.TotalSeconds,
            _arrived - _served - _lost - (long)_present.Level);
    }

    private bool Counts => _simulation.Now >= _from;

    private async SimTask Source()
    {
        var mean = Duration.FromSeconds(1 / _model.ArrivalsPerSecond);
        while (true)
        {
            await _simulation.Delay(_arrivalStream.NextExponential(mean));
            _simulation.Start(Customer());
        }
    }

    private async SimTask Customer()
    {
        var service = _model.Service.Sample(_serviceStream);
        var asked = _simulation.Now;
        _arrived++;
        if (Counts) _arrivedCounted++;
        if (_present.Level >= _model.Places)
        {
            _lost++;
            if (Counts) _lostCounted++;
            return;
        }

        _present.Add(1);
        if (Counts && _servers.InUse == _servers.Capacity) _waitedCounted++;
        await _servers.Acquire();
        var began = _simulation.Now;
        _busy.Add(1);
        await _simulation.Delay(service);
        _busy.Add(-1);
        _servers.Release();
        _present.Add(-1);
        _served++;
        if (!Counts) return;
        _leftCounted++;
        _waits += (began - asked).TotalSeconds;
        _times += (_simulation.Now - asked).TotalSeconds;
    }
}
