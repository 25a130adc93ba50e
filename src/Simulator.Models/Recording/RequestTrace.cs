using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Pods;

namespace Simulator.Models.Recording;

/// <summary>The course of one call, or of one attempt of it, stretch after stretch without a gap.</summary>
/// <param name="target">Which one.</param>
public sealed class RequestTrace(TraceTarget target)
{
    private readonly List<TraceSegment> _segments = [];
    private readonly List<TraceVisit> _visits = [];
    private SimTime _end;
    private bool _hasBegun;
    private int _attempt = 1;
    private string _pod = "";

    public TraceTarget Target => target;

    /// <summary>In order; each begins where the one before it ended.</summary>
    public IReadOnlyList<TraceSegment> Segments => _segments;

    /// <summary>The containers that took it in, in order, and what their threads did from then on.</summary>
    public IReadOnlyList<TraceVisit> Visits => _visits;

    /// <summary>The step that it is in.</summary>
    internal string Step { get; set; } = "";

    /// <summary>What is said of the stretches that follow, until something else is.</summary>
    internal string Where { get; set; } = "";

    internal bool Wants(string client, long number, int attempt) =>
        target.Client == client && target.Number == number && (target.Attempt ?? attempt) == attempt;

    /// <summary>Sent now; the call began then, or earlier.</summary>
    internal void Begin(SimTime callBegan, SimTime now, int attempt)
    {
        if (!_hasBegun) _end = target.Attempt is null ? callBegan : now;
        _hasBegun = true;
        (_attempt, _pod, Step, Where) = (attempt, "", "", "");
        if (target.Attempt is null) Append(TimePart.Backoff, _end, now, "");
    }

    /// <summary>A pod has it: what its threads do from now on is needed to tell what one of them did.</summary>
    internal void Enter(Pod pod, Container container, SimTime now)
    {
        _pod = pod.Name;
        var cpu = container.Group.Trace = new CpuTrace(now, SimTime.Never);
        _visits.Add(new TraceVisit(_attempt, pod.Name, container, cpu));
    }

    internal void Add(TimePart part, SimTime from, SimTime to) => Append(part, from, to, Where);

    /// <summary>A cpu step, on the way of the task that was taken last.</summary>
    internal void AddCpu(SimTime from, in CpuShare share, Worker? last)
    {
        var picked = from + share.Queued;
        Append(TimePart.Queued, from, picked, Where);
        if (last is null) return;
        var (at, end) = (picked, from + share.Total);
        var thread = last.Thread;
        foreach (var segment in _visits[^1].Cpu.Segments)
        {
            if (segment.Thread != thread.Index || segment.To <= at) continue;
            if (segment.From > at) at = Gap(thread, at, segment.From);
            Append(PartOf(segment.State), at, segment.To < end ? segment.To : end, On(thread));
            at = segment.To < end ? segment.To : end;
            if (at == end) return;
        }

        // A state is written down when it ends: this one goes on.
        Append(PartOf(thread.State), at, end, On(thread));
    }

    /// <summary>What is left after the last attempt was a pause; all of it, where attempts were refused at once.</summary>
    internal void EndCall(SimTime now)
    {
        if (target.Attempt is null && _hasBegun) Append(TimePart.Backoff, _end, now, "");
    }

    private static string On(CpuThread thread) => $"thread {thread.Index}";

    private SimTime Gap(CpuThread thread, SimTime from, SimTime to)
    {
        Append(TimePart.Runnable, from, to, On(thread));
        return to;
    }

    private void Append(TimePart part, SimTime from, SimTime to, string where)
    {
        if (to == from) return;
        if (from != _end) throw new InvalidOperationException(
            $"A request's course has a gap: it was told until {_end}, and goes on at {from}.");
        _end = to;
        var next = part == TimePart.Backoff
            ? new TraceSegment(_attempt, part, from, to, "", "", "")
            : new TraceSegment(_attempt, part, from, to, _pod, Step, where);
        if (_segments.Count > 0 && _segments[^1] is var before && before with { To = to, From = from } == next)
            _segments[^1] = before with { To = to };
        else _segments.Add(next);
    }

    private static TimePart PartOf(RunState state) => state switch
    {
        RunState.Running => TimePart.Running,
        RunState.Throttled => TimePart.Throttled,
        _ => TimePart.Runnable,
    };
}

/// <summary>Which call of which client; with an attempt, that one alone and until its server is done with it.</summary>
public sealed record TraceTarget(string Client, long Number, int? Attempt = null);

/// <summary>A container that took the request in.</summary>
/// <param name="Attempt">Of its call, from 1.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Container">Which one of the pod's.</param>
/// <param name="Cpu">What its threads did since, as far as it is known.</param>
public sealed record TraceVisit(int Attempt, string Pod, Container Container, CpuTrace Cpu);

/// <summary>A stretch of a request's time.</summary>
/// <param name="Attempt">Of its call, from 1.</param>
/// <param name="Part">What it did or waited for.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended.</param>
/// <param name="Pod">Who had it; empty: nobody.</param>
/// <param name="Step">Of the endpoint's; empty: none yet.</param>
/// <param name="Where">Thread, name or pool.</param>
public readonly record struct TraceSegment(
    int Attempt, TimePart Part, SimTime From, SimTime To, string Pod, string Step, string Where);
