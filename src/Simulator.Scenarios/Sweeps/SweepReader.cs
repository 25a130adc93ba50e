using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Sweeps;

/// <summary>Gives the values of a sweep's parameters their types: those that the schema has at their paths.</summary>
/// <param name="root">The scenario that is swept: a path must mean something in it.</param>
/// <param name="files">Of the scenario.</param>
/// <param name="bag">Gets what is wrong.</param>
internal sealed class SweepReader(MapNode root, DataFiles files, DiagnosticBag bag)
{
    /// <summary>One --sweep of the command line; null after a diagnostic.</summary>
    public SweepParameter? Read(string text, string option, int ordinal)
    {
        if (new SweepText(text, option, ordinal, bag).Parse() is not { } parsed) return null;
        return Read(parsed.Pattern, parsed.Path, c => new SourcePosition(option, ordinal, c + 1), parsed.Items);
    }

    /// <param name="pattern">The path.</param>
    /// <param name="path">As written.</param>
    /// <param name="place">Of a column of the path, from 0.</param>
    /// <param name="items">What is written for it, in order.</param>
    public SweepParameter? Read(
        PathPattern pattern, string path, Func<int, SourcePosition> place, IReadOnlyList<SweepItem> items)
    {
        List<Shape> shapes = [];
        var isThere = new PathEdit(pattern, path, place, bag).Set(root, s => Note(shapes, s, place(0)), "") is not null;
        if (!isThere) return null;
        var scales = shapes.SelectMany(s => s.Scales).ToList();
        var texts = new SweepValues(path, scales, bag);
        List<SweepValue> values = [];
        var valid = true;
        foreach (var item in items)
        {
            IEnumerable<Node>? nodes = item switch
            {
                SweepSingle single => [single.Node],
                SweepRange range => texts.Expand(range)?
                    .Select(t => new ScalarNode(range.At, t, isPlain: true, range.At.File)),
                _ => throw new InvalidOperationException($"an item that is a {item.GetType()}"),
            };
            foreach (var node in nodes ?? [])
            {
                if (Typed(node, path, shapes) is { } value) values.Add(value);
                else valid = false;
            }

            valid &= nodes is not null;
        }

        if (!valid || IsTwice(values, path) || IsTooLong(values, path, items[0].At)) return null;
        var scale = scales.Find(s => values.TrueForAll(v => s.Number(v.Text) is not null));
        return new SweepParameter(pattern)
        {
            Path = path,
            Scale = scale,
            Values = [.. values.Select(v => v with { Number = (double?)scale?.Number(v.Text) })],
        };
    }

    private static ScalarNode Note(List<Shape> known, List<Shape> here, SourcePosition at)
    {
        foreach (var shape in here)
            if (!known.Contains(shape)) known.Add(shape);
        return new ScalarNode(at, "", isPlain: true);
    }

    // Of several shapes that may stand there, one takes it; if none does, the first one says why not.
    private SweepValue? Typed(Node node, string path, List<Shape> shapes)
    {
        IReadOnlyList<Diagnostic> mistakes = [];
        foreach (var shape in shapes)
        {
            var own = new DiagnosticBag();
            var value = shape.IsText && node is ScalarNode { Kind: not ScalarKind.Text } raw
                ? new ScalarNode(raw.Position, raw.Text, isPlain: false, raw.Origin)
                : node;
            if (shape.Normal(value, NodePath.Root, new ReadContext(root, own, files)) is { } normal)
                return new SweepValue(TextOf(value, normal), value);
            if (mistakes.Count == 0) mistakes = own.Items;
        }

        foreach (var mistake in mistakes) bag.Add(mistake with { Path = Quote.Clean(path) });
        return null;
    }

    // Of a map, what the user said, without the defaults.
    private static string TextOf(Node value, Node normal) => value is ScalarNode && normal is ScalarNode scalar
        ? scalar.Text
        : value is ScalarNode written ? written.Text : NormalJson.Of(value)!.ToJsonString();

    private bool IsTwice(List<SweepValue> values, string path)
    {
        var isTwice = false;
        foreach (var twice in values.GroupBy(v => v.Text).Where(g => g.Count() > 1))
        {
            isTwice = true;
            bag.Add(
                twice.Last().Node.Position, "duplicate", Quote.Clean(path),
                $"the value {Quote.Of(twice.Key)} is there twice: leave one away");
        }

        return isTwice;
    }

    private bool IsTooLong(List<SweepValue> values, string path, SourcePosition at)
    {
        if (values.Count <= SweepValues.Most) return false;
        bag.Add(
            at, "out-of-range", Quote.Clean(path),
            $"{values.Count} values; at most {SweepValues.Most} make sense for one parameter: take fewer");
        return true;
    }
}
