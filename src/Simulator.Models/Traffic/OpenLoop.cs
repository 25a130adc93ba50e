using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Sends a client's requests at their intended arrivals, however slow the answers are.</summary>
public sealed class OpenLoop : EventTarget
{
    private readonly Simulation _sim;
    private readonly Client _client;
    private readonly Arrivals _arrivals;
    private Arrival _next;

    public OpenLoop(Simulation sim, Client client, Arrivals arrivals)
    {
        (_sim, _client, _arrivals) = (sim, client, arrivals);
        ScheduleNext();
    }

    public override string Label => "OpenLoop";

    protected override void OnEvent(int code)
    {
        _client.Send(_next.Work);
        ScheduleNext();
    }

    private void ScheduleNext()
    {
        if (_arrivals.TryNext(out _next)) _sim.ScheduleAt(_next.At, this);
    }
}
