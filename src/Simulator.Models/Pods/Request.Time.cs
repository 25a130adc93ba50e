using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>Where a request's time goes: at any instant to one part, so that the parts add up.</summary>
public sealed partial class Request
{
    private TimeAccount _time;
    private TimePart _doing;
    private SimTime _since;
    private CpuJob? _job;

    /// <summary>Where its time went, in the stretches that have ended.</summary>
    public ref readonly TimeAccount Time => ref _time;

    /// <summary>The same when its client's patience was over; of no meaning before.</summary>
    internal TimeAccount TimeAtDeadline { get; private set; }

    /// <summary>Takes its course down; null: nobody asked.</summary>
    internal RequestTrace? Trace { get; set; }

    /// <summary>From its intended arrival to now, with what it is at.</summary>
    internal TimeAccount TimeUntil(SimTime now)
    {
        var time = _time;
        if (_job is { } job) time.Add(job.Workers.SoFar(job).Share);
        else time.Add(_doing, now - _since);
        return time;
    }

    /// <summary>Ends a stretch; from now on its time goes to another part, or to the same one.</summary>
    internal void Turn(TimePart part, SimTime now)
    {
        _time.Add(_doing, now - _since);
        Trace?.Add(_doing, _since, now);
        (_doing, _since) = (part, now);
    }

    /// <summary>Ends a stretch, of which it now turns out what it was.</summary>
    internal void TurnFrom(TimePart was, TimePart part, SimTime now)
    {
        _doing = was;
        Turn(part, now);
    }

    /// <summary>Ends a stretch before a step says what the next one is.</summary>
    internal void Settle(SimTime now) => Turn(_doing, now);

    /// <summary>Until the step is done, its threads know what it does.</summary>
    internal void OnCpuBegun(CpuJob job) => _job = job;

    /// <param name="share">The whole step's.</param>
    /// <param name="last">Whose task was the last; null: none was begun.</param>
    internal void OnCpuDone(in CpuShare share, Worker? last)
    {
        _job = null;
        _time.Add(share);
        Trace?.AddCpu(_since, share, last);
        _since += share.Total;
    }

    internal void OnDeadline(SimTime now)
    {
        TimeAtDeadline = TimeUntil(now);
        if (Trace?.Target.Attempt is null) EndTrace(now);
    }

    /// <summary>Its host is gone: whatever it did, it only waits from now on.</summary>
    internal void Strand(SimTime now)
    {
        var time = TimeUntil(now);
        TraceTheOpen(now);
        (_time, _job, _doing, _since) = (time, null, TimePart.Lost, now);
    }

    /// <summary>Nobody looks any further.</summary>
    internal void EndTrace(SimTime now)
    {
        if (Trace is null) return;
        TraceTheOpen(now);
        Trace = null;
    }

    private void TraceTheOpen(SimTime now)
    {
        if (Trace is null) return;
        if (_job is not { } job)
        {
            Trace.Add(_doing, _since, now);
            return;
        }

        var (share, last) = job.Workers.SoFar(job);
        Trace.AddCpu(_since, share, last);
    }

    /// <summary>It was drawn earlier than it is sent: its latency counts from now.</summary>
    internal void SendNow(SimTime now)
    {
        Intended = now;
        BeginTime();
    }

    private void BeginTime() =>
        (_time, _doing, _since, _job, Trace) = (default, TimePart.Queued, Intended, null, null);
}
