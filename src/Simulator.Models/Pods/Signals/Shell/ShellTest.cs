using System.IO.Enumeration;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary><c>test</c>, <c>[</c> and <c>[[</c>: strings and numbers as they are, files where they are known.</summary>
internal static class ShellTest
{
    /// <param name="words">With the command's name, and with <c>]</c> or <c>]]</c>.</param>
    /// <param name="isFile">Whether a path is known to exist.</param>
    public static bool IsTrue(IReadOnlyList<string> words, Func<string, bool> isFile)
    {
        var inner = words.Skip(1);
        if (words[0] != "test") inner = inner.Where((_, i) => i < words.Count - 2);
        return Or([.. inner], isFile);
    }

    private static bool Or(string[] words, Func<string, bool> isFile) =>
        Parts(words, "-o", "||").Any(part => Parts(part, "-a", "&&").All(p => Primary(p, isFile)));

    private static IEnumerable<string[]> Parts(string[] words, string one, string other)
    {
        var start = 0;
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && words[i] != one && words[i] != other) continue;
            yield return words[start..i];
            start = i + 1;
        }
    }

    private static bool Primary(string[] words, Func<string, bool> isFile) => words switch
    {
        ["!", .. var rest] => !Primary(rest, isFile),
        ["(", .. var inner, ")"] => Or(inner, isFile),
        [] => false,
        [var only] => only.Length > 0,
        ["-n", var text] => text.Length > 0,
        ["-z", var text] => text.Length == 0,
        ["-v", _] or ["-t", _] => false,
        [['-', _], var path] => isFile(path),
        [var left, var symbol, var right] => Compare(left, symbol, right),
        _ => false,
    };

    private static bool Compare(string left, string symbol, string right)
    {
        if (symbol is "=" or "==") return left == right || FileSystemName.MatchesSimpleExpression(right, left, false);
        if (symbol == "!=") return left != right && !FileSystemName.MatchesSimpleExpression(right, left, false);
        if (symbol == "<") return string.CompareOrdinal(left, right) < 0;
        if (symbol == ">") return string.CompareOrdinal(left, right) > 0;
        if (!long.TryParse(left, out var a) || !long.TryParse(right, out var b)) return false;
        return symbol switch
        {
            "-eq" => a == b,
            "-ne" => a != b,
            "-lt" => a < b,
            "-le" => a <= b,
            "-gt" => a > b,
            "-ge" => a >= b,
            _ => false,
        };
    }
}
