using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Applies one --set or --unset of the command line.</summary>
/// <param name="change">As typed.</param>
/// <param name="ordinal">From 1; it serves as the line number.</param>
/// <param name="bag">Gets what is wrong.</param>
internal sealed class OverrideEdit(Override change, int ordinal, DiagnosticBag bag)
{
    private const int Longest = 100_000;

    /// <summary>Null after a diagnostic.</summary>
    public MapNode? Apply(MapNode root, bool mustRemove)
    {
        var equals = change.IsUnset ? change.Text.Length : PathPattern.IndexOfEquals(change.Text);
        if (equals < 0) return Error(0, "bad-path", $"{Quote.Of(change.Text)} has no '=': write --set path=value");
        if (change.Text.Length > Longest) return Error(0, "too-big", $"more than {Longest} characters");
        var text = change.Text[..equals];
        if (PathPattern.TryParse(text, out var at, out var reason) is not { } path)
            return Error(at, "bad-path", $"{Quote.Of(text)} is not a path: {reason}");
        var edit = new PathEdit(path, text, Place, bag);
        if (!change.IsUnset) return edit.Set(root, shapes => Value(shapes, equals + 1), change.Option);
        var result = edit.Unset(root, change.Option, out var removed);
        if (result is not null && removed == 0 && mustRemove)
            return Error(0, "nothing-to-unset", $"{Quote.Of(text)} is not set, so there is nothing to take away");
        return result;
    }

    private Node? Value(List<Shape> shapes, int column)
    {
        var text = change.Text[column..];
        if (text.Length == 0)
        {
            Error(column, "wrong-type", "the value is missing; to take a value away use --unset");
            return null;
        }

        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
            return NodeReader.Read(text, Place(column), change.Option, bag);
        return new ScalarNode(Place(column), text, isPlain: !shapes.Exists(s => s.IsText), change.Option);
    }

    private SourcePosition Place(int column) => new(change.Option, ordinal, column + 1);

    private MapNode? Error(int column, string code, string message)
    {
        bag.Add(Place(column), code, "", message);
        return null;
    }
}
