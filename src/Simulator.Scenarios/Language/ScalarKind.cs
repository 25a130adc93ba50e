using System.Text.RegularExpressions;

namespace Simulator.Scenarios.Language;

/// <summary>
/// What a scalar would be in JSON, by the core schema of YAML 1.2 (so <c>on</c> and <c>no</c> are text).
/// </summary>
internal enum ScalarKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Null,
}

/// <summary>Tells a plain scalar's kind by its text.</summary>
internal static partial class ScalarKinds
{
    public static ScalarKind OfPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when Integer().IsMatch(text) => ScalarKind.Integer,
        _ when Number().IsMatch(text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    public static string Name(this ScalarKind kind) => kind switch
    {
        ScalarKind.Text => "text",
        ScalarKind.Integer or ScalarKind.Number => "a number",
        ScalarKind.Boolean => "true or false",
        _ => "nothing",
    };

    [GeneratedRegex(@"\A([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Number();
}
