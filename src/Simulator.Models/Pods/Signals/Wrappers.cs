using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals;

/// <summary>Programs that put something right and then replace themselves by the command behind their
/// options.</summary>
internal static class Wrappers
{
    // How many words follow a wrapper before its command, and which of its options take a value of their own.
    private static readonly Dictionary<string, (int Operands, string Valued)> Known = new(StringComparer.Ordinal)
    {
        ["nohup"] = (0, ""),
        ["nice"] = (0, "n"),
        ["ionice"] = (0, "cnpPu"),
        ["stdbuf"] = (0, "ioe"),
        ["chroot"] = (1, ""),
        ["gosu"] = (1, ""),
        ["su-exec"] = (1, ""),
        ["setuidgid"] = (1, ""),
        ["s6-setuidgid"] = (1, ""),
        ["taskset"] = (1, ""),
        ["chrt"] = (1, ""),
        ["ddtrace-run"] = (0, ""),
        ["opentelemetry-instrument"] = (0, ""),
    };

    // Change the user: an entrypoint that starts itself again with one of them asks id -u.
    private static readonly string[] Users = ["gosu", "su-exec", "setuidgid", "s6-setuidgid"];

    private static readonly string[] SetprivFlags =
        ["--clear-groups", "--keep-groups", "--init-groups", "--nnp", "--no-new-privs", "--reset-env"];

    /// <summary>The command behind the wrapper; empty when there is none, null when this is no wrapper.</summary>
    public static ImmutableArray<string>? Unwrap(
        Launcher launcher, OsProcess process, ImmutableArray<string> command, ref LaunchContext context)
    {
        var name = Launcher.BaseName(command[0]);
        switch (name)
        {
            case "env":
                return Env(command, ref context);
            case "busybox" when command.Length > 1 && command[1] is not "sh" and not "ash":
                return command[1..];
            case "setsid":
                return Setsid(launcher, process, command);
            case "setpriv":
                return Setpriv(command);
        }

        if (!Known.TryGetValue(name, out var shape)) return null;
        if (Users.Contains(name) && command.ElementAtOrDefault(1) is not ("root" or "0" or "0:0" or "root:root"))
            context = context with { Variables = context.Variables.SetItem("EUID", "1000") };
        if (name == "nohup") process[UnixSignal.Hup] = Disposition.Ignored;
        var i = Options(command, 1, shape.Valued);
        return command[Math.Min(i + shape.Operands, command.Length)..];
    }

    // Over options; -n 5 takes two words, -n5 and --x=5 one.
    private static int Options(ImmutableArray<string> command, int i, string valued)
    {
        while (i < command.Length && command[i] is { Length: > 1 } option && option[0] == '-')
        {
            i++;
            if (option == "--") break;
            if (option.Length == 2 && valued.Contains(option[1])) i++;
        }

        return Math.Min(i, command.Length);
    }

    private static ImmutableArray<string> Env(ImmutableArray<string> command, ref LaunchContext context)
    {
        var variables = context.Variables;
        var i = 1;
        for (; i < command.Length; i++)
        {
            var word = command[i];
            if (word is "-S" or "--split-string" && i + 1 < command.Length)
            {
                command = [.. command[..i], .. command[i + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    .. command[(i + 2)..]];
                i--;
            }
            else if (word is "-u" or "--unset" or "-C" or "--chdir")
            {
                i++;
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && word[0] != '-')
            {
                variables = variables.SetItem(word[..at], word[(at + 1)..]);
            }
            else if (!word.StartsWith('-'))
            {
                break;
            }
            else if (word == "--")
            {
                i++;
                break;
            }
        }

        context = context with { Variables = variables };
        return command[Math.Min(i, command.Length)..];
    }

    // The leader of a group cannot make a session: setsid(1) forks then, and its parent ends at once.
    private static ImmutableArray<string> Setsid(Launcher launcher, OsProcess process, ImmutableArray<string> command)
    {
        var rest = command[Options(command, 1, "")..];
        var waits = command.Any(w => w is "-w" or "--wait");
        if (process.Group != process.Pid || (process == launcher.Table.Init && !launcher.Options.IsSessionLeader))
        {
            process.Group = process.Pid;
            return rest;
        }

        return rest.IsEmpty ? rest : [waits ? "setsid-waiting" : "setsid-forking", .. rest];
    }

    private static ImmutableArray<string> Setpriv(ImmutableArray<string> command)
    {
        var i = 1;
        while (i < command.Length && command[i].StartsWith('-'))
        {
            var option = command[i++];
            if (option == "--") break;
            if (!option.Contains('=', StringComparison.Ordinal) && !SetprivFlags.Contains(option)) i++;
        }

        return command[Math.Min(i, command.Length)..];
    }
}
