using System.Globalization;

namespace Simulator.Scenarios.Language;

/// <summary>Refuses a run that would take hours or fill the memory, and shows the arithmetic.</summary>
internal sealed class Budget(Scenario scenario, Action<NodePath, string, string> error)
{
    /// <summary>All replications of one variant: some ten minutes on one core at 5 million events a second.</summary>
    private const double MaxEvents = 3e9;

    /// <summary>Of one client in one replication.</summary>
    private const double MaxRequests = 1e8;

    public void Check()
    {
        foreach (var (name, client) in scenario.Clients) Check(name, client);
        foreach (var (name, service) in scenario.Services)
        {
            Check(name, service, "readinessProbe", service.Lifecycle.ReadinessProbe);
            Check(name, service, "livenessProbe", service.Lifecycle.LivenessProbe);
            foreach (var (timer, spec) in service.Timers) Check(name, service, timer, spec);
        }
    }

    // A startup probe ends with the start.
    private void Check(string name, ServiceSpec service, string key, ProbeSpec? probe)
    {
        if (probe is null) return;
        var steps = probe.Endpoint is { } endpoint ? service.Endpoints[endpoint].Steps : [];
        var pods = EventChecks.MostReplicas(scenario, name);
        var probes = pods * (1 + (scenario.Run.Duration.TotalSeconds / probe.PeriodSeconds));
        var all = probes * (3 + steps.Sum(s => EventsOf(s, service))) * scenario.Run.Replications;
        if (all <= MaxEvents) return;
        error(
            NodePath.Of("services", name, key, "periodSeconds"), "too-many-events",
            $"{Text(probes)} probes of {pods:N0} pods make {Text(all)} events in {scenario.Run.Replications} "
                + $"replications; a run may have {Text(MaxEvents)} (some ten minutes). "
                + "Raise the period, or lower replicas, run.duration or run.replications");
    }

    private void Check(string name, ServiceSpec service, string timer, TimerSpec spec)
    {
        var times = EventChecks.MostReplicas(scenario, name) * scenario.Run.Duration.TotalSeconds
            / spec.Every.ToDistribution().Mean.TotalSeconds;
        var all = times * (3 + service.Endpoints[spec.Endpoint].Steps.Sum(s => EventsOf(s, service)))
            * scenario.Run.Replications;
        // One that never lets time pass is reported by the check of timers.
        if (all <= MaxEvents || double.IsInfinity(all)) return;
        error(
            NodePath.Of("services", name, "timers", timer, "every"), "too-many-events",
            $"a timer that goes off {Text(times)} times makes {Text(all)} events in {scenario.Run.Replications} "
                + $"replications; a run may have {Text(MaxEvents)} (some ten minutes). "
                + "Make it longer, or lower replicas, run.duration or run.replications");
    }

    private void Check(string name, ClientSpec client)
    {
        var service = scenario.Services[client.Target.Service];
        var steps = service.Endpoints[client.Target.Endpoint].Steps;
        var each = 2 + steps.Sum(s => EventsOf(s, service));
        var requests = Requests(client, service, steps);
        var attempts = MostAttempts(client);
        var all = requests * attempts * each * scenario.Run.Replications;
        // Infinite ones are reported by the check of what makes them so.
        if ((all <= MaxEvents && requests <= MaxRequests) || double.IsInfinity(requests)) return;
        error(
            PathOf(name, client), "too-many-events",
            $"{Text(requests)} requests in {Quantities.Format(scenario.Run.Duration)}, "
                + (attempts > 1 ? $"× up to {Text(attempts)} attempts " : "")
                + $"× {Text(each)} events each × {scenario.Run.Replications} replications = {Text(all)} events; "
                + $"a run may have {Text(MaxEvents)} (some ten minutes), and a client {Text(MaxRequests)} requests. "
                + "Lower the rate, run.duration or run.replications");
    }

    /// <summary>Per call, when all fail; an empty budget's burst is soon spent.</summary>
    private static double MostAttempts(ClientSpec client) => client.Retries switch
    {
        null => 1,
        { Budget: { } budget, Max: var max } => 1 + Math.Min(max, budget.Ratio),
        { Max: var max } => 1 + max,
    };

    private static NodePath PathOf(string name, ClientSpec client) => client.Arrival switch
    {
        RateArrivalSpec { Stages.IsEmpty: false } => NodePath.Of("clients", name, "arrival", "stages"),
        RateArrivalSpec => NodePath.Of("clients", name, "arrival", "rate"),
        BatchArrivalSpec => NodePath.Of("clients", name, "arrival", "size"),
        null => NodePath.Of("clients", name, "concurrency"),
        _ => NodePath.Of("clients", name, "arrival"),
    };

    private double Requests(ClientSpec client, ServiceSpec service, IEnumerable<StepSpec> steps)
    {
        var seconds = scenario.Run.Duration.TotalSeconds;
        return client.Arrival switch
        {
            RateArrivalSpec rate => OfStages(rate, seconds),
            BatchArrivalSpec batch => batch.Size.ToDistribution().Mean
                * (1 + (seconds / batch.Every.ToDistribution().Mean.TotalSeconds)),
            DailyArrivalSpec daily => daily.Hours.Max(h => h.PerSecond) * seconds,
            ReplayArrivalSpec replay => OfReplay(replay, seconds),
            _ => client.Concurrency!.Value * (1 + (seconds / Cycle(client, service, steps))),
        };
    }

    private double Cycle(ClientSpec client, ServiceSpec service, IEnumerable<StepSpec> steps) =>
        client.Think.ToDistribution().Mean.TotalSeconds + steps.Sum(s =>
            ScenarioChecks.MeanOf(s, service, scenario).TotalSeconds / (s is CpuStepSpec cpu ? cpu.Parallelism : 1));

    private static double OfStages(RateArrivalSpec arrival, double seconds)
    {
        var (sum, before, left) = (0.0, arrival.Rate.PerSecond, seconds);
        foreach (var stage in arrival.Stages)
        {
            var length = Math.Min(left, stage.Duration.TotalSeconds);
            var mean = stage.IsRamp ? (before + stage.Rate.PerSecond) / 2 : stage.Rate.PerSecond;
            sum += length * mean;
            left -= length;
            before = stage.Rate.PerSecond;
        }

        return sum + (left * before);
    }

    private static double OfReplay(ReplayArrivalSpec replay, double seconds)
    {
        var span = replay.Arrivals[^1].At.TotalSeconds;
        return replay.Repeat && span > 0
            ? replay.Arrivals.Length * Math.Ceiling(seconds / span)
            : replay.Arrivals.Length;
    }

    private double EventsOf(StepSpec step, ServiceSpec service) => step switch
    {
        CpuStepSpec cpu => EventsOf(cpu, service),
        CallStepSpec call => 1 + ((1 - call.KeepAlive) * LookupLoad.Events(service, scenario)),
        DnsStepSpec => LookupLoad.Events(service, scenario),
        DatabaseStepSpec query => QueryLoad.Events(query, service, scenario),
        _ => 1,
    };

    /// <summary>Each task: pick-up, start, end, and a tick every few milliseconds while it runs.</summary>
    private double EventsOf(CpuStepSpec cpu, ServiceSpec service)
    {
        var hz = scenario.Nodes.Values.Max(n => n.Kernel.Hz);
        return (3.0 * cpu.Parallelism) + (ScenarioChecks.MeanOf(cpu, service, scenario).TotalSeconds * hz);
    }

    private static string Text(double number) => number < 1e6
        ? number.ToString("#,0.#", CultureInfo.InvariantCulture)
        : number.ToString("0.##e0", CultureInfo.InvariantCulture);
}
