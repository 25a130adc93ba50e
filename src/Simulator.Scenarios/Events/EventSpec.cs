using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>Something that happens once, at a time of every run.</summary>
public abstract record EventSpec
{
    private protected EventSpec()
    {
    }

    /// <summary>From the start of the run, warm-up included; before its end.</summary>
    public Duration At { get; init; }

    /// <summary>The kinds by the key that tells them apart.</summary>
    private static (string Key, Shape<EventSpec> Shape)[] Kinds { get; } =
    [
        Kind("rollout", RolloutEventSpec.Shape, "New pods take the place of the old ones, by strategy."),
        Kind("scale", ScaleEventSpec.Shape, "A service gets another number of pods."),
        Kind("killPods", KillPodsEventSpec.Shape, "Pods are deleted, and replaced."),
        Kind("killContainers", KillContainersEventSpec.Shape, "Containers crash, and the kubelet restarts them."),
        Kind("loseNode", LoseNodeEventSpec.Shape, "Nodes are gone from one moment to the next."),
        Kind("slowDown", SlowDownEventSpec.Shape, "A database takes longer for a while."),
    ];

    internal static Shape<EventSpec> Shape { get; } = new UnionShape<EventSpec>(
        "event", "Something that happens once, at a time of every run.", [.. Kinds.Select(k => k.Shape)])
    {
        Choose = Choose,
    };

    private protected static ScalarShape<int> CountShape { get; } = Is.Int(1, 10_000);

    private static (string Key, Shape<EventSpec> Shape) Kind<T>(string key, Shape<T> shape, string doc)
        where T : EventSpec => (key, new ObjectShape<EventSpec>(
            key + "Event",
            doc,
            f =>
            {
                var at = f.Required("at", Amount.Duration, "When, from the start of the run, warm-up included.");
                EventSpec? what = f.Required(key, shape, doc);
                return what is null ? null! : what with { At = at };
            }));

    private static Shape<EventSpec>? Choose(Node node, NodePath path, ReadContext cx)
    {
        if (node is not MapNode map)
        {
            cx.Error(
                node, "wrong-type", path,
                $"expected an event such as {{at: 2m, rollout: {{services: all}}}}, found {ReadContext.Kind(node)}");
            return null;
        }

        var given = Kinds.Where(k => map.FindEntry(k.Key) is not null).ToList();
        if (given.Count == 1) return given[0].Shape;
        var kinds = Kinds.Select(k => k.Key).ToList();
        if (given.Count > 1)
        {
            cx.Error(
                map.FindEntry(given[1].Key)!.Value.KeyPosition, "one-of", path,
                $"an event is either {given[0].Key} or {given[1].Key}: make two events of it, at the same time");
            return null;
        }

        foreach (var entry in map.Entries)
        {
            if (entry.Key == "at" || Names.IsExtension(entry.Key)) continue;
            cx.Error(
                entry.KeyPosition, "unknown-key", path.Child(entry.Key),
                $"there is no event {Quote.Of(entry.Key)}.{Suggestion.For(entry.Key, kinds)}");
            return null;
        }

        cx.Error(map, "one-of", path, $"an event needs one of {string.Join(", ", kinds)}");
        return null;
    }
}
