using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>
/// The files a scenario names, each read once; they are part of the effective scenario by their sha256.
/// </summary>
/// <param name="folder">Relative names start here; null where the scenario is a text without a folder.</param>
internal sealed class DataFiles(string? folder)
{
    /// <summary>A million arrivals with work take some 20 MB.</summary>
    private const int MaxBytes = 128 << 20;

    private const int MaxRows = 5_000_000;

    private readonly SortedDictionary<string, (string? Text, Diagnostic? Mistake)> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _sha256 = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _values = [];

    public string Sha256(string name) => _sha256[name];

    /// <summary>One value a line; blank lines and lines that start with '#' are skipped.</summary>
    public ImmutableArray<T>? Values<T>(string name, Func<string, Parsed<T>> parse, out Diagnostic? mistake)
    {
        mistake = null;
        if (_values.TryGetValue(name + typeof(T).Name, out var known)) return (ImmutableArray<T>)known;
        if (Text(name, out mistake) is not { } text) return null;
        var values = ImmutableArray.CreateBuilder<T>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var content = line.Trim();
            if (content.IsEmpty || content[0] == '#') continue;
            var parsed = parse(content.ToString());
            if (parsed.Code is not null || values.Count == MaxRows)
            {
                mistake = new(new(name, number, 1), "bad-data", "", parsed.Message ?? $"more than {MaxRows:N0} values");
                return null;
            }

            values.Add(parsed.Value);
        }

        if (values.Count == 0)
        {
            mistake = new(SourcePosition.StartOf(name), "bad-data", "", "has no values");
            return null;
        }

        var result = values.ToImmutable();
        _values[name + typeof(T).Name] = result;
        return result;
    }

    /// <summary>The text of a file; null with the mistake.</summary>
    public string? Text(string name, out Diagnostic? mistake)
    {
        if (!_texts.TryGetValue(name, out var known)) _texts[name] = known = Load(name);
        mistake = known.Mistake;
        return known.Text;
    }

    private (string? Text, Diagnostic? Mistake) Load(string name)
    {
        if (name.Contains('\0'))
            return (null, new(SourcePosition.StartOf("?"), "unreadable", "", "is not a file name"));
        if (folder is null && !Path.IsPathRooted(name))
        {
            return (null, new(
                SourcePosition.StartOf(name), "unreadable", "", "a scenario without a file has no folder to look in"));
        }

        var bag = new DiagnosticBag();
        var text = SourceText.Load(Path.Combine(folder ?? "", name), name, MaxBytes, bag);
        if (text is null) return (null, bag.Items[0]);
        _sha256[name] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return (text, null);
    }
}
