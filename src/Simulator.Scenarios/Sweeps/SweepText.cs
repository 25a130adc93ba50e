using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>
/// Takes <c>path=a,b,c</c> apart, where each part may be a range: <c>250m..2:250m</c>, <c>1..6#3</c>, <c>1..64*2</c>.
/// Quotes and brackets keep commas and dots in one value.
/// </summary>
internal sealed class SweepText(string text, string option, int ordinal, DiagnosticBag bag)
{
    private const int Longest = 100_000;

    /// <summary>How ranges are written, for messages.</summary>
    private const string Forms = "250m..2:250m (steps), 250m..2#9 (so many) or 250m..2*2 (times two each)";

    /// <summary>Null after a diagnostic.</summary>
    public (PathPattern Pattern, string Path, List<SweepItem> Items)? Parse()
    {
        if (text.Length > Longest) return Error(0, "too-big", $"more than {Longest} characters");
        var equals = PathPattern.IndexOfEquals(text);
        if (equals < 0)
            return Error(0, "bad-path", $"{Quote.Of(text)} has no '=': write path=250m,500m or path={Forms}");
        var path = text[..equals];
        if (PathPattern.TryParse(path, out var at, out var reason) is not { } pattern)
            return Error(at, "bad-path", $"{Quote.Of(path)} is not a path: {reason}");
        if (equals == text.Length - 1)
            return Error(equals + 1, "bad-sweep", $"the values are missing: write a,b,c or {Forms}");
        var items = new List<SweepItem>();
        var valid = true;
        foreach (var (from, to) in Parts(equals + 1))
        {
            if (Item(from, to) is { } item) items.Add(item);
            else valid = false;
        }

        return valid ? (pattern, path, items) : null;
    }

    /// <summary>Columns, from 0, between the commas.</summary>
    private List<(int From, int To)> Parts(int start)
    {
        var parts = new List<(int, int)>();
        for (var at = start; at <= text.Length;)
        {
            var end = IndexOf(",", at, text.Length) is >= 0 and var comma ? comma : text.Length;
            parts.Add((at, end));
            at = end + 1;
        }

        return parts;
    }

    private SweepItem? Item(int from, int to)
    {
        while (from < to && text[from] == ' ') from++;
        while (to > from && text[to - 1] == ' ') to--;
        if (from == to)
        {
            Error(from, "bad-sweep", "a value is missing here: between two commas, or beside one");
            return null;
        }

        if (IndexOf("..", from, to) is >= 0 and var dots) return Range(from, dots, to);
        var value = text[from..to];
        if (value[0] is not ('{' or '[' or '"' or '\''))
            return new SweepSingle(Place(from), new ScalarNode(Place(from), value, isPlain: true, option));
        return NodeReader.Read(value, Place(from), option, bag) is { } node ? new SweepSingle(Place(from), node) : null;
    }

    private SweepRange? Range(int from, int dots, int to)
    {
        var second = dots + 2;
        var sign = text.AsSpan(second, to - second).IndexOfAny(":#*");
        if (sign < 0)
        {
            Error(from, "bad-sweep", $"{Quote.Of(text[from..to])} does not say how far apart: write {Forms}");
            return null;
        }

        sign += second;
        var kind = text[sign] switch { ':' => RangeKind.Step, '#' => RangeKind.Points, _ => RangeKind.Factor };
        var words = (From: Word(from, dots), To: Word(second, sign), Argument: Word(sign + 1, to));
        foreach (var (word, what) in new[]
            { (words.From, "where it begins"), (words.To, "where it ends"), (words.Argument, Missing(kind)) })
        {
            if (word.Text.Length > 0) continue;
            bag.Add(word.At, "bad-sweep", "", $"a range needs {what}: write {Forms}");
            return null;
        }

        return new SweepRange(Place(from), words.From, words.To, kind, words.Argument);
    }

    private static string Missing(RangeKind kind) => kind switch
    {
        RangeKind.Step => "its step after ':'",
        RangeKind.Points => "the number of its values after '#'",
        _ => "its factor after '*'",
    };

    private SweepWord Word(int from, int to)
    {
        while (from < to && text[from] == ' ') from++;
        return new SweepWord(text[from..to].TrimEnd(' '), Place(from));
    }

    /// <summary>Outside of quotes and brackets; -1 if nowhere.</summary>
    private int IndexOf(string sign, int from, int to)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = from; i < to; i++)
        {
            if (quote != '\0')
            {
                if (text[i] == quote) quote = '\0';
            }
            else if (text[i] is '"' or '\'')
            {
                quote = text[i];
            }
            else if (depth == 0 && i + sign.Length <= to && text.AsSpan(i).StartsWith(sign, StringComparison.Ordinal))
            {
                return i;
            }
            else if (text[i] is '{' or '[')
            {
                depth++;
            }
            else if (text[i] is '}' or ']')
            {
                depth--;
            }
        }

        return -1;
    }

    private SourcePosition Place(int column) => new(option, ordinal, column + 1);

    private (PathPattern, string, List<SweepItem>)? Error(int column, string code, string message)
    {
        bag.Add(Place(column), code, "", message);
        return null;
    }
}
