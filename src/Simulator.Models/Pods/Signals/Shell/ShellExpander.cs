using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>From words to fields: parameters, and those substitutions whose output can be known.</summary>
internal sealed class ShellExpander(Launcher launcher, ShellState state)
{
    private static readonly char[] Blanks = [' ', '\t', '\n'];

    private readonly List<string> _missing = [];

    /// <summary>Variables that were not set when a command was expanded.</summary>
    public IReadOnlyList<string> Missing => _missing;

    public void Begin() => _missing.Clear();

    public IEnumerable<string> Words(ImmutableArray<ShellWord> words) => words.SelectMany(Fields);

    /// <summary>As one text: of an assignment, a pattern, a file's name.</summary>
    public string Text(ShellWord word) => string.Concat(word.Parts.Select(Value));

    private IEnumerable<string> Fields(ShellWord word)
    {
        var fields = new List<string>();
        string? open = null;
        foreach (var part in word.Parts)
        {
            if (part is ParameterPart { Name: "@", Operator: "", IsQuoted: true })
            {
                // "x$@y": the first argument joins what is before, the last what is behind.
                var arguments = state.Arguments;
                for (var i = 0; i < arguments.Count; i++)
                {
                    if (i > 0) fields.Add(open!);
                    open = i > 0 ? arguments[i] : open + arguments[i];
                }
            }
            else if (IsQuoted(part))
            {
                open += Value(part);
            }
            else if (part is LiteralPart literal)
            {
                open += literal.Text;
            }
            else
            {
                Split(Value(part), fields, ref open);
            }
        }

        if (open is not null) fields.Add(open);
        return fields;
    }

    private static bool IsQuoted(WordPart part) => part switch
    {
        LiteralPart literal => literal.IsQuoted,
        ParameterPart parameter => parameter.IsQuoted,
        SubstitutionPart substitution => substitution.IsQuoted,
        _ => true,
    };

    private static void Split(string value, List<string> fields, ref string? open)
    {
        if (value.Length == 0) return;
        if (Blanks.Contains(value[0]) && open is not null) Close(fields, ref open);
        var pieces = value.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i > 0) Close(fields, ref open);
            open += pieces[i];
        }

        if (Blanks.Contains(value[^1]) && open is not null) Close(fields, ref open);
    }

    private static void Close(List<string> fields, ref string? open)
    {
        if (open is not null) fields.Add(open);
        open = null;
    }

    private string Value(WordPart part) => part switch
    {
        LiteralPart literal => literal.Text,
        ParameterPart parameter => Parameter(parameter),
        SubstitutionPart substitution => Output(substitution.Script),
        ProcessPart => "/dev/fd/63",
        _ => "0",
    };

    private string Parameter(ParameterPart part)
    {
        var value = Lookup(part.Name);
        var argument = part.Argument;
        switch (part.Operator)
        {
            case ":-" or "-":
                if (value is { Length: > 0 } || (value is not null && part.Operator == "-")) return value;
                return Text(argument!);
            case ":=" or "=":
                if (value is { Length: > 0 } || (value is not null && part.Operator == "=")) return value;
                return state[part.Name] = Text(argument!);
            case ":+" or "+":
                return value is null || (value.Length == 0 && part.Operator == ":+") ? "" : Text(argument!);
            case "length":
                return $"{value?.Length ?? 0}";
            case "#" or "##":
                var prefix = Text(argument!);
                if (value is null || !value.StartsWith(prefix, StringComparison.Ordinal)) return value ?? "";
                return value[prefix.Length..];
            case "%" or "%%":
                var suffix = Text(argument!);
                if (value is null || !value.EndsWith(suffix, StringComparison.Ordinal)) return value ?? "";
                return value[..^suffix.Length];
            default:
                if (value is null) _missing.Add(part.Name);
                return value ?? "";
        }
    }

    private string? Lookup(string name) => name switch
    {
        "@" or "*" => string.Join(' ', state.Arguments),
        "#" => $"{state.Arguments.Count}",
        "?" => $"{state.Status}",
        "$" => $"{state.ShellPid}",
        "!" => state.LastBackground == 0 ? null : $"{state.LastBackground}",
        "-" => state.ErrExit ? "e" : "",
        "0" => state.Zero,
        _ when int.TryParse(name, out var n) => state.Arguments.ElementAtOrDefault(n - 1),
        _ => state[name],
    };

    // A subshell's output, for commands that traps and entrypoints use; anything else is empty.
    private string Output(ShellScript script)
    {
        if (script.Lines is not [{ List.Items: [{ Command: SimpleCommand simple }] }]) return "";
        var words = Words(simple.Words).ToList();
        if (words.Count == 0) return "";
        var last = words[^1];
        return words[0] switch
        {
            "jobs" when last == "-p" => Jobs(),
            "pidof" or "pgrep" => Pids(words.Skip(1).Where(w => !w.StartsWith('-'))),
            "cat" => string.Concat(words.Skip(1).Select(File)).TrimEnd(),
            "echo" or "printf" => string.Join(' ', words.Skip(1)),
            "which" => last,
            "command" when words.Contains("-v") => last,
            "readlink" or "realpath" => last,
            "basename" => Launcher.BaseName(words.ElementAtOrDefault(1) ?? ""),
            "dirname" => last.LastIndexOf('/') is > 0 and var at ? last[..at] : ".",
            "pwd" => "/app",
            "nproc" => "1",
            "id" when words.Contains("-u") => state["EUID"] ?? "0",
            _ => "",
        };
    }

    private string? File(string path) =>
        launcher.Files.GetValueOrDefault(path) ?? launcher.Options.ReadScript(path);

    // dash lists no jobs in a substitution: the subshell has none.
    private string Jobs() => state.Kind is ShellKind.Dash or ShellKind.DashDebian
        ? ""
        : string.Join(' ', state.Jobs.Select(j => j.Processes[0].Pid));

    private string Pids(IEnumerable<string> names)
    {
        var wanted = names.ToList();
        var found = launcher.Table.All.Where(p => p.IsAlive && wanted.Exists(w => Matches(p, w)));
        return string.Join(' ', found.Select(p => p.Pid));
    }

    private static bool Matches(OsProcess process, string name) =>
        process.Name == name || process.CommandLine.Contains(name, StringComparison.Ordinal);
}
