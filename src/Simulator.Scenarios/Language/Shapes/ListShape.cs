using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>A list, where the order is the meaning.</summary>
internal sealed class ListShape<T>(Shape<T> item) : Shape<ImmutableArray<T>>
{
    public int AtLeast { get; init; }

    public int AtMost { get; init; } = 1000;

    /// <summary>Why not more, as a sentence's end.</summary>
    public string TooMany { get; init; } = "";

    /// <summary>What the items are, for messages.</summary>
    public required string Of { get; init; }

    /// <summary>An item is reached by its <c>name</c>.</summary>
    public override IEnumerable<Shape> Children(string name) => [item];

    public override JsonObject Describe(SchemaWriter schema)
    {
        var result = new JsonObject { ["type"] = "array", ["items"] = item.Describe(schema), ["maxItems"] = AtMost };
        if (AtLeast > 0) result["minItems"] = AtLeast;
        return result;
    }

    public override Bound<ImmutableArray<T>> Read(Node node, NodePath path, ReadContext cx)
    {
        // An absent section is read as an empty map.
        if (node is MapNode { Entries: [], Origin: Defaults.Origin }) node = new ListNode(node.Position, []);
        if (node is not ListNode list)
            return cx.Error(
                node,
                "wrong-type",
                path,
                $"expected a list of {Of}, found {ReadContext.Kind(node)}: write [ … ] or '- ' lines");
        if (list.Items.Length < AtLeast)
            return cx.Error(node, "out-of-range", path, $"expected at least {AtLeast} {Of}, found {list.Items.Length}");
        if (list.Items.Length > AtMost)
        {
            var reason = TooMany.Length > 0 ? $": {TooMany}" : "";
            return cx.Error(
                node, "out-of-range", path, $"expected at most {AtMost} {Of}, found {list.Items.Length}{reason}");
        }

        var values = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        var normal = ImmutableArray.CreateBuilder<Node>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var bound = item.Read(list.Items[i], path.Item(i), cx);
            if (!bound.IsValid) continue;
            values.Add(bound.Value);
            normal.Add(bound.Normal!);
        }

        if (values.Count < list.Items.Length) return default(Failure);
        var result = new ListNode(list.Position, normal.ToImmutable(), list.Origin);
        return new Bound<ImmutableArray<T>>(true, values.ToImmutable(), result);
    }
}
