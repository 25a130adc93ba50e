using Simulator.Kernel;

namespace Simulator.Models.Theory;

/// <summary>A server that divides itself evenly among all that are there (processor sharing).</summary>
internal sealed class SharingServer(Simulation simulation) : EventTarget
{
    // Attained service since the beginning, of a customer who had always been there: a customer is done when it has
    // grown by its own work, so that nobody's remainder is ever touched. In nanoseconds.
    private double _attained;
    private readonly PriorityQueue<Wait<bool>, (double Target, long Number)> _customers = new();
    private long _number;
    private SimTime _updated;
    private EventHandle _next;

    /// <summary>Answered when the work is done.</summary>
    public Wait<bool> Serve(Duration work)
    {
        CatchUp();
        var wait = simulation.Rent<bool>();
        _customers.Enqueue(wait, (_attained + work.Nanoseconds, _number++));
        ScheduleNext();
        return wait;
    }

    protected override void OnEvent(int code)
    {
        CatchUp();
        _next = default;
        _customers.Dequeue().TryAnswer(true);
        ScheduleNext();
    }

    private void CatchUp()
    {
        if (_customers.Count > 0) _attained += (double)(simulation.Now - _updated).Nanoseconds / _customers.Count;
        _updated = simulation.Now;
    }

    private void ScheduleNext()
    {
        simulation.Cancel(_next);
        _next = _customers.TryPeek(out _, out var first)
            ? simulation.Schedule(
                Duration.FromNanoseconds(Math.Max(0, (first.Target - _attained) * _customers.Count)), this)
            : default;
    }
}

/// <summary>One replication of M/G/1 with processor sharing.</summary>
internal sealed class SharingRun(double arrivalsPerSecond, Distribution service, Simulation simulation, Duration warmup)
{
    private readonly SharingServer _server = new(simulation);
    private readonly SimTime _from = SimTime.Zero + warmup;
    private long _left;
    private double _times;

    /// <summary>Mean time in the system, in seconds.</summary>
    public double Run(Duration length)
    {
        simulation.Start(Source());
        simulation.RunUntil(_from + length);
        return _times / _left;
    }

    private async SimTask Source()
    {
        var mean = Duration.FromSeconds(1 / arrivalsPerSecond);
        while (true)
        {
            await simulation.Delay(simulation.Stream("arrivals").NextExponential(mean));
            simulation.Start(Customer());
        }
    }

    private async SimTask Customer()
    {
        var asked = simulation.Now;
        await _server.Serve(service.Sample(simulation.Stream("services")));
        if (simulation.Now < _from) return;
        _left++;
        _times += (simulation.Now - asked).TotalSeconds;
    }
}
