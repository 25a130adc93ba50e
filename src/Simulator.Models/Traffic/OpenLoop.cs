using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Sends a client's requests at their intended arrivals, however slow the answers are.</summary>
public sealed class OpenLoop : EventTarget
{
    private readonly Simulation _sim;
    private readonly Client _client;
    private readonly Arrivals _arrivals;
    private readonly SimTime _end;
    private Arrival _next;

    /// <param name="sim">The run.</param>
    /// <param name="client">Whose requests they are.</param>
    /// <param name="arrivals">When they come.</param>
    /// <param name="end">Of the run: what arrives then, or later, is no part of it.</param>
    public OpenLoop(Simulation sim, Client client, Arrivals arrivals, SimTime end)
    {
        (_sim, _client, _arrivals, _end) = (sim, client, arrivals, end);
        ScheduleNext();
    }

    protected override void OnEvent(int code)
    {
        _client.Call(_next.Work);
        ScheduleNext();
    }

    private void ScheduleNext()
    {
        if (_arrivals.TryNext(out _next) && _next.At < _end) _sim.ScheduleAt(_next.At, this);
    }
}
