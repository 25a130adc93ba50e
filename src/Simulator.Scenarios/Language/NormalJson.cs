using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language;

/// <summary>A node as JSON, each scalar by its kind in YAML 1.2.</summary>
internal static class NormalJson
{
    public static JsonNode? Of(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Of(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode s => Of(s),
        _ => null,
    };

    private static JsonNode? Of(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => null,
        ScalarKind.Boolean => scalar.Text[0] is 't' or 'T',
        ScalarKind.Integer or ScalarKind.Number => Number(scalar.Text),
        _ => scalar.Text,
    };

    // Beyond doubles and in notations that JSON lacks, the text stands for itself.
    private static JsonNode Number(string text)
    {
        if (ulong.TryParse(text, out var whole)) return whole;
        if (decimal.TryParse(text, out var exact)) return exact;
        return double.TryParse(text, out var approximate) && double.IsFinite(approximate) ? approximate : text;
    }
}
