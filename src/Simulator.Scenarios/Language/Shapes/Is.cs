using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The plain scalars: numbers, words, names.</summary>
internal static partial class Is
{
    public static readonly ScalarShape<bool> Bool = new()
    {
        What = "true or false",
        Parse = s => s.Kind switch
        {
            ScalarKind.Boolean => s.Text[0] is 't' or 'T',
            ScalarKind.Text when s.Text is "yes" or "on" or "y" => new Mistake(
                "wrong-type", $"{Quote.Of(s.Text)} is text in YAML: write true"),
            ScalarKind.Text when s.Text is "no" or "off" or "n" => new Mistake(
                "wrong-type", $"{Quote.Of(s.Text)} is text in YAML: write false"),
            _ => new Mistake("wrong-type", $"expected true or false, without quotes, found {Quote.Of(s.Text)}"),
        },
        Format = b => b ? "true" : "false",
        Schema = () => new JsonObject { ["type"] = "boolean" },
    };

    public static readonly ScalarShape<string> String = StringOf(100_000, "text");

    public static readonly ScalarShape<string> File = StringOf(1000, "the name of a file, relative to this one");

    public static readonly ScalarShape<string> Name = new()
    {
        What = "a name",
        Parse = s => s.Kind != ScalarKind.Text
            ? NeedsQuotes(s)
            : Names.IsValid(s.Text)
                ? s.Text
                : new Mistake(
                    "bad-name",
                    $"{Quote.Of(s.Text)} is not a name: letters, digits, dots, dashes and underscores, at most 63"),
        Format = t => t,
        Schema = () => new JsonObject { ["type"] = "string", ["pattern"] = Names.Pattern },
        Text = true,
    };

    /// <param name="min">Smallest.</param>
    /// <param name="max">Largest.</param>
    /// <param name="tooMany">Why not more, as a sentence's end.</param>
    public static ScalarShape<int> Int(int min, int max, string tooMany = "") => new()
    {
        What = $"a whole number from {min} to {max}",
        Parse = s => Whole(s, min, max, tooMany) is var p && p.Code is null
            ? (int)p.Value
            : new Mistake(p.Code!, p.Message!),
        Format = n => n.ToString(CultureInfo.InvariantCulture),
        Schema = () => new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max },
        Amount = new("1", t => Counted(t, int.MaxValue, n => (int)n), n => n, n => (int)AmountKind.Whole(n)),
    };

    public static readonly ScalarShape<ulong> Seed = new()
    {
        What = "a whole number",
        Parse = s => Whole(s, 0, ulong.MaxValue, "") is var p && p.Code is null
            ? (ulong)p.Value
            : new Mistake(p.Code!, p.Message!),
        Format = n => n.ToString(CultureInfo.InvariantCulture),
        Schema = () => new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = ulong.MaxValue },
        Amount = new("1", t => Counted(t, ulong.MaxValue, n => (ulong)n), n => n, n => (ulong)AmountKind.Whole(n)),
    };

    /// <summary>A positive number without unit.</summary>
    public static ScalarShape<double> Number(double min, double max, string reason = "") => new()
    {
        What = $"a number from {min} to {max}",
        Parse = s =>
        {
            if (s.Kind is not (ScalarKind.Integer or ScalarKind.Number))
                return new Mistake("wrong-type", $"expected a number without unit, found {Quote.Of(s.Text)}");
            if (!double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return new Mistake("wrong-type", $"{Quote.Of(s.Text)} is not a number in plain digits");
            return value >= min && value <= max
                ? value
                : new Mistake("out-of-range", $"{Quote.Of(s.Text)} is not between {min} and {max}{reason}");
        },
        Format = n => n.ToString("R", CultureInfo.InvariantCulture),
        Schema = () => new JsonObject { ["type"] = "number", ["minimum"] = min, ["maximum"] = max },
        Amount = new("1", Quantities.ParsePlain, n => (decimal)n, n => (double)n, IsFine: true),
    };

    public static ScalarShape<string> Literal(string value) => OneOf((value, value));

    /// <summary>One of some words.</summary>
    public static ScalarShape<T> OneOf<T>(params (string Word, T Value)[] choice)
        where T : notnull => new()
    {
        What = string.Join(" | ", choice.Select(c => c.Word)),
        Parse = s =>
        {
            if (s.Kind == ScalarKind.Text)
            {
                foreach (var (word, value) in choice)
                    if (word == s.Text) return value;
            }

            var words = choice.Select(c => c.Word).ToList();
            return new Mistake(
                "wrong-value",
                words.Count == 1
                    ? $"expected {Quote.Of(words[0])}, found {Quote.Of(s.Text)}"
                    : $"{Quote.Of(s.Text)} is not one of {string.Join(" | ", words)}.{Suggestion.Near(s.Text, words)}");
        },
        Format = value => choice.First(c => c.Value.Equals(value)).Word,
        Schema = () => new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. choice.Select(c => (JsonNode)c.Word)]),
        },
        Text = true,
    };

    /// <summary>One of some whole numbers.</summary>
    public static ScalarShape<int> OneOfInts(params int[] choice) => new()
    {
        What = string.Join(" | ", choice),
        Parse = s => s.Kind == ScalarKind.Integer && int.TryParse(s.Text, out var n) && choice.Contains(n)
            ? n
            : new Mistake("wrong-value", $"{Quote.Of(s.Text)} is not one of {string.Join(" | ", choice)}"),
        Format = n => n.ToString(CultureInfo.InvariantCulture),
        Schema = () => new JsonObject { ["enum"] = new JsonArray([.. choice.Select(c => (JsonNode)c)]) },
    };

    /// <summary>A version, quoted or not; the raw text counts, so that 1.20 stays 1.20.</summary>
    public static ScalarShape<T> Version<T>(
        Func<string, Parsed<T>> parse, Func<T, string> format, params string[] choice) => new()
    {
        What = "a version",
        Parse = s => s.Text.Length <= 40 && !s.Text.EndsWith('\n') && VersionGrammar().IsMatch(s.Text)
            && s.Kind is ScalarKind.Text or ScalarKind.Integer or ScalarKind.Number
            ? parse(s.Text)
            : new Mistake("wrong-value", $"{Quote.Of(s.Text)} is not a version such as 1.25"),
        Format = format,
        Schema = () => choice.Length == 0
            ? new JsonObject
            {
                ["type"] = new JsonArray("string", "number"),
                ["pattern"] = VersionPattern,
                ["minimum"] = 0,
            }
            : new JsonObject
            {
                ["enum"] = new JsonArray(
                [
                    .. choice.Select(c => (JsonNode)c),
                    .. choice.Select(c => (JsonNode)decimal.Parse(c, CultureInfo.InvariantCulture)),
                ]),
            },
        Text = true,
    };

    private const string VersionPattern = @"^[0-9]+(\.[0-9]+)*$";

    public static Mistake NeedsQuotes(ScalarNode s) =>
        new("wrong-type", $"expected text, found {s.Kind.Name()}: put quotes around {Quote.Of(s.Text)}");

    private static ScalarShape<string> StringOf(int longest, string what) => new()
    {
        What = what,
        Parse = s => s.Kind != ScalarKind.Text
            ? NeedsQuotes(s)
            : s.Text.Length is > 0 && s.Text.Length <= longest
                ? s.Text
                : new Mistake("out-of-range", $"expected {what} of 1 to {longest} characters, found {s.Text.Length}"),
        Format = t => t,
        Schema = () => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = longest },
        Text = true,
    };

    [GeneratedRegex(VersionPattern)]
    private static partial Regex VersionGrammar();

    private static Parsed<T> Counted<T>(string text, decimal max, Func<decimal, T> of)
    {
        var whole = Whole(new ScalarNode(SourcePosition.StartOf(""), text, isPlain: true), 0, max, "");
        return whole.Code is null ? of(whole.Value) : new Mistake(whole.Code, whole.Message!);
    }

    private static Parsed<decimal> Whole(ScalarNode s, decimal min, decimal max, string tooMany)
    {
        if (s.Kind is not (ScalarKind.Integer or ScalarKind.Number))
        {
            var fix = s.Kind == ScalarKind.Text && decimal.TryParse(s.Text, CultureInfo.InvariantCulture, out _)
                ? ": remove the quotes"
                : "";
            return new Mistake("wrong-type", $"expected a whole number, found {Quote.Of(s.Text)}{fix}");
        }

        if (!double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var size)
            || double.IsNaN(size))
            return new Mistake("notation", $"write {Quote.Of(s.Text)} in plain digits");
        var reason = tooMany.Length > 0 && size > (double)max ? $": {tooMany}" : "";
        if (size < (double)min - 0.5
            || size > (double)max + 0.5
            || !decimal.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return new Mistake("out-of-range", $"{Quote.Of(s.Text)} is not between {min} and {max}{reason}");
        if (value != decimal.Truncate(value))
            return new Mistake("wrong-type", $"expected a whole number, found {Quote.Of(s.Text)}");
        if (value < min || value > max)
            return new Mistake("out-of-range", $"{Quote.Of(s.Text)} is not between {min} and {max}{reason}");
        return s.Text.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? new Mistake("notation", $"write {Quote.Of(s.Text)} in plain digits: {value:0}")
            : value;
    }
}
