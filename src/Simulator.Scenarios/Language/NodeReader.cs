using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Simulator.Scenarios.Language;

/// <summary>Turns YAML text into nodes with places, reporting everything a scenario may not contain.</summary>
internal sealed class NodeReader
{
    /// <summary>Aliases written out included; the largest scenario that ships has some 300.</summary>
    public const int MaxNodes = 200_000;

    private const int MaxDepth = 48;

    private readonly Parser _parser;
    private readonly Dictionary<string, Node> _anchors = [];
    private readonly string _text;
    private readonly SourcePosition _start;
    private readonly string? _origin;
    private readonly DiagnosticBag _bag;
    private long _nodes;

    private NodeReader(string text, SourcePosition start, string? origin, DiagnosticBag bag)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        (_text, _start, _origin, _bag) = (text, start, origin, bag);
    }

    /// <summary>The only document of a text, or null after a diagnostic.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="start">The place of the text's first character.</param>
    /// <param name="origin">Of every node; see <see cref="Node.Origin"/>.</param>
    /// <param name="bag">Gets what is wrong.</param>
    public static Node? Read(string text, SourcePosition start, string? origin, DiagnosticBag bag)
    {
        var reader = new NodeReader(text, start, origin, bag);
        try
        {
            return reader.ReadStream();
        }
        catch (Refusal refusal)
        {
            bag.Add(refusal.At, refusal.Code, "", refusal.Message);
        }
        catch (YamlException e)
        {
            if (!TabScan.Report(text, start, bag))
                bag.Add(reader.Place(Inside(text, e.Start)), "syntax", "", Explain(e));
        }

        return null;
    }

    private static string Explain(YamlException e)
    {
        var message = e.InnerException is YamlException inner ? inner.Message : e.Message;
        return $"not YAML: {Quote.UpTo(200, message.TrimEnd('.'))}";
    }

    /// <summary>The parser puts the end of the text into a line that is not there.</summary>
    private static Mark Inside(string text, Mark mark)
    {
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        if (mark.Line <= lines) return mark;
        var last = text.AsSpan().TrimEnd('\n');
        return new Mark(mark.Index, lines, last.Length - (last.LastIndexOf('\n') + 1) + 1);
    }

    private bool Advance()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is not (YamlException or OutOfMemoryException))
        {
            // The library answers some junk with exceptions of other kinds and without a place: a flow collection
            // cut short (InvalidOperation), a tag that is no URI (Argument). Nothing of ours runs in there.
            var mark = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(
                mark, mark, "what follows here cannot be read", e);
        }
    }

    private Node? ReadStream()
    {
        Next<StreamStart>();
        if (!Advance() || _parser.Current is StreamEnd)
            throw new Refusal(_start, "empty", "is empty; a scenario starts with 'apiVersion: sim/v1'");
        Next<DocumentStart>(advance: false);
        Advance();
        var root = ReadNode(0);
        Next<DocumentEnd>();
        if (Advance() && _parser.Current is DocumentStart second)
        {
            _bag.Add(
                Place(second.Start), "multiple-documents", "",
                "a second document starts here; a scenario is one document: put the other into a file of its own");
        }

        return root;
    }

    /// <summary>Reads the node at the current event and moves past it.</summary>
    private Node ReadNode(int depth)
    {
        var e = _parser.Current ?? throw new YamlException("the text ends too early");
        var at = Place(e.Start);
        if (depth > MaxDepth) throw new Refusal(at, "too-deep", $"more than {MaxDepth} levels deep");
        if (e is AnchorAlias alias) return Resolve(alias, at);
        if (++_nodes > MaxNodes) throw new Refusal(at, "too-big", $"more than {MaxNodes:N0} values");
        if (e is NodeEvent { Tag.IsEmpty: false } tagged && !(tagged.Tag.IsNonSpecific || tagged.Tag.Value == "!"))
            _bag.Add(at, "tag", "", $"tags such as {Quote.Of(tagged.Tag.Value)} mean nothing here: remove it");
        var anchor = e is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
        // Forgetting an older anchor of that name keeps an alias inside its own anchor from meaning the older one.
        if (anchor is not null) _anchors.Remove(anchor);
        Node node = e switch
        {
            Scalar s => ReadScalar(s, at),
            MappingStart => ReadMap(at, depth),
            SequenceStart => ReadList(at, depth),
            _ => throw new YamlException(e.Start, e.End, "a value is missing here"),
        };
        if (anchor is not null) _anchors[anchor] = node;
        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar, SourcePosition at)
    {
        Advance();
        return new ScalarNode(at, scalar.Value, scalar.Style == ScalarStyle.Plain, _origin)
        {
            TextAt = TextPlace.Of(scalar, at, _text),
        };
    }

    private ListNode ReadList(SourcePosition at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        Advance();
        while (_parser.Current is not SequenceEnd) items.Add(ReadNode(depth + 1));
        Advance();
        return new ListNode(at, items.ToImmutable(), _origin);
    }

    private MapNode ReadMap(SourcePosition at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        var places = new Dictionary<string, SourcePosition>();
        Advance();
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var isPlainMerge = key is ScalarNode { Text: "<<" };
            var value = ReadNode(depth + 1);
            if (DecimalComma.Joined(entries, key, value) is { } joined)
            {
                _bag.Add(joined.Value.Position, "decimal-comma", "", DecimalComma.Advice(joined));
                entries[^1] = joined;
            }
            else if (isPlainMerge) _bag.Add(
                key.Position, "merge-key", "",
                "merge keys (<<) are not supported: write the keys out, or alias the whole value");
            else if (key is not ScalarNode name) _bag.Add(
                key.Position, "wrong-type", "", "a key must be a name, not a list or a map");
            else if (places.TryGetValue(name.Text, out var first)) _bag.Add(
                name.Position, "duplicate-key", "",
                $"{Quote.Of(name.Text)} is already given in line {first.Line}: remove one");
            else
            {
                places.Add(name.Text, name.Position);
                entries.Add(new MapEntry(name.Text, name.Position, value));
            }
        }

        Advance();
        return new MapNode(at, entries.ToImmutable(), _origin);
    }

    private Node Resolve(AnchorAlias alias, SourcePosition at)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node))
        {
            var hint = Suggestion.For(name, _anchors.Keys.Order(StringComparer.Ordinal));
            var clean = Quote.Clean(name);
            throw new Refusal(at, "alias", $"*{clean} has no anchor &{clean} that ends before it.{hint}");
        }

        _nodes += node.Size;
        if (_nodes > MaxNodes)
            throw new Refusal(at, "too-big", $"more than {MaxNodes:N0} values once aliases are written out");
        Advance();
        return node;
    }

    private void Next<T>(bool advance = true)
        where T : ParsingEvent
    {
        if (advance && _parser.Current is not T) Advance();
        if (_parser.Current is not T) throw new YamlException($"expected {typeof(T).Name}");
    }

    private SourcePosition Place(Mark mark)
    {
        var (line, column) = ((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
        return new SourcePosition(_start.File, _start.Line + line - 1, line == 1 ? _start.Column + column - 1 : column);
    }

    /// <summary>Ends the reading of one text; never leaves this class.</summary>
    private sealed class Refusal(SourcePosition at, string code, string message) : Exception(message)
    {
        public SourcePosition At => at;

        public string Code => code;
    }
}
