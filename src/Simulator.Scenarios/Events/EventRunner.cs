using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Deployments;

namespace Simulator.Scenarios;

/// <summary>Makes the scenario's events happen at their times.</summary>
/// <param name="sim">The run, not yet begun.</param>
/// <param name="scenario">Whose events they are.</param>
/// <param name="deployments">What they happen to.</param>
/// <param name="slowDown">Sets how many times their time a database's statements take.</param>
internal sealed class EventRunner(
    Simulation sim, Scenario scenario, DeploymentBuilder deployments, Action<string, double> slowDown)
{
    private readonly Dictionary<string, double> _slow = new(StringComparer.Ordinal);

    public void Start()
    {
        foreach (var spec in scenario.Events.Values) Start(spec);
    }

    private void Start(EventSpec spec)
    {
        switch (spec)
        {
            case RolloutEventSpec rollout:
                foreach (var (service, at) in rollout.Starts(scenario)) At(at, () => Of(service).Rollout());
                break;
            case ScaleEventSpec scale:
                At(spec.At, () => Of(scale.Service).Scale(scale.Replicas));
                break;
            case KillPodsEventSpec kill:
                At(spec.At, () => Of(kill.Service).DeletePods(
                    kill.Count, Duration.FromSeconds(kill.GracePeriodSeconds)));
                break;
            case KillContainersEventSpec crash:
                At(spec.At, () => Of(crash.Service).CrashContainers(crash.Count));
                break;
            case LoseNodeEventSpec loss:
                At(spec.At, () => Lose(loss));
                break;
            case SlowDownEventSpec slow:
                At(spec.At, () => Slow(slow.Database, slow.Factor));
                At(spec.At + slow.For, () => Slow(slow.Database, 1 / slow.Factor));
                break;
            default:
                throw new InvalidOperationException($"Nobody makes {spec.GetType().Name} happen.");
        }
    }

    // Two at a time multiply; to end one takes its factor out again, and rounding with it.
    private void Slow(string database, double factor)
    {
        var product = _slow.GetValueOrDefault(database, 1) * factor;
        if (Math.Abs(product - 1) < 1e-9) product = 1;
        slowDown(database, _slow[database] = product);
    }

    private Deployment Of(string service) => deployments.Deployments[service];

    // The last ones of the pool: the first have the most pods to lose, and are easier to look at.
    private void Lose(LoseNodeEventSpec spec)
    {
        var pool = deployments.Pools[spec.Node];
        ImmutableArray<Deployment> all = [.. deployments.Deployments.Values];
        var loss = new NodeLoss(sim, pool, all);
        var left = spec.Count;
        for (var node = pool.Nodes.Length - 1; node >= 0 && left > 0; node--)
        {
            if (pool.IsLost(node)) continue;
            loss.Begin(node);
            left--;
        }
    }

    private void At(Duration at, Action action) => sim.Start(Later(at, action));

    private async SimTask Later(Duration at, Action action)
    {
        await sim.Until(SimTime.Zero + at);
        action();
    }
}
