using System.Collections.Immutable;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>One value that two scenarios have differently.</summary>
/// <param name="Path">As in --set.</param>
/// <param name="Before">In the first, on one line; null where it is not set.</param>
/// <param name="After">In the second.</param>
public sealed record SettingDifference(string Path, string? Before, string? After)
{
    /// <summary><c>services.pdf.resources.limits.cpu 500m → none</c>.</summary>
    public override string ToString() => $"{Path} {Before ?? "none"} → {After ?? "none"}";
}

/// <summary>
/// Two scenarios and all between them: any of the settings in which they differ taken from the second, the others
/// from the first.
/// </summary>
/// <remarks>
/// What only one of them has is one setting, however much is in it; so is a list, and a value of several forms. What
/// is said about a scenario and does not change its run (metadata, thresholds) is no setting.
/// </remarks>
public sealed class SettingMix
{
    // How long, how often and under which chances they run is not for one of two to decide.
    private static readonly string[] NoSettings =
        ["apiVersion", "kind", "metadata", "run", "thresholds", "variants", "sweep"];

    private readonly EffectiveScenario _first;
    private readonly List<(ImmutableArray<string> Path, MapEntry? After)> _changes = [];
    private readonly ImmutableArray<SettingDifference>.Builder _settings =
        ImmutableArray.CreateBuilder<SettingDifference>();

    public SettingMix(EffectiveScenario first, EffectiveScenario second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        _first = first;
        Differ(first.Normal, second.Normal, [Scenario.Shape], [], NodePath.Root);
        Settings = _settings.ToImmutable();
    }

    /// <summary>In the order of the first scenario, then what only the second has.</summary>
    public ImmutableArray<SettingDifference> Settings { get; }

    /// <summary>Without thresholds: they are about the scenarios themselves.</summary>
    /// <param name="taken">For each setting, whether it is the second's.</param>
    /// <param name="name">Of the mixture.</param>
    /// <param name="mistakes">Why the two cannot be mixed so; empty when they can.</param>
    public EffectiveScenario? With(ImmutableArray<bool> taken, string name, out ImmutableArray<Diagnostic> mistakes)
    {
        var tree = _first.Normal.Hide("thresholds").Hide("sweep");
        for (var i = 0; i < _changes.Count; i++)
            if (taken[i]) tree = Change(tree, _changes[i].Path, 0, _changes[i].After);
        var bag = new DiagnosticBag();
        var mixed = EffectiveScenario.Bind(tree, name, name, _first.Files, bag);
        mistakes = [.. bag.ToSorted()];
        return mixed;
    }

    private static MapNode Change(MapNode map, ImmutableArray<string> path, int depth, MapEntry? after)
    {
        var key = path[depth];
        if (depth == path.Length - 1) return after is { } entry ? map.With(entry) : map.Hide(key);
        var below = map.FindEntry(key)!.Value;
        return map.With(below with { Value = Change((MapNode)below.Value, path, depth + 1, after) });
    }

    private void Differ(MapNode first, MapNode second, List<Shape> shapes, ImmutableArray<string> path, NodePath shown)
    {
        var keys = first.Entries.Select(e => e.Key).Union(second.Entries.Select(e => e.Key), StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (Names.IsExtension(key) || (path.IsEmpty && NoSettings.Contains(key))) continue;
            var (before, after) = (first.FindEntry(key), second.FindEntry(key));
            var inner = shapes.SelectMany(s => s.Children(key)).ToList();
            var child = shown.Child(key);
            if (before?.Value is MapNode a && after?.Value is MapNode b && !inner.Exists(s => s.IsUnion))
            {
                Differ(a, b, inner, path.Add(key), child);
                continue;
            }

            var (from, to) = (Text(before), Text(after));
            if (from == to) continue;
            _changes.Add((path.Add(key), after));
            _settings.Add(new SettingDifference(child.ToString(), from, to));
        }
    }

    private static string? Text(MapEntry? entry) => entry is { } e ? NormalJson.Of(e.Value) switch
    {
        System.Text.Json.Nodes.JsonValue value => value.ToString(),
        { } json => json.ToJsonString(),
        null => "null",
    } : null;
}
