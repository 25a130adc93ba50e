using System.CommandLine;
using System.CommandLine.Parsing;
using Simulator.Reports.Formats;

namespace Simulator;

/// <summary>A command line as others can type it: without what no number depends on, and without their folders.</summary>
internal static class Reproduction
{
    // Where results go, and how fast; and what only watches.
    private static readonly string[] Idle =
        ["--out", "--threads", "--no-plots", "--requests", "--format", "--trace-events", "--verify-events"];

    public static string Of(ParseResult parsed)
    {
        var words = new List<string> { "simulator" };
        string? option = null;
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.Option) option = token.Value;
            if (option is not null && Idle.Contains(option))
            {
                // The value of an option that has one; whatever follows it is not its any more.
                if (token.Type != TokenType.Option) option = null;
                else if (IsFlag(parsed, option)) option = null;
                continue;
            }

            words.Add(Quoted(token.Type == TokenType.Argument ? RelativeUri.Path(token.Value) : token.Value));
            if (token.Type == TokenType.Argument) option = null;
        }

        return string.Join(' ', words);
    }

    private static bool IsFlag(ParseResult parsed, string option) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == option)?.ValueType == typeof(bool);

    // As a POSIX shell reads it.
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,%@+".Contains(c))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
