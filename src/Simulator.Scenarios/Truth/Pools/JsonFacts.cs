using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Reads what may or may not stand in a recording, and the numbers inside of its words.</summary>
internal static class JsonFacts
{
    public static JsonElement? Get(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public static double? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Get(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Get(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The entries of a list; a lone object is a list of one, nothing is an empty one.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Get(path) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
            { } one => [one],
        };

    /// <summary>The first number that the pattern's group catches in a text.</summary>
    public static double? NumberIn(string? text, string pattern)
    {
        var match = text is null ? Match.Empty : Regex.Match(text, pattern, RegexOptions.IgnoreCase);
        return match.Success ? Parse(match.Groups[1].Value) : null;
    }

    /// <summary>Seconds of <c>pg_sleep(…)</c>.</summary>
    public static double? SleepIn(string? text) => NumberIn(text, @"pg_sleep\(\s*([0-9.]+)\s*\)");

    public static double Parse(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>A number, or <c>&gt;5</c> for at least so much.</summary>
    public static (double Value, bool AtLeast)? Limit(this JsonElement element, string name) =>
        element.Get(name) switch
        {
            { ValueKind: JsonValueKind.Number } number => (number.GetDouble(), false),
            { ValueKind: JsonValueKind.String } text when NumberIn(text.GetString(), ">\\s*([0-9.]+)") is { } least =>
                (least, true),
            _ => null,
        };
}
