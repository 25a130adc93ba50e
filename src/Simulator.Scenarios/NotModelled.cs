using System.Collections.Immutable;

namespace Simulator.Scenarios;

/// <summary>What a cluster has and the models do not; the README and every report have this list.</summary>
public static class NotModelled
{
    private sealed record Item(string What, Func<Scenario, bool> Concerns);

    private static readonly ImmutableArray<Item> Items =
    [
        new("memory", _ => true),
        new("network times other than those of DNS and databases", _ => true),
        new("disks", HasDatabases),
        new("caches", _ => true),
        new("SMT and CPU frequency", HasLimits),
        new("steal of a hypervisor", HasLimits),
        new("busy neighbours that slow a CPU down", HasLimits),
        new("the CPU manager's static policy", HasLimits),
        new("garbage collection", _ => true),
        new("lock contention within a process", _ => true),
        new("autoscalers", HasPodsThatChange),
        new("image pulls and the time a sandbox takes", HasPodsThatChange),
        new("failing or slow commands of a container's script", HasPodsThatChange),
        new("a PgBouncer that is itself rolled out", HasDatabases),
        new("vacuum, checkpoints and replicas of Postgres", HasDatabases),
    ];

    /// <summary>All, in the order of the README.</summary>
    public static ImmutableArray<string> All => [.. Items.Select(i => i.What)];

    /// <summary>All; those first that are about something the scenario has.</summary>
    public static ImmutableArray<string> For(Scenario scenario) =>
        [.. Items.OrderBy(i => i.Concerns(scenario) ? 0 : 1).Select(i => i.What)];

    private static bool HasLimits(Scenario scenario) =>
        scenario.Services.Values.Any(s => s.Resources.Limits.Cpu is not null);

    private static bool HasDatabases(Scenario scenario) => scenario.Databases.Count > 0;

    private static bool HasPodsThatChange(Scenario scenario) => scenario.Events.Count > 0
        || scenario.Services.Values.Any(s => s.Lifecycle.LivenessProbe is not null);
}
