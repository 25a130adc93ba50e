using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>What a scenario makes happen, as its pictures and sentences call it.</summary>
internal static class EventMarks
{
    /// <summary>In the order of time.</summary>
    public static ImmutableArray<EventMark> Of(Scenario scenario) =>
        [.. scenario.Events.Select(e => Of(scenario, e.Key, e.Value)).OrderBy(m => m.At)];

    private static EventMark Of(Scenario scenario, string name, EventSpec spec)
    {
        var at = SimTime.Zero + spec.At;
        return spec switch
        {
            RolloutEventSpec rollout => new EventMark(
                name, RolloutWords(rollout), at, SimTime.Zero + rollout.Starts(scenario).Max(s => s.At)),
            ScaleEventSpec scale => new EventMark(name, $"{scale.Service} scaled to {scale.Replicas}", at, at),
            KillPodsEventSpec kill => new EventMark(name, $"{Pods(kill.Count)} of {kill.Service} deleted", at, at),
            KillContainersEventSpec crash =>
                new EventMark(name, $"{Pods(crash.Count)} of {crash.Service} crash", at, at),
            LoseNodeEventSpec loss => new EventMark(
                name, loss.Count == 1 ? $"a node of {loss.Node} lost" : $"{loss.Count} nodes of {loss.Node} lost",
                at, at),
            SlowDownEventSpec slow => new EventMark(
                name, FormattableString.Invariant($"{slow.Database} {slow.Factor} × as slow"), at, at + slow.For),
            _ => throw new InvalidOperationException($"Nobody has a word for {spec.GetType().Name}."),
        };
    }

    private static string RolloutWords(RolloutEventSpec rollout) => rollout.Services.Length switch
    {
        0 => "rollout of all services",
        1 => $"rollout of {rollout.Services[0]}",
        var count => $"rollout of {count} services",
    };

    private static string Pods(int count) => count == 1 ? "a pod" : $"{count} pods";
}
