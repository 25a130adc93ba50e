using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>
/// The keys of one map. A record's bind function asks for each key once; over a map that reads it, over nothing it
/// only declares the key, for the schema.
/// </summary>
internal sealed class Fields
{
    private readonly MapNode? _map;
    private readonly NodePath _path = NodePath.Root;
    private readonly ReadContext? _cx;
    private readonly List<Declaration> _declared = [];
    private readonly List<ImmutableArray<string>> _exactlyOne = [];
    private readonly List<ImmutableArray<string>> _anyOf = [];
    private readonly ImmutableArray<MapEntry>.Builder _normal = ImmutableArray.CreateBuilder<MapEntry>();
    private readonly HashSet<string> _ignored = [];
    private bool _valid = true;

    /// <summary>Declares only.</summary>
    public Fields()
    {
    }

    public Fields(MapNode map, NodePath path, ReadContext cx) => (_map, _path, _cx) = (map, path, cx);

    public IReadOnlyList<Declaration> Declared => _declared;

    public T Required<T>(string key, Shape<T> shape, string doc)
    {
        Declare(new Declaration(key, shape, doc) { IsRequired = true });
        if (_map is null) return default!;
        if (_map.Find(key) is { } node) return Read(key, shape, node);
        Error(_map.Position, "missing-key", $"the key {Quote.Of(key)} is missing. {doc}");
        return default!;
    }

    public T Optional<T>(string key, ScalarShape<T> shape, T absent, string doc) =>
        Optional(key, shape, absent, at => shape.Write(absent, at, Defaults.Origin), doc);

    /// <param name="key">The key.</param>
    /// <param name="shape">Of its value.</param>
    /// <param name="absent">The default.</param>
    /// <param name="write">The default as it would be written.</param>
    /// <param name="doc">For the schema.</param>
    public T Optional<T>(string key, Shape<T> shape, T absent, Func<SourcePosition, Node> write, string doc)
    {
        Declare(new Declaration(key, shape, doc) { Default = write(default) });
        if (_map is null) return absent;
        if (_map.Find(key) is { } node) return Read(key, shape, node);
        _normal.Add(new MapEntry(key, _map.Position, write(_map.Position)));
        return absent;
    }

    /// <summary>
    /// As Optional, but the effective scenario does not write the default: for keys that most scenarios leave alone.
    /// </summary>
    public T Implied<T>(string key, ScalarShape<T> shape, T absent, string doc) =>
        Implied(key, shape, absent, at => shape.Write(absent, at, Defaults.Origin), doc);

    /// <inheritdoc cref="Implied{T}(string, ScalarShape{T}, T, string)"/>
    public T Implied<T>(string key, Shape<T> shape, T absent, Func<SourcePosition, Node> write, string doc)
    {
        Declare(new Declaration(key, shape, doc) { Default = write(default) });
        if (_map?.Find(key) is not { } node) return absent;
        var bound = shape.Read(node, _path.Child(key), _cx!);
        _valid &= bound.IsValid;
        if (bound.IsValid && !EqualityComparer<T>.Default.Equals(bound.Value, absent))
            _normal.Add(new MapEntry(key, _map.FindEntry(key)!.Value.KeyPosition, bound.Normal!));
        return bound.Value;
    }

    /// <summary>A map that says something by being there, be it empty.</summary>
    public void Mark<T>(string key, Shape<T> shape, string doc)
    {
        Declare(new Declaration(key, shape, doc));
        if (_map?.FindEntry(key) is not { } entry) return;
        var bound = shape.Read(entry.Value, _path.Child(key), _cx!);
        _valid &= bound.IsValid;
        if (bound.IsValid) _normal.Add(entry with { Value = bound.Normal! });
    }

    /// <summary>Null when absent.</summary>
    public T? Maybe<T>(string key, Shape<T> shape, string doc)
        where T : class
    {
        Declare(new Declaration(key, shape, doc));
        return _map?.Find(key) is { } node ? Read(key, shape, node) : null;
    }

    /// <summary>Null when absent.</summary>
    public T? MaybeValue<T>(string key, Shape<T> shape, string doc)
        where T : struct
    {
        Declare(new Declaration(key, shape, doc));
        return _map?.Find(key) is { } node ? Read(key, shape, node) : null;
    }

    /// <summary>A map, list or record whose absence is the same as an empty one.</summary>
    public T Section<T>(string key, Shape<T> shape, string doc)
    {
        Declare(new Declaration(key, shape, doc));
        if (_map is null) return default!;
        return Read(key, shape, _map.Find(key) ?? new MapNode(_map.Position, [], Defaults.Origin));
    }

    /// <summary>A key whose only value tells one alternative of a union from the others.</summary>
    public void Tag(string key, string value, string doc) => Required(key, Is.Literal(value), doc);

    /// <summary>Declared before the keys, of which exactly one must be there.</summary>
    public void ExactlyOneOf(params ReadOnlySpan<string> keys)
    {
        _exactlyOne.Add([.. keys]);
        if (_map is null) return;
        var given = keys.ToArray().Select(k => _map.FindEntry(k)).OfType<MapEntry>().ToList();
        var choice = string.Join(" or ", keys.ToArray());
        if (given.Count == 0) Error(_map.Position, "one-of", $"one of {choice} must be given");
        if (given.Count > 1) Error(given[1].KeyPosition, "one-of", $"give {choice}, not both");
    }

    /// <summary>Declared before the keys, of which at least one must be there.</summary>
    public void AnyOf(params ReadOnlySpan<string> keys)
    {
        _anyOf.Add([.. keys]);
        if (_map is null) return;
        foreach (var key in keys)
            if (Has(key)) return;
        Error(_map.Position, "one-of", $"one of {string.Join(" or ", keys.ToArray())} must be given");
    }

    /// <summary>The first name under a top-level key of the scenario; empty without one.</summary>
    public string FirstOf(string key) => _cx is null ? "" : References.Under(_cx.Root, key).FirstOrDefault("");

    /// <summary>False while only declaring.</summary>
    public bool IsReading => _map is not null;

    /// <summary>Refuses a key that makes sense only together with another.</summary>
    public void Allows(string key, bool isAllowed, string reason)
    {
        if (isAllowed || _map?.FindEntry(key) is not { } entry) return;
        if (_declared.TrueForAll(d => d.Key != key)) _ignored.Add(key);
        Error(entry.KeyPosition, "one-of", reason);
    }

    /// <summary>What a file holds; empty while declaring or after a mistake.</summary>
    public ImmutableArray<T> FromFile<T>(string key, string? file, DataReader<T> read)
    {
        if (_map is null || string.IsNullOrEmpty(file)) return [];
        if (read(_cx!.Files, file, out var mistake) is { } values)
        {
            _cx.Uses(file);
            return values;
        }

        _cx.Error(
            _map.Find(key)!.Position, mistake!.Code, _path.Child(key),
            $"{Quote.UpTo(200, mistake.Position.ToString())}: {mistake.Message}");
        _valid = false;
        return [];
    }

    public bool Has(string key) => _map?.Find(key) is not null;

    /// <summary>A check of values against one another; skipped when one of them is already wrong.</summary>
    public void Check(Func<bool> holds, string key, string code, Func<string> message)
    {
        if (_map is null || !_valid || holds()) return;
        _cx!.Error(_map.Find(key)?.Position ?? _map.Position, code, _path.Child(key), message());
        _valid = false;
    }

    /// <summary>Reports unknown keys; the map as the effective scenario writes it.</summary>
    public bool Finish(out MapNode normal)
    {
        var known = _declared.Select(d => d.Key).Distinct().ToList();
        foreach (var entry in _map!.Entries)
        {
            if (known.Contains(entry.Key) || _ignored.Contains(entry.Key) || Names.IsExtension(entry.Key)) continue;
            var hint = Names.Planned.Contains(entry.Key)
                ? " It belongs to a part of the language that is not there yet."
                : Suggestion.For(entry.Key, known);
            _cx!.Error(
                entry.KeyPosition, "unknown-key", _path.Child(entry.Key),
                $"there is no key {Quote.Of(entry.Key)} here.{hint}");
            _valid = false;
        }

        normal = new MapNode(_map.Position, _normal.ToImmutable(), _map.Origin, _map.Removed);
        return _valid;
    }

    public JsonObject Describe(SchemaWriter schema, string doc)
    {
        var properties = new JsonObject();
        foreach (var d in _declared) properties[d.Key] = schema.Property(d);
        var result = new JsonObject
        {
            ["type"] = "object",
            ["description"] = doc,
            ["properties"] = properties,
            ["patternProperties"] = new JsonObject { [Names.ExtensionPattern] = new JsonObject() },
            ["additionalProperties"] = false,
        };
        var required = _declared.Where(d => d.IsRequired).ToList();
        if (required.Count > 0) result["required"] = new JsonArray([.. required.Select(d => (JsonNode)d.Key)]);
        var groups = _exactlyOne.Select(g => SchemaWriter.Group("oneOf", g))
            .Concat(_anyOf.Select(g => SchemaWriter.Group("anyOf", g)))
            .ToArray();
        if (groups.Length > 0) result["allOf"] = new JsonArray(groups);
        return result;
    }

    private void Declare(Declaration declaration) => _declared.Add(declaration);

    private T Read<T>(string key, Shape<T> shape, Node node)
    {
        var bound = shape.Read(node, _path.Child(key), _cx!);
        _valid &= bound.IsValid;
        if (bound.Normal is not (null or MapNode { Entries: [], Removed: [] } or ListNode { Items: [] }))
            _normal.Add(new MapEntry(key, _map!.FindEntry(key)?.KeyPosition ?? _map.Position, bound.Normal));
        return bound.Value;
    }

    private void Error(SourcePosition at, string code, string message)
    {
        _cx!.Error(at, code, _path, message);
        _valid = false;
    }
}

/// <summary>Reads something out of a named file, or says why not.</summary>
internal delegate ImmutableArray<T>? DataReader<T>(DataFiles files, string name, out Diagnostic? mistake);

/// <summary>One key of a map.</summary>
internal sealed record Declaration(string Key, Shape Shape, string Doc)
{
    public bool IsRequired { get; init; }

    /// <summary>As it would be written; null without one.</summary>
    public Node? Default { get; init; }
}

/// <summary>The layer below the file.</summary>
internal static class Defaults
{
    public const string Origin = "default";
}
