using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Lays one tree over another, key by key.</summary>
internal static class Layers
{
    /// <summary>
    /// Maps merge; lists, scalars and values of one of several forms (a distribution, arrivals) are replaced.
    /// </summary>
    public static MapNode Merge(MapNode below, MapNode above) => Merge(below, above, [Scenario.Shape]);

    private static MapNode Merge(MapNode below, MapNode above, List<Shape> shapes)
    {
        foreach (var entry in above.Entries)
        {
            var inner = shapes.SelectMany(s => s.Children(entry.Key)).ToList();
            var isMerged = entry.Value is MapNode && below.Find(entry.Key) is MapNode && !inner.Exists(s => s.IsUnion);
            below = below.With(isMerged
                ? entry with { Value = Merge((MapNode)below.Find(entry.Key)!, (MapNode)entry.Value, inner) }
                : entry);
        }

        return below;
    }
}
