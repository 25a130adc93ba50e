using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>
/// A YAML value with its place. Immutable, so that an alias may share it: a change copies the way to the root.
/// </summary>
internal abstract class Node(SourcePosition position, string? origin)
{
    public SourcePosition Position => position;

    /// <summary>
    /// The layer that wrote it: null is the scenario file itself; otherwise <c>variant x</c>, <c>--set</c>, ….
    /// </summary>
    public string? Origin => origin;

    /// <summary>How many nodes it has when every alias is written out; saturates.</summary>
    public abstract long Size { get; }

    /// <summary>The same value as written by another layer.</summary>
    public abstract Node From(string origin);
}

/// <summary>A scalar's raw text; what it means is for the schema to say.</summary>
internal sealed class ScalarNode(SourcePosition position, string text, bool isPlain, string? origin = null)
    : Node(position, origin)
{
    public string Text => text;

    /// <summary>
    /// Where the text begins; further lines begin in the same column. Null where it is not written as it reads: with
    /// escapes, or folded.
    /// </summary>
    public SourcePosition? TextAt { get; init; }

    public ScalarKind Kind { get; } = isPlain ? ScalarKinds.OfPlain(text) : ScalarKind.Text;

    public bool IsNull => Kind == ScalarKind.Null;

    public override long Size => 1;

    public override Node From(string origin) => new ScalarNode(Position, text, isPlain, origin) { TextAt = TextAt };
}

/// <summary>A key with its own place, and its value.</summary>
internal readonly record struct MapEntry(string Key, SourcePosition KeyPosition, Node Value);

/// <summary>A mapping in the order of the file; keys differ.</summary>
internal sealed class MapNode : Node
{
    private readonly FrozenDictionary<string, int> _index;

    public MapNode(
        SourcePosition position, ImmutableArray<MapEntry> entries, string? origin = null,
        ImmutableArray<MapEntry> removed = default)
        : base(position, origin)
    {
        Entries = entries;
        Removed = removed.IsDefault ? [] : removed;
        _index = entries.Select((e, i) => KeyValuePair.Create(e.Key, i)).ToFrozenDictionary(StringComparer.Ordinal);
        Size = entries.Aggregate(1L, (sum, e) => Math.Min(sum + e.Value.Size, NodeReader.MaxNodes + 1L));
    }

    public ImmutableArray<MapEntry> Entries { get; }

    /// <summary>What a variant or --unset took away; the value's origin says who.</summary>
    public ImmutableArray<MapEntry> Removed { get; }

    public override long Size { get; }

    public Node? Find(string key) => _index.TryGetValue(key, out var i) ? Entries[i].Value : null;

    public MapEntry? FindEntry(string key) => _index.TryGetValue(key, out var i) ? Entries[i] : null;

    public MapNode With(MapEntry entry) => new(
        Position,
        _index.TryGetValue(entry.Key, out var i)
            ? Entries.SetItem(i, entry with { KeyPosition = Entries[i].KeyPosition })
            : Entries.Add(entry),
        Origin,
        Removed.RemoveAll(r => r.Key == entry.Key));

    /// <summary>Without that key, and without a word about it.</summary>
    public MapNode Hide(string key) => _index.TryGetValue(key, out var i)
        ? new(Position, Entries.RemoveAt(i), Origin, Removed)
        : this;

    public MapNode Without(string key, string by) => _index.TryGetValue(key, out var i)
        ? new(Position, Entries.RemoveAt(i), Origin, Removed.Add(Entries[i] with { Value = Entries[i].Value.From(by) }))
        : this;

    public override Node From(string origin) =>
        new MapNode(Position, [.. Entries.Select(e => e with { Value = e.Value.From(origin) })], origin, Removed);
}

/// <summary>A sequence.</summary>
internal sealed class ListNode(SourcePosition position, ImmutableArray<Node> items, string? origin = null)
    : Node(position, origin)
{
    public ImmutableArray<Node> Items => items;

    public override long Size { get; } =
        items.Aggregate(1L, (sum, n) => Math.Min(sum + n.Size, NodeReader.MaxNodes + 1L));

    /// <summary>The item whose <c>name</c> that is, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < items.Length; i++)
            if (items[i] is MapNode map && map.Find("name") is ScalarNode { } s && s.Text == name) return i;
        return -1;
    }

    public IEnumerable<string> ItemNames =>
        items.OfType<MapNode>().Select(m => m.Find("name")).OfType<ScalarNode>().Select(s => s.Text);

    public ListNode With(int index, Node item) => new(Position, items.SetItem(index, item), Origin);

    public override Node From(string origin) => new ListNode(Position, [.. items.Select(n => n.From(origin))], origin);
}
