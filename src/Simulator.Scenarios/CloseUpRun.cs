using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Pods;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>
/// Runs a replication again to look at one second of one pod: a run is pure, so it is the same second.
/// </summary>
internal static class CloseUpRun
{
    private static Duration Second => Duration.FromSeconds(1);

    private static Duration Minute => Duration.FromSeconds(60);

    /// <summary>Null where no service with CPU work ever used a CPU: what lookups burn alone is no picture.</summary>
    /// <param name="scenario">Of the variant.</param>
    /// <param name="facts">What the replication measured the first time: they say where to look.</param>
    /// <param name="cancellation">As in <see cref="World.RunUntil"/>.</param>
    public static CloseUp? Of(Scenario scenario, ReplicationResult facts, CancellationToken cancellation)
    {
        if (Spot.Of(facts, scenario) is not { } spot) return null;
        var world = WorldBuilder.Build(scenario, facts.Replication);
        var service = world.Services.Single(s => s.Name == spot.Service);
        var end = world.Plan.To;
        var from = spot.From;
        var to = Earlier(from + Second, end);
        var usageFrom = UsageStart(from, end);
        var usageTo = Earlier(usageFrom + Minute, end);
        var usage = new CpuSampler(
            world.Simulation, usageFrom, usageTo, Duration.FromMilliseconds(1));
        // A pod that was made during the run is waited for: it was there in that interval.
        if (service.Pods.Count <= spot.Pod) world.RunUntil(from, cancellation);
        if (service.Pods.Count <= spot.Pod) world.RunUntil(Earlier(from + world.Plan.Interval, end), cancellation);
        var pod = service.Pods[spot.Pod];
        usage.Add(pod.Name, pod.ReadCpu);

        world.RunUntil(from, cancellation);
        var container = pod.Container!.Group;
        var poolAtStart = container.PoolRuntime;
        var trace = container.Trace = new CpuTrace(from, to);
        var podTrace = new CpuTrace(from, to);
        if (container.Parent is { } group) group.Trace = podTrace;

        // A second longer than it shows: a state is written down when it ends.
        world.RunUntil(Earlier(Later(usageTo, to + Second), end), cancellation);
        return Picture(spot, pod.Name, pod.Container, trace, poolAtStart) with
        {
            PodRefills = [.. podTrace.Refills],
            UsageFrom = usageFrom,
            UsageNsPerMs = [.. usage.SeriesOf(pod.Name).Select(c => (int)c.UsageNs)],
        };
    }

    private static CloseUp Picture(Spot spot, string pod, Container container, CpuTrace trace, Duration poolAtStart)
    {
        var quota = container.Group.Quota;
        return new CloseUp
        {
            Service = spot.Service,
            Pod = pod,
            NodeCpus = container.Group.Node.CpuCount,
            Threads = container.Runtime.Threads,
            LimitCores = quota is null ? null : quota.Quota / quota.Period,
            Period = quota?.Period ?? Duration.Zero,
            Quota = quota?.Quota ?? Duration.Zero,
            From = trace.From,
            To = trace.To,
            Lanes =
            [
                .. trace.Segments
                    .Select(s => new LaneSegment(s.Thread, s.Cpu, StateOf(s.State), s.From, s.To))
                    .OrderBy(s => s.Thread).ThenBy(s => s.From),
            ],
            Pool = quota is null
                ? []
                : [new PoolLevel(trace.From, poolAtStart.Nanoseconds),
                    .. trace.Pool.Select(p => new PoolLevel(p.At, p.Nanoseconds))],
            Refills = [.. trace.Refills],
            UsageFrom = default,
            UsageNsPerMs = [],
        };
    }

    private static LaneState StateOf(RunState state) => state switch
    {
        RunState.Running => LaneState.Running,
        RunState.Throttled => LaneState.Throttled,
        _ => LaneState.Waiting,
    };

    /// <summary>A minute with the spot in its middle, as far as the run's ends allow.</summary>
    private static SimTime UsageStart(SimTime from, SimTime end)
    {
        var latest = new SimTime(Math.Max(0, end.Nanoseconds - Minute.Nanoseconds));
        var wanted = new SimTime(Math.Max(0, from.Nanoseconds - (Minute.Nanoseconds / 2)));
        return Earlier(wanted, latest);
    }

    private static SimTime Earlier(SimTime a, SimTime b) => a < b ? a : b;

    private static SimTime Later(SimTime a, SimTime b) => a > b ? a : b;

    /// <summary>Where to look: which pod, and from when.</summary>
    private sealed record Spot(string Service, int Pod, SimTime From)
    {
        /// <summary>
        /// The earliest interval after warm-up with the most throttled time in one pod, or else the busiest.
        /// </summary>
        public static Spot? Of(ReplicationResult facts, Scenario scenario) =>
            Highest(facts, scenario, c => c.ThrottledNs)
            ?? Highest(facts, scenario, c => c.UsageNs);

        private static bool HasCpuWork(ServiceSpec? service) =>
            service is not null && service.Endpoints.Values.Any(e => e.Steps.Any(s => s is CpuStepSpec));

        private static Spot? Highest(ReplicationResult facts, Scenario scenario, Func<CpuInterval, long> value)
        {
            Spot? best = null;
            var most = 0L;
            foreach (var (name, service) in facts.Services)
            {
                if (!HasCpuWork(scenario.Services.GetValueOrDefault(name))) continue;
                for (var pod = 0; pod < service.Pods.Length; pod++)
                {
                    var cpu = service.Pods[pod].Cpu;
                    for (var i = 0; i < cpu.Length; i++)
                    {
                        var from = SimTime.Zero + (service.Interval * (service.Pods[pod].First + i));
                        var isEarlier = best is not null && value(cpu[i]) == most && from < best.From;
                        var isWarmup = from < SimTime.Zero + scenario.Run.Warmup;
                        if (isWarmup || (value(cpu[i]) <= most && !isEarlier)) continue;
                        most = value(cpu[i]);
                        best = new Spot(name, pod, from);
                    }
                }
            }

            return best;
        }
    }
}
