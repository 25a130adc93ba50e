using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Sets or takes away the values at a path; the shapes along the way say what the path can mean.</summary>
/// <param name="path">Where.</param>
/// <param name="shown">The path as the user wrote it.</param>
/// <param name="place">The place of a column of the path.</param>
/// <param name="bag">Gets what is wrong with the path.</param>
internal sealed class PathEdit(PathPattern path, string shown, Func<int, SourcePosition> place, DiagnosticBag bag)
{
    /// <summary>Null after a diagnostic.</summary>
    /// <param name="root">The scenario.</param>
    /// <param name="value">Makes the value, given the shapes that it may have; null after a diagnostic.</param>
    /// <param name="origin">Of maps that have to be made on the way.</param>
    public MapNode? Set(MapNode root, Func<List<Shape>, Node?> value, string origin) =>
        IsAllowed() ? (MapNode?)SetIn(root, [Scenario.Shape], 0, value, origin) : null;

    /// <summary>Null after a diagnostic; <paramref name="removed"/> is how many values were there.</summary>
    public MapNode? Unset(MapNode root, string by, out int removed)
    {
        removed = 0;
        return IsAllowed() ? (MapNode?)UnsetIn(root, [Scenario.Shape], 0, by, ref removed) : null;
    }

    private bool IsAllowed()
    {
        if (path.Segments[0] is not { IsGlob: false, Name: "variants" or "sweep" or "apiVersion" or "kind" } first) return true;
        Error(0, "bad-path", $"{first.Name} cannot be changed from outside");
        return false;
    }

    private Node? SetIn(Node node, List<Shape> shapes, int depth, Func<List<Shape>, Node?> value, string origin)
    {
        if (depth == path.Segments.Length) return value(shapes);
        var segment = path.Segments[depth];
        if (segment.IsGlob)
            return OnAll(node, shapes, depth, (child, inner) => SetIn(child, inner, depth + 1, value, origin));
        if (Inner(shapes, segment) is not { } next) return null;
        if (node is ListNode list)
        {
            return ItemOf(list, segment) is { } index
                && SetIn(list.Items[index], next, depth + 1, value, origin) is { } item
                ? list.With(index, item)
                : null;
        }

        if (Container(node, segment, origin) is not { } map) return null;
        var isLast = depth == path.Segments.Length - 1;
        if (map.Find(segment.Name) is null && !isLast && shapes.Exists(s => s.HasFreeNames))
            return Missing(map, segment);
        var below = map.Find(segment.Name) ?? new MapNode(place(segment.Column), [], origin);
        var child = SetIn(below, next, depth + 1, value, origin);
        return child is null ? null : map.With(new MapEntry(segment.Name, place(segment.Column), child));
    }

    private Node? UnsetIn(Node node, List<Shape> shapes, int depth, string by, ref int removed)
    {
        var segment = path.Segments[depth];
        var isLast = depth == path.Segments.Length - 1;
        if (segment.IsGlob)
        {
            var count = 0;
            var all = OnAll(node, shapes, depth, (child, inner) =>
            {
                if (!isLast) return UnsetIn(child, inner, depth + 1, by, ref count);
                Error(segment.Column, "bad-path", "a path to take away ends with a name");
                return null;
            });
            removed += count;
            return all;
        }

        if (Inner(shapes, segment) is not { } next) return null;
        if (node is ListNode list)
        {
            if (ItemOf(list, segment) is not { } index) return null;
            if (isLast)
            {
                Error(segment.Column, "bad-path", "an item of a list cannot be taken away: set the whole list");
                return null;
            }

            return UnsetIn(list.Items[index], next, depth + 1, by, ref removed) is { } item
                ? list.With(index, item)
                : null;
        }

        if (node is not MapNode map) return node;
        if (map.Find(segment.Name) is not { } child)
            return shapes.Exists(s => s.HasFreeNames) ? Missing(map, segment) : map;
        if (isLast)
        {
            removed++;
            return map.Without(segment.Name, by);
        }

        var changed = UnsetIn(child, next, depth + 1, by, ref removed);
        return changed is null ? null : map.With(new MapEntry(segment.Name, place(segment.Column), changed));
    }

    private Node? OnAll(Node node, List<Shape> shapes, int depth, Func<Node, List<Shape>, Node?> change)
    {
        var segment = path.Segments[depth];
        var matches = 0;
        var result = node;
        for (var i = 0; node is ListNode items && i < items.Items.Length; i++)
        {
            matches++;
            if (change(items.Items[i], Inner(shapes, "")) is not { } item) return null;
            result = ((ListNode)result).With(i, item);
        }

        foreach (var entry in node is MapNode map ? map.Entries : [])
        {
            if (Names.IsExtension(entry.Key) && shapes.TrueForAll(s => s.HasExtensions)) continue;
            matches++;
            if (change(entry.Value, Inner(shapes, entry.Key)) is not { } value) return null;
            result = ((MapNode)result).With(entry with { Value = value });
        }

        if (matches > 0) return result;
        Error(segment.Column, "no-match", "the * matches nothing here");
        return null;
    }

    private static List<Shape> Inner(List<Shape> shapes, string name) => [.. shapes.SelectMany(s => s.Children(name))];

    private List<Shape>? Inner(List<Shape> shapes, PathSegment segment)
    {
        var inner = Inner(shapes, segment.Name);
        if (inner.Count > 0) return inner;
        var names = shapes.SelectMany(s => s.Names).Distinct().ToList();
        Error(
            segment.Column, "unknown-key", names.Count == 0
                ? $"the path ends before {Quote.Of(segment.Name)}: there is a single value"
                : $"there is no key {Quote.Of(segment.Name)} here.{Suggestion.For(segment.Name, names)}");
        return null;
    }

    private int? ItemOf(ListNode list, PathSegment segment)
    {
        if (list.IndexOf(segment.Name) is >= 0 and var index) return index;
        var names = list.ItemNames.ToList();
        Error(
            segment.Column, "unknown-name", names.Count == 0
                ? "the items of this list have no names: give the item a name, or set the whole list"
                : $"no item has the name {Quote.Of(segment.Name)}.{Suggestion.For(segment.Name, names)}");
        return null;
    }

    private MapNode? Container(Node node, PathSegment segment, string origin)
    {
        if (node is MapNode map) return map;
        if (node is ScalarNode { IsNull: true }) return new MapNode(node.Position, [], origin);
        Error(
            segment.Column,
            "bad-path",
            $"there is {ReadContext.Kind(node)} in the way of {Quote.Of(segment.Name)}: set the whole value");
        return null;
    }

    private MapNode? Missing(MapNode map, PathSegment segment)
    {
        var names = map.Entries.Select(e => e.Key).Where(k => !Names.IsExtension(k));
        Error(
            segment.Column,
            "unknown-name",
            $"nothing here is called {Quote.Of(segment.Name)}.{Suggestion.For(segment.Name, names)}");
        return null;
    }

    private void Error(int column, string code, string message) =>
        bag.Add(place(column), code, Quote.Clean(shown), message);
}
