using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Simulator.Scenarios.Language;

/// <summary>Finds where a scalar's text begins, past quotes or the | of a block.</summary>
internal static class TextPlace
{
    /// <summary>Null where the source does not have the text as it reads.</summary>
    /// <param name="scalar">As the parser gives it.</param>
    /// <param name="at">Its place.</param>
    /// <param name="source">The whole text that it is a part of.</param>
    public static SourcePosition? Of(Scalar scalar, SourcePosition at, string source)
    {
        var start = (int)scalar.Start.Index;
        if (start >= source.Length) return null;
        if (scalar.Style == ScalarStyle.Literal) return OfLiteral(scalar.Value, at, source.AsSpan(start));
        var skipped = scalar.Style == ScalarStyle.Plain ? 0 : 1;
        return source.AsSpan(Math.Min(source.Length, start + skipped)).StartsWith(scalar.Value)
            ? at with { Column = at.Column + skipped }
            : null;
    }

    // Its lines keep their breaks, and lose what all of them are indented by.
    private static SourcePosition? OfLiteral(string value, SourcePosition at, ReadOnlySpan<char> source)
    {
        var lineEnd = source.IndexOf('\n');
        if (source[0] != '|' || lineEnd < 0) return null;
        var line = source[(lineEnd + 1)..];
        var indent = line.IndexOfAnyExcept(' ');
        var first = value.AsSpan(0, Math.Max(0, value.IndexOf('\n')));
        return indent > 0 && first.Length > 0 && line[indent..].StartsWith(first)
            ? at with { Line = at.Line + 1, Column = indent + 1 }
            : null;
    }
}
