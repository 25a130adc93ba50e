using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Kernel;
using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>The words of <c>simulator signals</c>, each mistake with its way out.</summary>
internal static class SignalsWords
{
    /// <summary>As a Dockerfile reads CMD: a JSON array is the exec form, other text the shell form.</summary>
    public static ImmutableArray<string> Command(IReadOnlyList<string> words, List<string> errors)
    {
        if (words.Count > 1) return Checked([.. words], errors);
        var text = words[0];
        if (!text.TrimStart().StartsWith('[')) return Checked(["/bin/sh", "-c", text], errors);
        try
        {
            if (JsonNode.Parse(text) is JsonArray { Count: > 0 } array
                && array.All(n => n?.GetValueKind() == JsonValueKind.String))
                return Checked([.. array.Select(n => n!.GetValue<string>())], errors);
        }
        catch (JsonException)
        {
            // Docker takes what is no JSON for a shell's text, and '[' is a shell's command too.
            return Checked(["/bin/sh", "-c", text], errors);
        }

        errors.Add("COMMAND: error[wrong-value] the exec form is an array of texts: [\"node\", \"server.js\"]");
        return [""];
    }

    private static ImmutableArray<string> Checked(ImmutableArray<string> words, List<string> errors)
    {
        if (words is ["/bin/sh", "-c", var text] && string.IsNullOrWhiteSpace(text) || words[0].Length == 0)
            errors.Add("COMMAND: error[wrong-value] the command is empty");
        if (words.Any(w => w.Contains('\0', StringComparison.Ordinal)))
            errors.Add("COMMAND: error[wrong-value] no word can hold the character NUL");
        return words;
    }

    public static ImmutableDictionary<string, string> Variables(IEnumerable<string> pairs, List<string> errors)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) variables[pair[..at]] = pair[(at + 1)..];
            else errors.Add($"--env: error[wrong-value] a variable is NAME=VALUE");
        }

        return variables.ToImmutable();
    }

    /// <summary>10, 10.2 or 10.2.4, as three numbers.</summary>
    public static Version? Version(string option, string? text, List<string> errors)
    {
        if (text is null) return null;
        var parts = text.TrimStart('v').Split('.');
        var numbers = parts.Select(p => int.TryParse(p, out var n) && n >= 0 ? n : -1).ToList();
        if (parts.Length <= 3 && numbers.TrueForAll(n => n >= 0))
            return new Version(numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
        errors.Add($"{option}: error[wrong-value] a version is up to three numbers, such as 10.8.2");
        return null;
    }

    public static Duration? Span(string option, string? text, List<string> errors)
    {
        if (text is null) return null;
        var (duration, problem) = DurationText.Parse(text);
        if (problem is not null) errors.Add($"{option}: error[wrong-value] {problem}");
        return duration;
    }
}
