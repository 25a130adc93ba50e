using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>
/// What only the whole scenario shows: values that contradict one another, and runs that would never end.
/// </summary>
internal sealed class ScenarioChecks
{
    private const int MaxPods = 50_000;

    private readonly Scenario _scenario;
    private readonly MapNode _tree;
    private readonly ReadContext _cx;

    private ScenarioChecks(Scenario scenario, MapNode tree, ReadContext cx) =>
        (_scenario, _tree, _cx) = (scenario, tree, cx);

    public static void Run(Scenario scenario, MapNode tree, ReadContext cx)
    {
        var checks = new ScenarioChecks(scenario, tree, cx);
        var pods = new PodChecks(tree, cx);
        foreach (var (name, service) in scenario.Services)
        {
            checks.Check(name, service);
            pods.Check(name, service);
        }

        foreach (var (name, client) in scenario.Clients) checks.Check(name, client);
        foreach (var (name, host) in scenario.Dns.Hosts) checks.Check(name, host);
        new DatabaseChecks(scenario, checks.Error).Check();
        new EventChecks(scenario, checks.Error).Check();
        checks.CheckSize();
        checks.CheckPlacement();
        new Budget(scenario, checks.Error).Check();
    }

    private void Check(string name, ServiceSpec service)
    {
        var pool = _scenario.Nodes[service.Node];
        var period = pool.Kubelet.CpuCFSQuotaPeriod;
        if (service.Phase is { } phase && phase >= period)
        {
            Error(
                NodePath.Of("services", name, "phase"), "out-of-range",
                $"{Quantities.Format(phase)} is not inside the period, {Quantities.Format(period)}");
        }

        foreach (var (timer, spec) in service.Timers)
        {
            if (spec.Every.ToDistribution().Mean > Duration.Zero) continue;
            Error(
                NodePath.Of("services", name, "timers", timer, "every"), "out-of-range",
                "a timer that goes off again at once never lets time pass: give it a time, 5s");
        }

        if (service.CpuBurst > Duration.Zero) CheckBurst(name, service, pool, period);
        if (_scenario.Clients.ContainsKey(name))
        {
            Error(
                NodePath.Of("clients", name), "duplicate-name",
                "a service has the same name; metrics could not tell them apart");
        }
    }

    private void CheckBurst(string name, ServiceSpec service, NodePoolSpec pool, Duration period)
    {
        var path = NodePath.Of("services", name, "cpuBurst");
        if (service.Resources.Limits.Cpu is not { } limit)
        {
            Error(
                path,
                "out-of-range",
                "without a CPU limit there is no quota to save up: remove it, or set resources.limits.cpu");
            return;
        }

        var quota = CfsQuota.FromMillicores(limit.Millicores, period)!.Quota;
        if (service.CpuBurst > quota)
        {
            Error(
                path, "out-of-range",
                $"{Quantities.Format(service.CpuBurst)} is more than one quota, and the kernel refuses that: "
                    + $"{limit} of {Quantities.Format(period)} is {Quantities.Format(quota)}");
        }

        if (!pool.Kernel.Version.HasBurst)
            Error(path, "out-of-range", $"Linux {pool.Kernel.Version} has no burst; it came with 5.14");
    }

    private void Check(string name, ClientSpec client)
    {
        if (client.Arrival is BatchArrivalSpec batch && batch.Every.ToDistribution().Mean <= Duration.Zero)
            Error(NodePath.Of("clients", name, "arrival", "every"), "out-of-range", "batches no time apart never end");
        if (client.Arrival is ReplayArrivalSpec { Repeat: true } replay
            && replay.Arrivals[^1].At <= replay.Arrivals[0].At)
        {
            Error(
                NodePath.Of("clients", name, "arrival", "repeat"),
                "out-of-range",
                "a recording that takes no time cannot be repeated");
        }

        if (client.Concurrency is null || client.Think.ToDistribution().Mean > Duration.Zero) return;
        var service = _scenario.Services[client.Target.Service];
        if (service.Endpoints[client.Target.Endpoint].Steps.All(s => MeanOf(s, service, _scenario) <= Duration.Zero))
        {
            Error(
                NodePath.Of("clients", name), "out-of-range",
                $"{client.Target} takes no time and the users do not think: time would stand still. Set think");
        }
    }

    private void Check(string name, DnsHostSpec host)
    {
        var domain = _scenario.Dns.ClusterDomain;
        if (!name.EndsWith("." + domain, StringComparison.Ordinal)) return;
        if (host.Answer == DnsHostAnswer.Address && !name.Contains('*')) return;
        Error(
            NodePath.Of("dns", "hosts", name), "out-of-range",
            $"CoreDNS itself knows the names under {domain}: list those that exist, one by one; "
                + "the others do not exist");
    }

    private void CheckSize()
    {
        var pods = _scenario.Services.Keys.Sum(name => (long)EventChecks.MostReplicas(_scenario, name));
        if (pods > MaxPods)
            Error(
                NodePath.Of("services"), "out-of-range", $"{pods:N0} pods in all; at most {MaxPods:N0} are simulated");
        var cpus = _scenario.Nodes.Values.Sum(n => (long)n.Count * n.Cpus);
        if (cpus > 1_000_000)
            Error(NodePath.Of("nodes"), "out-of-range", $"{cpus:N0} CPUs in all; at most 1,000,000 are simulated");
    }

    private void CheckPlacement()
    {
        foreach (var problem in Placement.Of(_scenario).Problems)
            Error(NodePath.Of(problem.Segments.AsSpan()), problem.Code, problem.Message);
    }

    /// <summary>How long a step takes on average; of lookups, the least it can be.</summary>
    internal static Duration MeanOf(StepSpec step, ServiceSpec service, Scenario scenario) => step switch
    {
        CpuStepSpec cpu => cpu.Cpu.ToDistribution().Mean,
        WaitStepSpec wait => wait.Wait.ToDistribution().Mean,
        CallStepSpec call => Duration.FromNanoseconds(
            call.Latency.ToDistribution().Mean.Nanoseconds
                + ((1 - call.KeepAlive) * LookupLoad.Shortest(service, scenario.Dns).Nanoseconds)),
        DnsStepSpec => LookupLoad.Shortest(service, scenario.Dns),
        DatabaseStepSpec query => QueryLoad.Shortest(query, service, scenario),
        _ => throw new InvalidOperationException($"Nobody knows how long {step.GetType().Name} takes."),
    };

    private void Error(NodePath path, string code, string message) =>
        _cx.Error(path.Locate(_tree), code, path, message);
}
