using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Deployments;

/// <summary>What the control plane makes of a node that is gone.</summary>
/// <remarks>
/// Sources: node-monitor-grace-period of kube-controller-manager; the taints not-ready and unreachable, which pods
/// tolerate for 300 s (DefaultTolerationSeconds). Its pods stay Terminating: no kubelet says that they have ended.
/// </remarks>
public sealed class NodeLoss(Simulation sim, NodePool pool, ImmutableArray<Deployment> deployments)
{
    private static readonly Duration MonitorGrace = Duration.FromSeconds(40);
    private static readonly Duration Toleration = Duration.FromSeconds(300);

    /// <param name="node">Of the pool; one that is lost already is left alone.</param>
    public void Begin(int node)
    {
        if (pool.IsLost(node)) return;
        pool.Lose(node);
        sim.Start(Lose(node));
    }

    private async SimTask Lose(int node)
    {
        foreach (var pod in deployments.SelectMany(d => d.On(node))) pod.LoseHost();
        await sim.Delay(MonitorGrace);
        foreach (var pod in deployments.SelectMany(d => d.On(node))) pod.OnNodeNotReady();
        await sim.Delay(Toleration);
        foreach (var pod in deployments.SelectMany(d => d.On(node))) pod.Delete();
    }
}
