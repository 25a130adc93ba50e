using System.Collections.Immutable;
using System.Text;

namespace Simulator.Scenarios.Language;

/// <summary>
/// A path as --set and variants write it; <c>*</c> stands for every name, quotes keep dots in one name.
/// </summary>
internal sealed record PathPattern(ImmutableArray<PathSegment> Segments)
{
    /// <summary>Null with the place (from 0) and the reason when it is not a path.</summary>
    public static PathPattern? TryParse(string text, out int at, out string reason)
    {
        var segments = ImmutableArray.CreateBuilder<PathSegment>();
        at = 0;
        while (true)
        {
            if (ParseSegment(text, ref at, out reason) is not { } segment) return null;
            segments.Add(segment);
            if (at == text.Length) return new PathPattern(segments.ToImmutable());
            if (text[at] != '.')
            {
                reason = "expected a dot or the end of the path";
                return null;
            }

            at++;
        }
    }

    /// <summary>Where the path ends and '=' stands, outside of quotes; -1 if nowhere.</summary>
    public static int IndexOfEquals(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == '=' && !quoted) return i;
        }

        return -1;
    }

    private static PathSegment? ParseSegment(string text, ref int at, out string reason)
    {
        var start = at;
        var name = new StringBuilder();
        reason = "";
        if (at < text.Length && text[at] == '"')
        {
            var end = text.IndexOf('"', at + 1);
            if (end < 0)
            {
                reason = "the quote is never closed";
                return null;
            }

            name.Append(text, at + 1, end - at - 1);
            at = end + 1;
            return new PathSegment(name.ToString(), IsGlob: false, start);
        }

        while (at < text.Length && text[at] is not ('.' or '"')) name.Append(text[at++]);
        if (name.Length == 0) reason = "a name is missing here; paths look like services.pdf.replicas";
        else if (name.ToString().AsSpan().ContainsAny("[]"))
            reason = "list items have no numbers here: name the step and use its name";
        else return new PathSegment(name.ToString(), name.ToString() == "*", start);
        at = start;
        return null;
    }
}

/// <summary>One name of a path; <paramref name="Column"/> counts from 0 within the path.</summary>
internal readonly record struct PathSegment(string Name, bool IsGlob, int Column);
