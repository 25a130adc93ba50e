using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Simulator.Scenarios;

/// <summary>Makes maps by name.</summary>
public static class NameMap
{
    public static NameMap<T> Empty<T>() => new([]);

    public static NameMap<T> Of<T>(params ReadOnlySpan<(string Name, T Value)> entries)
    {
        var pairs = new List<KeyValuePair<string, T>>(entries.Length);
        foreach (var (name, value) in entries) pairs.Add(new(name, value));
        return new NameMap<T>(pairs);
    }
}

/// <summary>An immutable map by name that is enumerated in the order of the file.</summary>
public sealed class NameMap<T> : IReadOnlyDictionary<string, T>
{
    private readonly ImmutableArray<KeyValuePair<string, T>> _entries;
    private readonly FrozenDictionary<string, T> _byName;

    /// <summary>Names must differ.</summary>
    public NameMap(IEnumerable<KeyValuePair<string, T>> entries)
    {
        _entries = [.. entries];
        _byName = _entries.ToFrozenDictionary(StringComparer.Ordinal);
        if (_byName.Count != _entries.Length) throw new ArgumentException("A name appears twice.", nameof(entries));
    }

    public int Count => _entries.Length;

    public IEnumerable<string> Keys => _entries.Select(e => e.Key);

    public IEnumerable<T> Values => _entries.Select(e => e.Value);

    public T this[string key] => _byName[key];

    public bool ContainsKey(string key) => _byName.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _byName.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
