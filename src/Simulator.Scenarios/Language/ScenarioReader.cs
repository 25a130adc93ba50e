using System.Collections.Immutable;
using Simulator.Scenarios.Language.Shapes;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Language;

/// <summary>
/// Reads a scenario with everything laid over it; finds all mistakes at once and never throws for any text.
/// </summary>
public sealed class ScenarioReader
{
    private readonly DiagnosticBag _bag = new();
    private readonly ReadOptions _options;
    private readonly DataFiles _files;
    private readonly string _file;

    private ScenarioReader(string file, ReadOptions options, string? folder) =>
        (_file, _options, _files) = (file, options, new DataFiles(folder));

    /// <summary>Reads a file; data files are looked for relative to it.</summary>
    public static ReadResult ReadFile(string path, ReadOptions? options = null)
    {
        var reader = new ScenarioReader(path, options ?? new(), Path.GetDirectoryName(path) ?? "");
        return reader.Read(SourceText.Load(path, path, SourceText.MaxBytes, reader._bag));
    }

    /// <summary>Reads a text; <paramref name="name"/> stands for the file in positions.</summary>
    public static ReadResult ReadText(string text, string name = "scenario.yaml", ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new ScenarioReader(name, options ?? new(), options?.Folder);
        return reader.Read(text);
    }

    /// <summary>Reads bytes of unknown kind; see <see cref="ReadText"/>.</summary>
    public static ReadResult ReadBytes(
        ReadOnlySpan<byte> bytes, string name = "scenario.yaml", ReadOptions? options = null)
    {
        var reader = new ScenarioReader(name, options ?? new(), options?.Folder);
        if (bytes.Length <= SourceText.MaxBytes) return reader.Read(SourceText.Decode(bytes, name, reader._bag));
        reader._bag.Add(
            SourcePosition.StartOf(name),
            "too-big",
            "",
            $"has more than {SourceText.MaxBytes >> 20} MB, the most that is read");
        return reader.Result(null, []);
    }

    private ReadResult Read(string? text)
    {
        var root = text is null ? null : Parse(text, _file, origin: null);
        foreach (var overlay in _options.Overlays)
        {
            var above = SourceText.Load(overlay, overlay, SourceText.MaxBytes, _bag);
            if (above is null || Parse(above, overlay, origin: overlay) is not { } layer || root is null) root = null;
            else root = Layers.Merge(root, layer);
        }

        if (root is null) return Result(null, []);
        var baseline = Bind(Overridden(root, isBaseline: true), VariantResult.Baseline, null);
        var variants = ImmutableArray.CreateBuilder<EffectiveScenario>();
        foreach (var (name, spec) in VariantsOf(root))
        {
            var title = (spec.Find("title") as ScalarNode)?.Text;
            var tree = Overridden(new VariantEdit(name, spec, _bag).Apply(root), isBaseline: false);
            if (Bind(tree.Hide("variants"), name, title) is { } variant) variants.Add(variant);
        }

        return Result(baseline, variants.ToImmutable());
    }

    private ReadResult Result(EffectiveScenario? baseline, ImmutableArray<EffectiveScenario> variants)
    {
        var selected = baseline;
        if (_options.Variant is { } wanted && baseline is not null && wanted != VariantResult.Baseline)
        {
            var names = baseline.Scenario.Variants.Keys;
            selected = variants.FirstOrDefault(v => v.Name == wanted);
            if (!names.Contains(wanted))
            {
                _bag.Add(
                    SourcePosition.StartOf("--variant"), "unknown-name", "variants",
                    $"there is no variant {Quote.Of(wanted)}.{Suggestion.For(wanted, names)}");
            }
        }

        return _bag.IsEmpty
            ? new ReadResult { Diagnostics = [], Baseline = baseline, Variants = variants, Selected = selected }
            : new ReadResult { Diagnostics = _bag.ToSorted() };
    }

    private MapNode? Parse(string text, string file, string? origin)
    {
        var node = NodeReader.Read(text, SourcePosition.StartOf(file), origin, _bag);
        if (node is null or MapNode) return (MapNode?)node;
        var code = node is ScalarNode { IsNull: true } ? "empty" : "wrong-type";
        _bag.Add(
            node.Position, code, "",
            $"expected a map that starts with 'apiVersion: sim/v1', found {ReadContext.Kind(node)}");
        return null;
    }

    private static IEnumerable<(string Name, MapNode Spec)> VariantsOf(MapNode root)
    {
        if (root.Find("variants") is not MapNode variants) yield break;
        foreach (var entry in variants.Entries.Take(100))
            if (entry.Value is MapNode spec && !Names.IsExtension(entry.Key)) yield return (entry.Key, spec);
    }

    private MapNode Overridden(MapNode tree, bool isBaseline)
    {
        for (var i = 0; i < _options.Overrides.Length; i++)
            tree = new OverrideEdit(_options.Overrides[i], i + 1, _bag).Apply(tree, mustRemove: isBaseline) ?? tree;
        return tree;
    }

    /// <summary>Null after a mistake; those of a variant that the baseline has too are reported once.</summary>
    private EffectiveScenario? Bind(MapNode tree, string name, string? title)
    {
        var own = new DiagnosticBag();
        var bound = EffectiveScenario.Bind(tree, name, title, _files, own);
        foreach (var d in own.Items)
        {
            if (_bag.Contains(d)) continue;
            _bag.Add(
                name == VariantResult.Baseline
                    ? d
                    : d with { Message = $"{d.Message} (in variant {Quote.Clean(name)})" });
        }

        return bound;
    }
}
