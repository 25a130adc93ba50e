using System.Collections.Immutable;
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
    private readonly MapNode _tree;

    private EffectiveScenario(
        string name, string title, Scenario scenario, MapNode tree, MapNode normal, ReadContext cx)
    {
        (Name, Title, Scenario, _tree, Normal, Files) = (name, title, scenario, tree, normal, cx.Files);
        Sha256 = Hash(normal, cx.UsedFiles.Select(f => (f, Files.Sha256(f))));
    }

    /// <summary><c>baseline</c>, or the variant's.</summary>
    public string Name { get; }

    public string Title { get; }

    public Scenario Scenario { get; }

    /// <summary>Of the meaning, data files included: however it is written, and by whichever layer.</summary>
    public string Sha256 { get; }

    /// <summary>What is written, each value in one form; without variants.</summary>
    internal MapNode Normal { get; }

    /// <summary>Where its data files are.</summary>
    internal DataFiles Files { get; }

    /// <summary>Null after a mistake.</summary>
    /// <param name="tree">All layers together.</param>
    /// <param name="name"><see cref="Name"/>.</param>
    /// <param name="title">Null: the scenario's own for the baseline, otherwise the name.</param>
    /// <param name="files">Where its data files are.</param>
    /// <param name="bag">Gets the mistakes; empty before.</param>
    internal static EffectiveScenario? Bind(
        MapNode tree, string name, string? title, DataFiles files, DiagnosticBag bag)
    {
        var cx = new ReadContext(tree, bag, files);
        var bound = Scenario.Shape.Read(tree, NodePath.Root, cx);
        cx.RunLater();
        if (bound.IsValid && bag.IsEmpty) ScenarioChecks.Run(bound.Value, tree, cx);
        if (!bound.IsValid || !bag.IsEmpty) return null;
        title ??= name == VariantResult.Baseline ? bound.Value.Metadata.Title ?? bound.Value.Metadata.Name : name;
        return new EffectiveScenario(
            name, title, bound.Value, tree, ((MapNode)bound.Normal!).Hide("variants"), cx);
    }

    /// <summary>
    /// YAML that reads back as this scenario; a comment tells where each value that is not the file's comes from.
    /// </summary>
    public string Render() => YamlText.Of(Normal, $"{Scenario.Metadata.Name}, {Name}; sha256 {Sha256}");

    /// <summary>Where the value at a path was written, or the nearest thing around it.</summary>
    public SourcePosition Locate(params ReadOnlySpan<string> path) => NodePath.Of(path).Locate(_tree).Position;

    /// <summary>Every value that <see cref="Render"/> writes, in its order, with its origin.</summary>
    public ImmutableArray<ScenarioParameter> Parameters => ParameterList.Of(_normal);

    /// <summary>Where each threshold was written, in the order in which a run judges them.</summary>
    public ImmutableArray<SourcePosition> ThresholdPositions =>
    [
        .. Scenario.Thresholds.SelectMany(metric => metric.Value.Select((_, i) =>
            NodePath.Of("thresholds", metric.Key).Item(i).Locate(_tree).Position)),
    ];

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
