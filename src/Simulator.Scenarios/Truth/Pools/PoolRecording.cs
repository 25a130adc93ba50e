using System.Text.Json;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>A file of recordings of pools, poolers and servers: one JSON object, a section a key.</summary>
public sealed class PoolRecording
{
    private PoolRecording(JsonElement root) => Root = root;

    internal JsonElement Root { get; }

    /// <summary>Sections in the file's order, <c>meta</c> left out.</summary>
    internal IEnumerable<JsonProperty> Sections => Root.EnumerateObject().Where(p => p.Name != "meta");

    /// <summary>The recordings that the project ships.</summary>
    public static PoolRecording Shipped()
    {
        using var stream = typeof(PoolRecording).Assembly.GetManifestResourceStream("pools.json")!;
        return Read("pools.json", stream).Recording!;
    }

    /// <summary>Errors say file, line and column; what a section holds is judged when it is replayed.</summary>
    public static (PoolRecording? Recording, IReadOnlyList<string> Errors) Read(string name, Stream stream)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, [$"{name}:1:1: error[recording] a file of recordings is one JSON object"]);
            var recording = new PoolRecording(document.RootElement.Clone());
            return recording.Sections.Any()
                ? (recording, [])
                : (null, [$"{name}:1:1: error[empty] no recording in the file"]);
        }
        catch (JsonException e)
        {
            var at = $"{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}";
            return (null, [$"{name}:{at}: error[json] {e.Message.Split(" LineNumber:")[0]}"]);
        }
    }
}
