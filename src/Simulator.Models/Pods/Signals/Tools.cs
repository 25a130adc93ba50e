using System.Collections.Immutable;
using System.Globalization;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>Programs of an image that are not the service: inits, tools that wait, filters, and those that
/// end.</summary>
internal static class Tools
{
    private static readonly HashSet<string> Filters = new(StringComparer.Ordinal)
    {
        "cat", "tee", "grep", "sed", "awk", "gawk", "head", "tail", "sort", "uniq", "tr", "cut", "wc", "jq", "ts",
        "logger", "multilog", "svlogd", "pino-pretty", "bunyan", "rotatelogs", "cronolog", "less", "more",
    };

    private static readonly HashSet<string> Ending = new(StringComparer.Ordinal)
    {
        "true", "echo", "printf", "test", "[", "mkdir", "rmdir", "rm", "cp", "mv", "ln", "ls", "touch", "chmod",
        "chown", "chgrp", "date", "hostname", "id", "whoami", "uname", "which", "pwd", "env", "printenv", "dirname",
        "basename", "readlink", "realpath", "mktemp", "find", "stat", "df", "du", "ps", "pidof", "pgrep", "pkill",
        "killall", "expr", "seq", "nproc", "getent", "install", "tar", "gzip", "unzip", "openssl", "envsubst", "curl",
        "wget", "nc", "ping", "dig", "nslookup", "host", "pg_isready", "psql", "mysqladmin", "redis-cli", "git",
        "sync", "ulimit", "sysctl", "mount", "update-ca-certificates", "ldconfig", "adduser", "addgroup", "useradd",
        "usermod", "groupadd", "groupmod", "wait-for-it.sh", "wait-for-it", "kill",
    };

    /// <summary>Neither the service nor something that starts it.</summary>
    public static bool IsKnown(string name) =>
        Filters.Contains(name) || Ending.Contains(name) || name is "sleep" or "false";

    /// <summary>Null: not a tool, so it is the service.</summary>
    public static Program? Of(Launcher launcher, string name, ImmutableArray<string> command, LaunchContext context)
    {
        switch (name)
        {
            case "tini" or "docker-init" or "tini-static" or "dumb-init" or "catatonit":
                return Init(launcher, name, command);
            case "timeout":
                return Timeout(launcher, command);
            case "su" or "runuser":
                return Su(launcher, command);
            case "sudo" or "time" or "xargs" or "setsid-waiting":
                return Deaf(launcher, name, command);
            case "setsid-forking":
                return new ForkingProgram(launcher, command[1..]);
            case "node" or "nodejs" when command.Contains("--watch"):
                return new WatchProgram(launcher, [.. command.Where(w => w != "--watch")]);
            case "sleep":
                return Sleep(launcher.Table, command);
            case "false":
                return new EndingProgram(launcher.Table, new ExitStatus(1), Duration.Zero);
        }

        // Behind a service's pipe, whatever it is called, it reads until the service ends.
        if (context.Input is { } input && (Filters.Contains(name) || !Ending.Contains(name)) && Writes(launcher, input))
            return new FilterProgram(launcher.Table, input);
        if (name == "tail" && command.Any(w => w.StartsWith("-f", StringComparison.Ordinal) || w is "-F" or "--follow"))
            return new EndlessProgram();
        if (!Filters.Contains(name) && !Ending.Contains(name)) return null;
        return new EndingProgram(launcher.Table, new ExitStatus(0), Duration.Zero);
    }

    private static bool Writes(Launcher launcher, OsProcess input) =>
        launcher.Table.All.Any(p => p.IsAlive && (p == input || p.Parent == input)
            && p.Program is AppProgram or ParentProgram or FilterProgram or InitProgram or Shell.ShellProgram);

    private static Program? Init(Launcher launcher, string name, ImmutableArray<string> command)
    {
        var kind = name switch
        {
            "dumb-init" => InitKind.DumbInit,
            "catatonit" => InitKind.Catatonit,
            _ => InitKind.Tini,
        };
        if (InitArguments.Parse(kind, command.AsSpan()[1..]) is { } call) return new InitProgram(launcher, call);
        return Missing(launcher, name);
    }

    private static EndingProgram Missing(Launcher launcher, string name)
    {
        launcher.Problem("no-command", $"'{name}' has no command behind its options, or an option that is not known");
        return new EndingProgram(launcher.Table, new ExitStatus(1), Duration.Zero);
    }

    private static Program Timeout(Launcher launcher, ImmutableArray<string> command)
    {
        var (foreground, signal, killAfter) = (false, UnixSignal.Term, (Duration?)null);
        var i = 1;
        for (; i < command.Length && command[i].StartsWith('-'); i++)
        {
            var option = command[i];
            if (option is "-f" or "--foreground") foreground = true;
            else if (option is "-s" or "--signal") signal = Parse(command, ++i) ?? signal;
            else if (option is "-k" or "--kill-after") killAfter = Span(command, ++i);
            else if (option.Split('=', 2) is ["--signal", var name]) signal = UnixSignals.Parse(name) ?? signal;
            else if (option.Split('=', 2) is ["--kill-after", var span]) killAfter = Span(span);
            else if (option == "--") break;
        }

        if (i + 1 >= command.Length) return Missing(launcher, "timeout");
        return new TimeoutProgram(launcher, command[(i + 1)..], Span(command[i]) ?? Duration.Forever, signal, killAfter,
            foreground);
    }

    private static UnixSignal? Parse(ImmutableArray<string> command, int i) =>
        i < command.Length ? UnixSignals.Parse(command[i]) : null;

    private static Duration? Span(ImmutableArray<string> command, int i) =>
        i < command.Length ? Span(command[i]) : null;

    // 10, 1.5, 10s, 2m, 1h, 1d, infinity; zero is no limit to timeout(1).
    private static Duration? Span(string text)
    {
        var unit = text.Length > 0 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
        var number = unit == 0 ? text : text[..^1];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value < 0)
            return null;
        var seconds = value * Math.Max(1, unit);
        return seconds < 1e9 ? Duration.FromSeconds(seconds) : Duration.Forever;
    }

    private static Program Sleep(ProcessTable table, ImmutableArray<string> command)
    {
        var sum = Duration.Zero;
        foreach (var word in command.Skip(1))
        {
            if (Span(word) is not { } span) return new EndingProgram(table, new ExitStatus(1), Duration.Zero);
            if (span == Duration.Forever) return new EndlessProgram();
            sum += span;
        }

        return new EndingProgram(table, new ExitStatus(0), sum);
    }

    // su [-] [-s SHELL] [USER] -c COMMAND; runuser -u USER [--] COMMAND.
    private static Program Su(Launcher launcher, ImmutableArray<string> command)
    {
        var (shell, text, user, session) = ((string?)null, (string?)null, (string?)null, true);
        for (var i = 1; i < command.Length; i++)
        {
            var word = command[i];
            if (word is "-s" or "--shell" && i + 1 < command.Length) shell = command[++i];
            else if (word is "-c" or "--command" or "--session-command" && i + 1 < command.Length)
                (text, session) = (command[++i], word != "--session-command");
            else if (word is "-u" && i + 1 < command.Length) user = command[++i];
            else if (word == "--" && user is not null && i + 1 < command.Length)
                return new SuProgram(launcher, command[(i + 1)..], hasOwnSession: false);
            else if (user is not null && command[0].EndsWith("runuser", StringComparison.Ordinal))
                return new SuProgram(launcher, command[i..], hasOwnSession: false);
            else if (!word.StartsWith('-')) user ??= word;
        }

        if (text is null) return Missing(launcher, "su");
        // Root's shell is bash on Debian; another user's is taken to be /bin/sh.
        shell ??= user is null or "root" && launcher.Options.Shell == ShellKind.DashDebian ? "bash" : "sh";
        return new SuProgram(launcher, [shell, "-c", text], session);
    }

    private static Program Deaf(Launcher launcher, string name, ImmutableArray<string> command)
    {
        var i = 1;
        while (i < command.Length && command[i].StartsWith('-')) i += command[i] is "-u" or "-g" or "-n" ? 2 : 1;
        if (i >= command.Length) return new EndingProgram(launcher.Table, new ExitStatus(0), Duration.Zero);
        return new RelayProgram(launcher, command[i..], relays: name == "sudo");
    }
}
