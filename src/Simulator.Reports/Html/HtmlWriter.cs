using System.Text;

namespace Simulator.Reports.Html;

/// <summary>Writes HTML; whatever is text or an attribute's value is escaped, so that no name becomes markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new("<!doctype html>\n");
    private readonly Stack<string> _open = new();

    public void Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        _open.Push(tag);
    }

    public void Close()
    {
        var tag = _open.Pop();
        _text.Append("</").Append(tag).Append('>');
        if (IsBlock(tag)) _text.Append('\n');
    }

    public void Text(string text) => Escape(text);

    /// <summary>An element that holds only text.</summary>
    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(tag, attributes);
        Text(text);
        Close();
    }

    /// <summary>An element that never holds anything: meta, input.</summary>
    public void Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Start(tag, attributes);

    /// <summary>Markup of our own making: style, script, pictures.</summary>
    public void Raw(string markup) => _text.Append(markup);

    public override string ToString()
    {
        if (_open.Count > 0) throw new InvalidOperationException($"<{_open.Peek()}> was never closed.");
        return _text.ToString();
    }

    // An attribute without a value is left out where null, and stands alone where empty.
    private void Start(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is null) continue;
            _text.Append(' ').Append(name);
            if (value.Length == 0) continue;
            _text.Append("=\"");
            Escape(value);
            _text.Append('"');
        }

        _text.Append('>');
    }

    private void Escape(string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                '\n' or '\t' => _text.Append(c),
                _ => _text.Append(char.IsControl(c) ? '\uFFFD' : c),
            };
        }
    }

    private static bool IsBlock(string tag) => tag is not ("a" or "b" or "code" or "i" or "span" or "small" or "label"
        or "strong" or "output" or "legend" or "option" or "td" or "th");
}
