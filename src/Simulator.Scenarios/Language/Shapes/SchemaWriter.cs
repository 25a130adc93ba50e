using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>Collects the named parts of a JSON Schema while shapes describe themselves.</summary>
internal sealed class SchemaWriter
{
    private readonly SortedDictionary<string, JsonObject?> _definitions = new(StringComparer.Ordinal);

    public JsonObject Definitions =>
        new([.. _definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value!.DeepClone()))]);

    /// <summary>A reference to the definition, which is made at the first use of its name.</summary>
    public JsonObject Define(string name, Func<JsonObject> make)
    {
        if (_definitions.TryAdd(name, null)) _definitions[name] = make();
        return new JsonObject { ["$ref"] = "#/definitions/" + name };
    }

    public JsonNode Property(Declaration declaration)
    {
        var schema = declaration.Shape.Describe(this);
        // Draft 7 ignores whatever stands beside a $ref.
        var result = schema.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(schema) } : schema;
        result["description"] = declaration.Doc;
        if (declaration.Default is { } value and not ScalarNode { Text: "" }) result["default"] = NormalJson.Of(value);
        return result;
    }

    /// <summary>oneOf or anyOf these keys.</summary>
    public static JsonNode Group(string word, ImmutableArray<string> keys) => new JsonObject
    {
        [word] = new JsonArray([.. keys.Select(k => (JsonNode)new JsonObject { ["required"] = new JsonArray(k) })]),
    };
}
