namespace Simulator.Kernel;

/// <summary>One run: a clock, a calendar with a total order (time, then order of scheduling), and nothing else.</summary>
public sealed class Simulation
{
    private readonly PriorityQueue<(EventTarget Target, int Code, long Key), (long Time, long Seq)> _calendar = new();
    private readonly HashSet<long> _pending = [];
    private long _seq;

    public SimTime Now { get; private set; }

    public long EventCount { get; private set; }

    public EventHandle ScheduleAt(SimTime at, EventTarget target, int code = 0)
    {
        var key = ++_seq;
        _calendar.Enqueue((target, code, key), (at.Nanoseconds, key));
        _pending.Add(key);
        return new EventHandle(key);
    }

    public EventHandle Schedule(Duration delay, EventTarget target, int code = 0) => ScheduleAt(Now + delay, target, code);

    public bool Cancel(EventHandle handle) => _pending.Remove(handle.Key);

    public void RunUntil(SimTime end)
    {
        while (_calendar.TryPeek(out var next, out var at) && at.Time <= end.Nanoseconds)
        {
            _calendar.Dequeue();
            if (!_pending.Remove(next.Key)) continue;
            Now = new SimTime(at.Time);
            EventCount++;
            next.Target.OnEvent(next.Code);
        }

        Now = end;
    }
}
