using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;
using Simulator.Models.Dns;
using Simulator.Models.Pods;

namespace Simulator.Scenarios;

/// <summary>Makes the pods of one service, and the containers in them.</summary>
/// <param name="sim">The run.</param>
/// <param name="containers">Makes their cgroups.</param>
/// <param name="pool">Whose nodes they run on.</param>
/// <param name="spec">Of the service.</param>
/// <param name="pools">Of a process of that name, of a pod of that generation.</param>
/// <param name="resolvers">Of a container, its node's number and the process's name; null: nobody looks a name
/// up.</param>
internal sealed class PodBuilder(
    Simulation sim, ContainerBuilder containers, NodePoolSpec pool, ServiceSpec spec,
    Func<string, int, IReadOnlyDictionary<string, ClientPool>> pools,
    Func<Container, int, string, PodResolver>? resolvers)
{
    /// <param name="name">Of the pod.</param>
    /// <param name="generation">Of the service's template.</param>
    /// <param name="node">Where it runs.</param>
    /// <param name="number">Of that node in its pool.</param>
    public Pod Build(string name, int generation, CpuNode node, int number)
    {
        var next = containers.Build(name, spec.Resources, spec.CpuBurst, spec.Phase, pool, node);
        return new Pod(name, generation, pod =>
        {
            var group = next();
            var threads = ThreadsOf(spec.Runtime, node.CpuCount, group.Quota);
            var container = new Container(sim, group, threads, spec.Queue.Capacity)
            {
                QueueTimeout = spec.Queue.Timeout,
            };
            // A process after a restart has chances of its own.
            var process = pod.Starts == 0 ? name : $"{name}/{pod.Starts}";
            container.Pools = pools(process, generation);
            container.Resolver = resolvers?.Invoke(container, number, process);
            return container;
        });
    }

    private static RuntimeThreads ThreadsOf(RuntimeSpec spec, int nodeCpus, CfsQuota? quota)
    {
        double? limit = quota is null ? null : quota.Quota / quota.Period;
        return spec switch
        {
            { Threads: { } threads } => new RuntimeThreads(threads),
            { Language: RuntimeLanguage.Node } => RuntimeThreads.Node(spec.UvThreadpoolSize),
            { Gomaxprocs: { } procs } => RuntimeThreads.Go(procs),
            { Language: RuntimeLanguage.Go } => RuntimeThreads.Go(GoSeesLimit(spec), nodeCpus, limit),
            { ActiveProcessorCount: { } count } => RuntimeThreads.Jvm(count),
            { Language: RuntimeLanguage.Jvm } => RuntimeThreads.Jvm(nodeCpus, limit),
            { ProcessorCount: { } count } => new RuntimeThreads(count),
            _ => RuntimeThreads.Dotnet(nodeCpus, limit),
        };
    }

    private static bool GoSeesLimit(RuntimeSpec spec) =>
        !Version.TryParse(spec.Version, out var version) || version >= new Version(1, 25);
}
