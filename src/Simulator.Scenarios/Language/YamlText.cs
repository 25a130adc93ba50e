using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Writes a tree as YAML in block style, each value with its origin.</summary>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();

    /// <param name="root">What is written.</param>
    /// <param name="title">Goes into a comment above it.</param>
    public static string Of(MapNode root, string title)
    {
        var writer = new YamlText();
        writer._text.Append("# ").Append(title).Append('\n');
        writer.Map(root, 0, firstIsInline: false);
        return writer._text.ToString();
    }

    private void Map(MapNode map, int indent, bool firstIsInline)
    {
        foreach (var entry in map.Entries)
        {
            if (!firstIsInline) _text.Append(' ', indent);
            firstIsInline = false;
            _text.Append(Scalar(entry.Key)).Append(':');
            Value(entry.Value, indent + 2);
        }

        foreach (var removed in map.Removed)
        {
            _text.Append(' ', indent).Append("# ").Append(Quote.Clean(removed.Key)).Append(": unset by ")
                .Append(removed.Value.Origin).Append('\n');
        }
    }

    private void Value(Node node, int indent)
    {
        switch (node)
        {
            case MapNode { Entries.Length: > 0 } map:
                _text.Append('\n');
                Map(map, indent, firstIsInline: false);
                break;
            case MapNode empty:
                _text.Append(" {}\n");
                Map(empty, indent, firstIsInline: false);
                break;
            case ListNode { Items.Length: > 0 } list:
                _text.Append('\n');
                List(list, indent);
                break;
            case ListNode:
                _text.Append(" []\n");
                break;
            case ScalarNode scalar:
                Line(scalar);
                break;
        }
    }

    private void List(ListNode list, int indent)
    {
        foreach (var item in list.Items)
        {
            _text.Append(' ', indent).Append('-');
            if (item is MapNode { Entries.Length: > 0 } map)
            {
                _text.Append(' ');
                Map(map, indent + 2, firstIsInline: true);
            }
            else
            {
                Value(item, indent + 2);
            }
        }
    }

    private void Line(ScalarNode scalar)
    {
        _text.Append(' ').Append(scalar.Kind == ScalarKind.Text ? Scalar(scalar.Text) : scalar.Text);
        if (Comment(scalar) is { } comment) _text.Append("  # ").Append(comment);
        _text.Append('\n');
    }

    private static string? Comment(Node node) => node.Origin switch
    {
        null => null,
        Defaults.Origin => Defaults.Origin,
        var origin when origin == node.Position.File && !origin.StartsWith("--", StringComparison.Ordinal) =>
            node.Position.ToString(),
        var origin => origin,
    };

    private static string Scalar(string text) => IsPlain(text) ? text : $"\"{Escape(text)}\"";

    // Inside double quotes JSON's escapes are YAML's; what YAML forbids raw, the encoder escapes.
    private static string Escape(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !char.IsAsciiLetterOrDigit(text[0]) || text[^1] is ' ' or ':') return false;
        if (ScalarKinds.OfPlain(text) != ScalarKind.Text || text.Contains(": ") || text.Contains(" #")) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && !" -_./<>=%()+:*".Contains(c)) return false;
        return true;
    }
}
