using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>
/// Runs a replication again to follow one request: a run is pure, so it meets the same fate.
/// </summary>
public static class CourseRun
{
    // A thread's state is written down when it ends.
    private static Duration Longer => Duration.FromSeconds(1);

    /// <param name="scenario">Of the variant.</param>
    /// <param name="replication">In which the request was.</param>
    /// <param name="request">As it was recorded.</param>
    /// <param name="cancellation">As in <see cref="World.RunUntil"/>.</param>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    public static Course Of(
        Scenario scenario, int replication, WorstRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var trace = new RequestTrace(request.Request);
        var world = WorldBuilder.Build(scenario, replication, trace: trace);
        var end = request.At + request.Latency + Longer;
        world.RunUntil(end < world.Plan.To ? end : world.Plan.To, cancellation);
        world.Clients.Single(c => c.Options.Name == request.Request.Client).OnEndOfRun();
        var course = new Course
        {
            Replication = replication,
            Request = request,
            Segments = [.. trace.Segments],
            Host = HostOf(trace, request),
        };
        var total = course.Segments.Aggregate(Duration.Zero, (sum, s) => sum + (s.To - s.From));
        return total == request.Latency ? course : throw new InvalidOperationException(
            $"A request took {request.Latency}; run again, {total}.");
    }

    private static CourseHost? HostOf(RequestTrace trace, WorstRequest request)
    {
        var end = request.At + request.Latency;
        Duration Stay(TraceVisit visit) => trace.Segments.Where(s => s.Attempt == visit.Attempt && s.Pod.Length > 0)
            .Aggregate(Duration.Zero, (sum, s) => sum + (s.To - s.From));
        if (trace.Visits.MaxBy(Stay) is not { } visit) return null;
        var (group, own) = (visit.Container.Group, trace.Segments.Where(s => s.Attempt == visit.Attempt).ToList());
        if (own.Count == 0) return null;
        var until = own[^1].To < end ? own[^1].To : end;
        return new CourseHost
        {
            Pod = visit.Pod,
            Threads = visit.Container.Runtime.Threads,
            NodeCpus = group.Node.CpuCount,
            Quota = group.Quota?.Quota ?? Duration.Zero,
            Period = group.Quota?.Period ?? Duration.Zero,
            Refills = [.. visit.Cpu.Refills.Where(r => r <= until)],
            Stay = TimeIn(visit.Cpu, [(visit.Cpu.From, until)]),
            RunningAtOnce = AtOnce(visit.Cpu),
            Queue = TimeIn(
                visit.Cpu, [.. own.Where(s => s.Part == TimePart.Queued).Select(s => (s.From, s.To))]),
        };
    }

    private static double AtOnce(CpuTrace cpu)
    {
        var (all, any, end) = (0L, 0L, 0L);
        foreach (var s in cpu.Segments.Where(s => s.State == RunState.Running).OrderBy(s => s.From.Nanoseconds))
        {
            all += (s.To - s.From).Nanoseconds;
            any += Math.Max(0, s.To.Nanoseconds - Math.Max(end, s.From.Nanoseconds));
            end = Math.Max(end, s.To.Nanoseconds);
        }

        return any > 0 ? all / (double)any : 0;
    }

    private static HostTime TimeIn(CpuTrace cpu, ImmutableArray<(SimTime From, SimTime To)> windows)
    {
        var (length, running, runnable, throttled) = (0L, 0L, 0L, 0L);
        foreach (var (from, to) in windows)
        {
            length += (to - from).Nanoseconds;
            foreach (var s in cpu.Segments)
            {
                var common = Math.Max(0, Math.Min(s.To.Nanoseconds, to.Nanoseconds)
                    - Math.Max(s.From.Nanoseconds, from.Nanoseconds));
                if (s.State == RunState.Running) running += common;
                else if (s.State == RunState.Throttled) throttled += common;
                else runnable += common;
            }
        }

        return new HostTime(new(length), new(running), new(runnable), new(throttled));
    }
}
