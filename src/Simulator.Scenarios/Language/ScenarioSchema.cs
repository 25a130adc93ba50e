using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>The JSON Schema of scenario files, for editors; made from the same tables as the reader.</summary>
public static class ScenarioSchema
{
    /// <summary>Draft 7, which editors know best; same text for the same version.</summary>
    public static string Generate()
    {
        var writer = new SchemaWriter();
        var root = Scenario.Shape.Describe(writer);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Simulator scenario, sim/v1",
            ["allOf"] = new JsonArray(root),
            ["definitions"] = writer.Definitions,
        };
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NewLine = "\n",
        };
        using (var json = new Utf8JsonWriter(stream, options)) schema.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
