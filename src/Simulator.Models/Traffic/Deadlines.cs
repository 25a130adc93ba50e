using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>
/// Has a client's late requests tell what they did until its patience was over: it is the same for all, so that they
/// are late in the order in which they were sent, and one alarm does.
/// </summary>
internal sealed class Deadlines(Simulation sim, Duration timeout) : EventTarget
{
    private readonly Queue<(Request Request, long Number)> _open = new();
    private bool _isSet;

    public void Add(Request request)
    {
        while (_open.TryPeek(out var first) && IsOver(first)) _open.Dequeue();
        _open.Enqueue((request, request.Number));
        if (!_isSet) SetFor(request);
    }

    protected override void OnEvent(int code)
    {
        _isSet = false;
        while (_open.TryPeek(out var first))
        {
            if (!IsOver(first))
            {
                if (first.Request.Intended + timeout > sim.Now) break;
                first.Request.OnDeadline(sim.Now);
            }

            _open.Dequeue();
        }

        if (_open.Count > 0) SetFor(_open.Peek().Request);
    }

    private void SetFor(Request request)
    {
        _isSet = true;
        sim.ScheduleAt(request.Intended + timeout, this);
    }

    private static bool IsOver((Request Request, long Number) entry) =>
        entry.Request.Number != entry.Number || !entry.Request.IsInFlight;
}
