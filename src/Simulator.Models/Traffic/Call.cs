using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Traffic;

/// <summary>A client's call on its way, and what is known of its attempts; its objects are reused.</summary>
internal sealed class Call
{
    private Request? _last;
    private TimeAccount _before;
    private TimeAccount _earlier;
    private TimeAccount _lastTime;
    private SimTime _heardAt;
    private bool _isHeard;

    /// <summary>In its client, from 0.</summary>
    public long Number { get; private set; }

    public SimTime Intended { get; private set; }

    /// <summary>CPU time in place of the first cpu step's, in every attempt; null: as drawn.</summary>
    public Duration? Work { get; private set; }

    /// <summary>Whoever waits for the call's end.</summary>
    public Wait<Outcome> Answer { get; private set; }

    /// <summary>Its place among the calls on their way.</summary>
    public int Place { get; set; }

    /// <summary>The first attempt, drawn when the call arrived, until it is sent.</summary>
    public Request? First { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Attempts that a server has still work with, also when nobody waits for them.</summary>
    public int Open { get; private set; }

    /// <summary>Null while it is on its way.</summary>
    public Outcome? Outcome { get; set; }

    public Duration Latency { get; set; }

    /// <summary>Where the latency went.</summary>
    public TimeAccount Time { get; set; }

    /// <summary>What the server did for the last attempt; empty names and times without any.</summary>
    public AttemptRecord Record { get; private set; }

    /// <summary>Where the time of the attempts before the last one went.</summary>
    public ref readonly TimeAccount Earlier => ref _earlier;

    /// <summary>No server has work with its last attempt, or there was none.</summary>
    public bool IsServed => _last is null;

    public void Begin(long number, SimTime intended, Duration? work, Wait<Outcome> answer)
    {
        (Number, Intended, Work, Answer) = (number, intended, work, answer);
        (Attempts, Open, Outcome, Latency) = (0, 0, null, default);
        (_last, Record) = (null, new AttemptRecord("", default, default, default));
        (_before, _earlier, _lastTime, _heardAt, _isHeard) = (default, default, default, intended, true);
    }

    public void OnSent(Request request, SimTime now)
    {
        _before.Add(TimePart.EarlierAttempts, _lastTime.Total);
        _earlier.Add(_lastTime);
        _before.Add(TimePart.Backoff, now - _heardAt);
        (_lastTime, _isHeard) = (default, false);
        request.Attempt = Attempts + 1;
        Attempts++;
        Open++;
        _last = request;
        request.Call = this;
    }

    /// <summary>The caller has an answer to the attempt sent last, or gives up on it.</summary>
    public void OnHeard(SimTime now)
    {
        if (_last is { } request) Hear(request, now);
        (_heardAt, _isHeard) = (now, true);
    }

    /// <summary>Where its time went until now: in earlier attempts, pauses, and the attempt sent last.</summary>
    public TimeAccount TimeUntil(SimTime now)
    {
        if (!_isHeard) OnHeard(now);
        var time = _before;
        time.Add(_lastTime);
        time.Add(TimePart.Backoff, now - _heardAt);
        return time;
    }

    /// <summary>The server is done with an attempt, or the run is over; true for the last one sent.</summary>
    public bool OnServed(Request request, Duration latency, SimTime now)
    {
        Open--;
        request.Call = null;
        if (request != _last) return false;
        if (!_isHeard) Hear(request, now);
        _last = null;
        Record = new AttemptRecord(
            request.Pod?.Name ?? "", latency, request.Time.CutShortAt(latency), request.CpuTime);
        return true;
    }

    private void Hear(Request request, SimTime now)
    {
        _lastTime = request.TimeUntil(now);
        if (request.Trace?.Target.Attempt is null) request.EndTrace(now);
    }
}

/// <summary>What a server did for one attempt, and how long.</summary>
internal readonly record struct AttemptRecord(string Pod, Duration Latency, TimeAccount Time, Duration CpuTime);
