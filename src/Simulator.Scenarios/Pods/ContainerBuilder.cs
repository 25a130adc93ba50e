using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios;

/// <summary>The cgroups that the kubelet makes for a pod of one container.</summary>
internal sealed class ContainerBuilder(Simulation sim)
{
    /// <param name="name">Of the pod.</param>
    /// <param name="resources">Of its container.</param>
    /// <param name="burst">cfs_burst_us of its quota.</param>
    /// <param name="phase">Of every period grid; null: random for each.</param>
    /// <param name="pool">Whose kubelet and kernel it is.</param>
    /// <param name="node">Where it runs.</param>
    /// <returns>Makes the cgroup of the pod's next container.</returns>
    public Func<CpuGroup> Build(
        string name, ResourcesSpec resources, Duration burst, Duration? phase, NodePoolSpec pool, CpuNode node)
    {
        var limit = pool.Kubelet.CpuCFSQuota ? resources.Limits.Cpu?.Millicores ?? 0 : 0;
        var period = pool.Kubelet.CpuCFSQuotaPeriod;
        var quota = CfsQuota.FromMillicores(limit, period, burst);
        // As the API server defaults it: a limit without a request is the request.
        var requested = resources.Requests.Cpu ?? resources.Limits.Cpu;
        var weight = CfsQuota.SharesFromMillicores(requested?.Millicores ?? 0);
        var phases = sim.Stream($"pods/{name}/phase");

        // The kubelet limits the pod's cgroup too, to the sum of its containers' limits: here the same quota again,
        // with an account and a period grid of its own. Burst has to be on both levels to be of any use.
        var podGroup = node.CreateGroup(name, quota, weight, Phase());
        return () => node.CreateGroup($"{name}/app", quota, weight, Phase(), podGroup);

        Duration Phase()
        {
            var drawn = new Duration(phases.NextInt64(period.Nanoseconds));
            return phase ?? (pool.Kernel.Version.RandomPeriodOffset ? drawn : Duration.Zero);
        }
    }
}
