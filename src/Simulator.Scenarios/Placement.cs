using System.Collections.Immutable;

namespace Simulator.Scenarios;

/// <summary>
/// Which node each pod runs on: the next one in turn on which its requests fit, services in the file's order.
/// </summary>
/// <remarks>
/// The default scheduler's scoring is not modelled; only its filter by requested CPU is. Requests count as written: the
/// API server would take a limit without a request for one, but whoever tries a higher limit asks about the limit.
/// </remarks>
public sealed class Placement
{
    private readonly Dictionary<string, ImmutableArray<int>> _nodes = new(StringComparer.Ordinal);

    private Placement(ImmutableArray<ScenarioProblem> problems) => Problems = problems;

    /// <summary>Pods that fit nowhere.</summary>
    public ImmutableArray<ScenarioProblem> Problems { get; private set; }

    public static Placement Of(Scenario scenario)
    {
        var placement = new Placement([]);
        foreach (var (pool, spec) in scenario.Nodes) placement.Fill(scenario, pool, spec);
        return placement;
    }

    /// <summary>The node, numbered in its pool, of each pod.</summary>
    public ImmutableArray<int> NodesOf(string service) => _nodes[service];

    /// <summary>The same of CoreDNS, which is there first; empty where nobody looks a name up.</summary>
    public ImmutableArray<int> CoreDnsNodes { get; private set; } = [];

    private void Fill(Scenario scenario, string pool, NodePoolSpec spec)
    {
        var allocatable = spec.AllocatableMillicores;
        var free = new long[spec.Count];
        Array.Fill(free, allocatable);
        var turn = 0;
        var coreDns = scenario.Dns.CoreDns;
        if (DnsBuilder.IsNeeded(scenario) && (coreDns.Node ?? scenario.Nodes.Keys.First()) == pool)
            CoreDnsNodes = Place(new Asked(["dns", "coredns"], coreDns.Replicas, coreDns.Resources));
        foreach (var (name, service) in scenario.Services)
        {
            if (service.Node == pool)
                _nodes[name] = Place(new Asked(["services", name], service.Replicas, service.Resources));
        }

        ImmutableArray<int> Place(Asked asked)
        {
            var nodes = ImmutableArray.CreateBuilder<int>(asked.Replicas);
            var wanted = asked.Resources.Requests.Cpu?.Millicores ?? 0;
            while (nodes.Count < asked.Replicas)
            {
                var node = NextFitting(free, wanted, ref turn);
                if (node < 0)
                {
                    Refuse(asked, nodes.Count, pool, spec, allocatable, free);
                    break;
                }

                free[node] -= wanted;
                nodes.Add(node);
            }

            return nodes.ToImmutable();
        }
    }

    private static int NextFitting(long[] free, long wanted, ref int turn)
    {
        for (var i = 0; i < free.Length; i++)
        {
            var node = (turn + i) % free.Length;
            if (free[node] < wanted) continue;
            turn = node + 1;
            return node;
        }

        return -1;
    }

    private void Refuse(
        Asked asked, int placed, string pool, NodePoolSpec spec, long allocatable, long[] free)
    {
        var wanted = asked.Resources.Requests.Cpu;
        var most = new CpuQuantity(free.Max());
        Problems = Problems.Add(new ScenarioProblem(
            [.. asked.Path, "replicas"],
            "unschedulable",
            $"{placed} of {asked.Replicas} pods fit: each requests {wanted} CPU, and the most that is left on one " +
            $"of the {spec.Count} nodes of {pool} is {most} of {new CpuQuantity(allocatable)} allocatable."));
    }

    private sealed record Asked(ImmutableArray<string> Path, int Replicas, ResourcesSpec Resources);
}
