using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>A shell as it is called: by name, as busybox sh, or through a script's first line.</summary>
internal static class ShellCall
{
    public static bool IsShell(string name) => name is "sh" or "ash" or "dash" or "bash";

    /// <summary>The name of its binary.</summary>
    public static string Name(ShellKind kind) => kind switch
    {
        ShellKind.Bash => "bash",
        ShellKind.Busybox => "ash",
        _ => "dash",
    };

    /// <summary>Null: neither a shell nor a script.</summary>
    public static (string Name, Program Program)? Of(Launcher launcher, ImmutableArray<string> command,
        LaunchContext context)
    {
        var name = Launcher.BaseName(command[0]);
        if (IsShell(name)) return (name, Program(launcher, Kind(launcher, name), command, 1, context));
        if (name == "busybox" && command.Length > 1)
            return ("busybox", Program(launcher, ShellKind.Busybox, command, 2, context));
        return Script(launcher, name, command, context);
    }

    private static ShellKind Kind(Launcher launcher, string name) => name switch
    {
        "bash" => ShellKind.Bash,
        "ash" => ShellKind.Busybox,
        "dash" => launcher.Options.Shell == ShellKind.Dash ? ShellKind.Dash : ShellKind.DashDebian,
        _ => launcher.Options.Shell,
    };

    private static (string Name, Program Program)? Script(Launcher launcher, string name,
        ImmutableArray<string> command, LaunchContext context)
    {
        // Without a slash it is found on the PATH, and that is not the folder that is looked into.
        var isFile = name != command[0] || name.EndsWith(".sh", StringComparison.Ordinal);
        var text = isFile ? launcher.Options.ReadScript(command[0]) : null;
        if (text is null && !name.EndsWith(".sh", StringComparison.Ordinal)) return null;
        if (text is null && !name.Contains("entrypoint", StringComparison.Ordinal))
            return (name, Unknown(launcher, command[0]));
        if (text is null)
        {
            launcher.Note($"{command[0]} is not known here: taken to end with exec \"$@\", as official images' do");
            text = "#!/bin/sh\nexec \"$@\"\n";
        }

        // #!/bin/sh -e, #!/usr/bin/env bash
        var first = text.StartsWith("#!", StringComparison.Ordinal) ? text.Split('\n')[0][2..].Trim() : "/bin/sh";
        var words = first.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1 && Launcher.BaseName(words[0]) == "env") words = [.. words[1..].Where(w => w != "-S")];
        if (words.Length == 0 || !IsShell(Launcher.BaseName(words[0]))) return null;
        var kind = Kind(launcher, Launcher.BaseName(words[0]));
        return (name, Program(launcher, kind, [.. words, .. command], 1, context));
    }

    private static EndingProgram Unknown(Launcher launcher, string file)
    {
        launcher.Problem("unknown-script",
            $"what {file} does is not known here: the command that it ends with can stand in its place");
        return new EndingProgram(launcher.Table, new ExitStatus(127), Duration.Zero);
    }

    private static Program Program(Launcher launcher, ShellKind kind, ImmutableArray<string> command, int i,
        LaunchContext context)
    {
        var (minusC, errExit) = (false, false);
        for (; i < command.Length && command[i] is { Length: > 1 } option && option[0] is '-' or '+'; i++)
        {
            if (option == "--")
            {
                i++;
                break;
            }

            if (option.StartsWith("--", StringComparison.Ordinal)) continue;
            if (option[0] == '-') (minusC, errExit) = (minusC || option.Contains('c'), errExit || option.Contains('e'));
            if (option[^1] is 'o' or 'O') i++;
        }

        var state = new ShellState(kind, context.Variables) { ErrExit = errExit };
        if (i >= command.Length)
        {
            launcher.Note($"'{string.Join(' ', command)}' has no script, and its input is empty: it ends at once");
            return new EndingProgram(launcher.Table, new ExitStatus(0), Duration.Zero);
        }

        var text = minusC ? command[i] : launcher.Options.ReadScript(command[i]);
        if (text is null && command[i].Contains("entrypoint", StringComparison.Ordinal))
        {
            launcher.Note($"{command[i]} is not known here: taken to end with exec \"$@\", as official images' do");
            text = "exec \"$@\"\n";
        }

        if (text is null) return Unknown(launcher, command[i]);
        state.Arguments.AddRange(minusC ? command.Skip(i + 2) : command.Skip(i + 1));
        state.Zero = minusC ? command.ElementAtOrDefault(i + 1) ?? command[0] : command[i];
        var (script, error) = ShellParser.Parse(text, kind == ShellKind.Bash);
        if (script is not null)
            return new ShellProgram(launcher, state, context.Input, s => s.Script(script, isCommandString: minusC));
        launcher.Problem("shell-syntax", error!.Message, error.Position, text);
        return new EndingProgram(launcher.Table, new ExitStatus(2), Duration.Zero);
    }
}
