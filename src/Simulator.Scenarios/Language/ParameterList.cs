using System.Collections.Immutable;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Walks a tree and lists its scalars, each with its path and origin.</summary>
internal sealed class ParameterList
{
    private readonly ImmutableArray<ScenarioParameter>.Builder _list =
        ImmutableArray.CreateBuilder<ScenarioParameter>();

    public static ImmutableArray<ScenarioParameter> Of(MapNode root)
    {
        var list = new ParameterList();
        list.Add(root, NodePath.Root);
        return list._list.ToImmutable();
    }

    private void Add(Node node, NodePath path)
    {
        switch (node)
        {
            case MapNode map:
                if (map.Entries.IsEmpty && map.Removed.IsEmpty) Add(path, "{}", OriginOf(node));
                foreach (var entry in map.Entries) Add(entry.Value, path.Child(entry.Key));
                foreach (var removed in map.Removed)
                    Add(path.Child(removed.Key), "", $"unset by {removed.Value.Origin}");
                break;
            case ListNode list:
                if (list.Items.IsEmpty) Add(path, "[]", OriginOf(node));
                for (var i = 0; i < list.Items.Length; i++) Add(list.Items[i], path.Item(i));
                break;
            case ScalarNode scalar:
                Add(path, scalar.Text, OriginOf(node));
                break;
        }
    }

    private void Add(NodePath path, string value, string origin) =>
        _list.Add(new ScenarioParameter(path.ToString(), value, origin));

    private static string OriginOf(Node node) => node.Origin switch
    {
        Defaults.Origin => Defaults.Origin,
        null => FileAndLine(node.Position),
        var origin when origin == node.Position.File && !origin.StartsWith("--", StringComparison.Ordinal) =>
            FileAndLine(node.Position),
        var origin => origin,
    };

    private static string FileAndLine(SourcePosition position) =>
        $"{Path.GetFileName(position.File)}:{position.Line}";
}
