namespace Simulator.Scenarios.Language;

/// <summary>
/// Applies a variant of the file to its scenario; the form of the variant itself is checked with the baseline.
/// </summary>
internal sealed class VariantEdit(string name, MapNode spec, DiagnosticBag bag)
{
    private readonly string _origin = $"variant {Quote.Clean(name)}";

    /// <summary>What cannot be applied is reported and left out.</summary>
    public MapNode Apply(MapNode root)
    {
        if (spec.Find("set") is MapNode set)
        {
            foreach (var entry in set.Entries.Where(e => !Names.IsExtension(e.Key)))
            {
                var edit = Edit(entry.Key, entry.KeyPosition);
                root = edit?.Set(root, _ => entry.Value.From(_origin), _origin) ?? root;
            }
        }

        if (spec.Find("unset") is ListNode unset)
        {
            foreach (var item in unset.Items.OfType<ScalarNode>())
                root = Unset(root, item);
        }

        return spec.Find("thresholds") is MapNode thresholds ? WithThresholds(root, thresholds) : root;
    }

    private MapNode Unset(MapNode root, ScalarNode item)
    {
        var removed = 0;
        var result = Edit(item.Text, item.Position)?.Unset(root, _origin, out removed);
        if (result is not null && removed == 0)
        {
            bag.Add(
                item.Position, "nothing-to-unset", $"variants.{Quote.Clean(name)}.unset",
                $"{Quote.Of(item.Text)} is not set, so there is nothing to take away");
        }

        return result ?? root;
    }

    private MapNode WithThresholds(MapNode root, MapNode thresholds)
    {
        var below = root.Find("thresholds") as MapNode ?? new MapNode(spec.Position, [], _origin);
        foreach (var entry in thresholds.Entries)
            below = below.With(entry with { Value = entry.Value.From(_origin) });
        return root.With(new MapEntry("thresholds", below.Position, below));
    }

    private PathEdit? Edit(string text, SourcePosition at)
    {
        if (PathPattern.TryParse(text, out _, out var reason) is { } path)
            return new PathEdit(path, text, _ => at, bag);
        bag.Add(at, "bad-path", $"variants.{Quote.Clean(name)}", $"{Quote.Of(text)} is not a path: {reason}");
        return null;
    }
}
