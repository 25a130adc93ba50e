using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>A map with known keys, read by one function that names each key once.</summary>
internal sealed class ObjectShape<T>(string name, string doc, Func<Fields, T> bind) : Shape<T>
{
    private readonly Lazy<Fields> _described = new(() =>
    {
        var fields = new Fields();
        bind(fields);
        return fields;
    });

    public override IEnumerable<string> Names => _described.Value.Declared.Select(d => d.Key);

    public override IEnumerable<Shape> Children(string key) =>
        _described.Value.Declared.Where(d => d.Key == key).Select(d => d.Shape);

    public override JsonObject Describe(SchemaWriter schema) =>
        schema.Define(name, () => _described.Value.Describe(schema, doc));

    public override Bound<T> Read(Node node, NodePath path, ReadContext cx)
    {
        if (node is not MapNode map)
        {
            return cx.Error(
                node, "wrong-type", path, $"expected a map with {KeyList()}, found {ReadContext.Kind(node)}");
        }

        var fields = new Fields(map, path, cx);
        var value = bind(fields);
        return fields.Finish(out var normal) ? new Bound<T>(true, value, normal) : default(Failure);
    }

    private string KeyList()
    {
        var keys = Names.Take(9).ToList();
        return keys.Count < 9 ? string.Join(", ", keys) : string.Join(", ", keys.Take(8)) + ", …";
    }
}
