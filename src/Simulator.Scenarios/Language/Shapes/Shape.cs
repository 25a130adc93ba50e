using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>
/// What may stand at a place of a scenario: the one source of the reader, the JSON Schema and typed --set.
/// </summary>
internal abstract class Shape
{
    /// <summary>Its JSON Schema (draft 7).</summary>
    public abstract JsonObject Describe(SchemaWriter schema);

    /// <summary>
    /// The shapes that a path's next name can lead to; more than one in a union, none where the path ends.
    /// </summary>
    public virtual IEnumerable<Shape> Children(string name) => [];

    /// <summary>The names that <see cref="Children"/> knows, for suggestions.</summary>
    public virtual IEnumerable<string> Names => [];

    /// <summary>True for a map whose names the user invents.</summary>
    public virtual bool HasFreeNames => false;

    /// <summary>True where keys that start with x- are notes, which nobody reads.</summary>
    public virtual bool HasExtensions => true;

    /// <summary>True where values take one of several forms: an overlay replaces such a value as a whole.</summary>
    public virtual bool IsUnion => false;

    /// <summary>True where any scalar is meant as text, so that --set need not quote 1.20.</summary>
    public virtual bool IsText => false;

    /// <summary>The kinds of amounts that may stand here.</summary>
    public virtual IEnumerable<AmountScale> Scales => [];

    /// <summary>The value as the effective scenario writes it; null after a diagnostic.</summary>
    public abstract Node? Normal(Node node, NodePath path, ReadContext cx);
}

/// <summary>A shape that is read into a <typeparamref name="T"/>.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>Reads a value, or reports why not.</summary>
    public abstract Bound<T> Read(Node node, NodePath path, ReadContext cx);

    public sealed override Node? Normal(Node node, NodePath path, ReadContext cx) =>
        Read(node, path, cx) is { IsValid: true } bound ? bound.Normal : null;
}

/// <summary>A value as read, and as the effective scenario writes it; null when there was a mistake.</summary>
internal readonly record struct Bound<T>(bool IsValid, T Value, Node? Normal)
{
    public static implicit operator Bound<T>(Failure failure) => new(false, default!, null);
}

/// <summary>A mistake that has been reported.</summary>
internal readonly record struct Failure;

/// <summary>What the reading of one effective scenario shares.</summary>
internal sealed class ReadContext(MapNode root, DiagnosticBag bag, DataFiles files)
{
    private readonly List<Action> _later = [];

    public MapNode Root => root;

    public DataFiles Files => files;

    public Failure Error(SourcePosition at, string code, NodePath path, string message)
    {
        bag.Add(at, code, path.ToString(), message);
        return default;
    }

    public Failure Error(Node at, string code, NodePath path, string message) =>
        Error(at.Position, code, path, message);

    /// <summary>Names of the data files that were read, in order.</summary>
    public SortedSet<string> UsedFiles { get; } = new(StringComparer.Ordinal);

    public void Uses(string file) => UsedFiles.Add(file);

    /// <summary>For checks that need the whole scenario.</summary>
    public void Later(Action check) => _later.Add(check);

    public void RunLater()
    {
        foreach (var check in _later) check();
    }

    public static string Kind(Node node) => node switch
    {
        MapNode => "a map",
        ListNode => "a list",
        ScalarNode s => s.IsNull ? "nothing" : s.Kind.Name(),
        _ => "something else",
    };
}
