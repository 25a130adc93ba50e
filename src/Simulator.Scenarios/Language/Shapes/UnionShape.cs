using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>One of several shapes; which one, the value itself says.</summary>
internal sealed class UnionShape<T>(string name, string doc, ImmutableArray<Shape<T>> alternatives) : Shape<T>
{
    /// <summary>Chooses the alternative, or reports why none can be.</summary>
    public required Func<Node, NodePath, ReadContext, Shape<T>?> Choose { get; init; }

    public override bool IsUnion => true;

    public override IEnumerable<AmountScale> Scales => alternatives.SelectMany(a => a.Scales);

    public override IEnumerable<string> Names => alternatives.SelectMany(a => a.Names).Distinct();

    public override IEnumerable<Shape> Children(string key) => alternatives.SelectMany(a => a.Children(key));

    public override JsonObject Describe(SchemaWriter schema) => schema.Define(name, () => new JsonObject
    {
        ["description"] = doc,
        ["oneOf"] = new JsonArray([.. alternatives.Select(a => (JsonNode)a.Describe(schema))]),
    });

    public override Bound<T> Read(Node node, NodePath path, ReadContext cx) =>
        Choose(node, path, cx) is { } shape ? shape.Read(node, path, cx) : default(Failure);
}

/// <summary>Ways to choose among alternatives.</summary>
internal static class UnionShape
{
    /// <summary>Chooses by the value of one key.</summary>
    public static Func<Node, NodePath, ReadContext, Shape<T>?> ByTag<T>(
        string key, string what, params ImmutableArray<(string Tag, Shape<T> Shape)> choices) => (node, path, cx) =>
    {
        var tags = choices.Select(c => c.Tag).Distinct().ToList();
        var list = string.Join(" | ", tags);
        if (node is not MapNode map)
        {
            cx.Error(node, "wrong-type", path, $"expected {what}, found {ReadContext.Kind(node)}");
            return null;
        }

        if (map.Find(key) is not { } value)
        {
            cx.Error(node, "missing-key", path, $"the key {Quote.Of(key)} is missing: {list}");
            return null;
        }

        if (value is ScalarNode { Kind: ScalarKind.Text } s && tags.Contains(s.Text))
            return choices.First(c => c.Tag == s.Text).Shape;
        var found = value is ScalarNode scalar ? scalar.Text : ReadContext.Kind(value);
        cx.Error(
            value, "wrong-value", path.Child(key),
            $"{Quote.Of(found)} is not one of {list}.{Suggestion.Near(found, tags)}");
        return null;
    };
}

/// <summary>A shape read as a wider type.</summary>
internal sealed class MappedShape<TFrom, TTo>(Shape<TFrom> inner, Func<TFrom, TTo> map) : Shape<TTo>
{
    public override IEnumerable<string> Names => inner.Names;

    public override bool HasFreeNames => inner.HasFreeNames;

    public override bool IsText => inner.IsText;

    public override IEnumerable<AmountScale> Scales => inner.Scales;

    public override IEnumerable<Shape> Children(string name) => inner.Children(name);

    public override JsonObject Describe(SchemaWriter schema) => inner.Describe(schema);

    public override Bound<TTo> Read(Node node, NodePath path, ReadContext cx)
    {
        var bound = inner.Read(node, path, cx);
        return bound.IsValid ? new Bound<TTo>(true, map(bound.Value), bound.Normal) : default(Failure);
    }
}
