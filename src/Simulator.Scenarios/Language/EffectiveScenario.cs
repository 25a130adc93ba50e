using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Simulator.Scenarios.Language.Shapes;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Language;

/// <summary>
/// A scenario after all layers: the records, where each value comes from, and a name for it that fits nothing else.
/// </summary>
public sealed class EffectiveScenario
{
    private readonly MapNode _normal;

    private EffectiveScenario(
        string name, string title, Scenario scenario, MapNode tree, MapNode normal, DataFiles files,
        IEnumerable<string> usedFiles)
    {
        (Name, Title, Scenario, Tree, _normal, Files) = (name, title, scenario, tree, normal, files);
        Sha256 = Hash(normal, usedFiles.Select(f => (f, files.Sha256(f))));
    }

    /// <summary><c>baseline</c>, or the variant's.</summary>
    public string Name { get; }

    public string Title { get; }

    public Scenario Scenario { get; }

    /// <summary>Of the meaning, data files included: however it is written, and by whichever layer.</summary>
    public string Sha256 { get; }

    /// <summary>As written, all layers together.</summary>
    internal MapNode Tree { get; }

    internal DataFiles Files { get; }

    /// <summary>Null after a mistake; one that the bag has already is not repeated.</summary>
    /// <param name="tree">All layers together.</param>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="title">Null: the scenario's, or the name.</param>
    /// <param name="files">The data files it may name.</param>
    /// <param name="bag">Gets what is wrong.</param>
    /// <param name="where">Ends each new message: which of several scenarios has the mistake.</param>
    internal static EffectiveScenario? Bind(
        MapNode tree, string name, string? title, DataFiles files, DiagnosticBag bag, string where)
    {
        var own = new DiagnosticBag();
        var cx = new ReadContext(tree, own, files);
        var bound = Scenario.Shape.Read(tree, NodePath.Root, cx);
        cx.RunLater();
        if (bound.IsValid && own.IsEmpty) ScenarioChecks.Run(bound.Value, tree, cx);
        foreach (var d in own.Items)
            if (!bag.Contains(d)) bag.Add(d with { Message = d.Message + where });
        if (!bound.IsValid || !own.IsEmpty) return null;
        title ??= name == VariantResult.Baseline ? bound.Value.Metadata.Title ?? bound.Value.Metadata.Name : name;
        var normal = ((MapNode)bound.Normal!).Hide("variants").Hide("sweep");
        return new EffectiveScenario(name, title, bound.Value, tree, normal, files, cx.UsedFiles);
    }

    /// <summary>
    /// YAML that reads back as this scenario; a comment tells where each value that is not the file's comes from.
    /// </summary>
    public string Render() => YamlText.Of(_normal, $"{Scenario.Metadata.Name}, {Name}; sha256 {Sha256}");

    /// <summary>Where the value at a path was written, or the nearest thing around it.</summary>
    public SourcePosition Locate(params ReadOnlySpan<string> path) => NodePath.Of(path).Locate(Tree).Position;

    private static string Hash(MapNode normal, IEnumerable<(string File, string Sha256)> files)
    {
        var data = new JsonObject(files.Select(f => KeyValuePair.Create(f.File, (JsonNode?)f.Sha256)));
        var text = new JsonObject { ["scenario"] = Pruned(NormalJson.Of(normal)), ["files"] = data }.ToJsonString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Without empty maps: an absent section and one that was emptied mean the same.</summary>
    private static JsonNode? Pruned(JsonNode? node)
    {
        if (node is not JsonObject map) return node;
        foreach (var key in map.Select(e => e.Key).ToList())
            if (Pruned(map[key]) is JsonObject { Count: 0 }) map.Remove(key);
        return map;
    }
}
