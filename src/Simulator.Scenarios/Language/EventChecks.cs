namespace Simulator.Scenarios.Language;

/// <summary>Whether events can happen: before the run ends, and to as many as there are.</summary>
internal sealed class EventChecks(Scenario scenario, Action<NodePath, string, string> error)
{
    public void Check()
    {
        foreach (var (name, e) in scenario.Events)
        {
            CheckTime(name, e);
            switch (e)
            {
                case RolloutEventSpec rollout:
                    CheckStagger(name, rollout);
                    break;
                case KillPodsEventSpec kill:
                    CheckCount(NodePath.Of("events").Child(name).Child("killPods"), kill.Service, kill.Count);
                    break;
                case KillContainersEventSpec kill:
                    CheckCount(NodePath.Of("events").Child(name).Child("killContainers"), kill.Service, kill.Count);
                    break;
            }
        }

        CheckNodes();
    }

    /// <summary>The most pods that a service is meant to have at any time.</summary>
    public static int MostReplicas(Scenario scenario, string service) => scenario.Events.Values
        .OfType<ScaleEventSpec>()
        .Where(e => e.Service == service)
        .Select(e => e.Replicas)
        .Append(scenario.Services[service].Replicas)
        .Max();

    private void CheckTime(string name, EventSpec e)
    {
        if (e.At < scenario.Run.Duration) return;
        error(
            NodePath.Of("events").Child(name).Child("at"), "out-of-range",
            $"{Quantities.Format(e.At)} is not before the end of the run, {Quantities.Format(scenario.Run.Duration)}: "
                + "it would never happen");
    }

    private void CheckStagger(string name, RolloutEventSpec rollout)
    {
        var services = rollout.Services.IsEmpty ? scenario.Services.Count : rollout.Services.Length;
        var last = rollout.At.TotalSeconds + (rollout.Stagger.TotalSeconds * (services - 1));
        if (last < scenario.Run.Duration.TotalSeconds || rollout.At >= scenario.Run.Duration) return;
        error(
            NodePath.Of("events").Child(name).Child("rollout").Child("stagger"), "out-of-range",
            $"{services} rollouts {Quantities.Format(rollout.Stagger)} apart are not all begun before the run ends, "
                + $"{Quantities.Format(scenario.Run.Duration)}: shorten stagger or raise run.duration");
    }

    private void CheckCount(NodePath path, string service, int count)
    {
        var most = MostReplicas(scenario, service);
        if (count <= most) return;
        error(path.Child("count"), "out-of-range", $"{count} of {service}, which never has more than {most} pods");
    }

    private void CheckNodes()
    {
        foreach (var (pool, spec) in scenario.Nodes)
        {
            var left = spec.Count;
            foreach (var (name, e) in scenario.Events.OrderBy(e => e.Value.At))
            {
                if (e is not LoseNodeEventSpec lost || lost.Node != pool) continue;
                if (lost.Count > left)
                {
                    error(
                        NodePath.Of("events").Child(name).Child("loseNode").Child("count"), "out-of-range",
                        $"{lost.Count} nodes of {pool}, which has {left} left then: nodes.{pool}.count is {spec.Count}");
                }

                left = Math.Max(0, left - lost.Count);
            }
        }
    }
}
