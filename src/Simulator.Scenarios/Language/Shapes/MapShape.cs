using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>A map from names that the user invents.</summary>
internal sealed class MapShape<T>(Shape<T> value) : Shape<NameMap<T>>
{
    public int AtLeast { get; init; }

    public int AtMost { get; init; } = 1000;

    /// <summary>What the names mean, for messages.</summary>
    public required string Of { get; init; }

    /// <summary>The grammar of the keys, as in the schema.</summary>
    public string KeyPattern { get; init; } = Language.Names.Pattern;

    /// <summary>Null, or why that key cannot be.</summary>
    public Func<string, string?> KeyMistake { get; init; } = Language.Names.Mistake;

    /// <summary>Names that mean something else in metrics.</summary>
    public ImmutableArray<string> Reserved { get; init; } = [];

    /// <summary>False where a name may well start as the keys do that are ignored elsewhere.</summary>
    public bool AllowsExtensions { get; init; } = true;

    public override bool HasFreeNames => true;

    public override bool HasExtensions => AllowsExtensions;

    public override IEnumerable<Shape> Children(string name) => [value];

    public override JsonObject Describe(SchemaWriter schema)
    {
        var names = KeyPattern.TrimStart('^');
        if (Reserved.Length > 0) names = $"(?!({string.Join('|', Reserved)})$){names}";
        var patterns = new JsonObject();
        if (AllowsExtensions)
        {
            patterns[Language.Names.ExtensionPattern] = new JsonObject();
            names = $"(?!x-){names}";
        }

        patterns["^" + names] = value.Describe(schema);
        var result = new JsonObject
        {
            ["type"] = "object",
            ["patternProperties"] = patterns,
            ["additionalProperties"] = false,
        };
        if (AtLeast > 0) result["minProperties"] = AtLeast;
        return result;
    }

    public override Bound<NameMap<T>> Read(Node node, NodePath path, ReadContext cx)
    {
        if (node is not MapNode map)
            return cx.Error(
                node, "wrong-type", path, $"expected a map of {Of} by name, found {ReadContext.Kind(node)}");
        var values = new List<KeyValuePair<string, T>>();
        var normal = ImmutableArray.CreateBuilder<MapEntry>();
        var entries = map.Entries.Where(e => !AllowsExtensions || !Language.Names.IsExtension(e.Key)).ToList();
        var valid = true;
        foreach (var entry in entries)
        {
            if (MistakeOf(entry.Key) is { } mistake)
            {
                cx.Error(entry.KeyPosition, "bad-name", path.Child(entry.Key), mistake);
                valid = false;
            }

            var bound = value.Read(entry.Value, path.Child(entry.Key), cx);
            valid &= bound.IsValid;
            if (!bound.IsValid) continue;
            values.Add(new(entry.Key, bound.Value));
            normal.Add(entry with { Value = bound.Normal! });
        }

        if (entries.Count < AtLeast)
            return cx.Error(node, "missing-key", path, $"name at least one of the {Of}");
        if (entries.Count > AtMost)
            return cx.Error(
                node, "out-of-range", path, $"{entries.Count} {Of}; at most {AtMost} make sense in one scenario");
        var result = new MapNode(map.Position, normal.ToImmutable(), map.Origin, map.Removed);
        return valid ? new Bound<NameMap<T>>(true, new NameMap<T>(values), result) : default(Failure);
    }

    private string? MistakeOf(string key) => Reserved.Contains(key)
        ? $"{Quote.Of(key)} is taken: other metrics have that name; give it another one"
        : KeyMistake(key);
}
