using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>Any value, kept as text; its meaning depends on where it is put.</summary>
internal sealed class AnyShape : Shape<string>
{
    public override JsonObject Describe(SchemaWriter schema) => [];

    public override Bound<string> Read(Node node, NodePath path, ReadContext cx)
    {
        var text = node is ScalarNode scalar ? scalar.Text : NormalJson.Of(node)!.ToJsonString();
        return new Bound<string>(true, text, node);
    }
}
