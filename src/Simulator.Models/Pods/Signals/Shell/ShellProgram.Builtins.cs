using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals.Shell;

/// <content>Builtins, as far as they touch processes, signals and control flow.</content>
internal sealed partial class ShellProgram
{
    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal)
    {
        ":", "true", "false", "cd", "pwd", "export", "readonly", "unset", "set", "shift", "echo", "printf", "test", "[",
        "[[", "exit", "return", "break", "continue", "trap", "wait", "kill", "eval", ".", "source", "jobs", "read",
        "umask", "ulimit", "command", "type", "hash", "alias", "unalias", "local", "declare", "typeset", "shopt", "let",
        "getopts", "times", "fg", "bg", "disown", "builtin",
    };

    private static readonly HashSet<string> BashOnly = new(StringComparer.Ordinal)
    {
        "declare", "typeset", "shopt", "let", "disown", "builtin", "[[",
    };

    private bool IsBuiltin(string name) => Builtins.Contains(name)
        && (state.IsBash || !BashOnly.Contains(name) || (state.Kind == ShellKind.Busybox && name is "let" or "[["))
        && (name != "source" || state.Kind is ShellKind.Bash or ShellKind.Busybox);

    private async SimTask<int> Builtin(SimpleCommand simple, List<string> words)
    {
        switch (words[0])
        {
            case "false":
                return 1;
            case "eval":
                return await Text(string.Join(' ', words.Skip(1)));
            case "." or "source":
                return await Source(words);
            case "wait":
                return await WaitFor(words);
            case "read":
                return 1; // The end of an empty input.
            case "kill":
                return Kill(words);
            case "trap":
                return Trap(words);
            case "exit" or "return" or "break" or "continue":
                return Leave(words);
            case "test" or "[" or "[[":
                return ShellTest.IsTrue(words, IsFile) ? 0 : 1;
            case "echo" or "printf":
                Print(simple, words);
                return 0;
            default:
                return State(words);
        }
    }

    private bool IsFile(string path) =>
        launcher.Files.ContainsKey(path) || launcher.Options.ReadScript(path) is not null;

    private void Print(SimpleCommand simple, List<string> words)
    {
        var target = simple.Redirections.FirstOrDefault(r => r.Operator is ">" or ">|" or ">>");
        if (target is not null) launcher.Files[Expander.Text(target.Target)] = string.Join(' ', words.Skip(1));
    }

    private int State(List<string> words)
    {
        switch (words[0])
        {
            case "export" or "readonly" or "local" or "declare" or "typeset":
                foreach (var pair in words.Skip(1).Select(w => w.Split('=', 2)))
                    if (pair is [{ Length: > 0 } name, var value]) state[name] = value;
                return 0;
            case "unset":
                foreach (var word in words.Skip(1)) state[word] = null;
                return 0;
            case "set":
                return Set(words);
            case "shift":
                var n = words.Count > 1 && int.TryParse(words[1], out var given) ? given : 1;
                if (n < 0 || n > state.Arguments.Count) return 1;
                state.Arguments.RemoveRange(0, n);
                return 0;
            default:
                return 0;
        }
    }

    private int Set(List<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--" || word.Length < 2 || word[0] is not '-' and not '+')
            {
                state.Arguments.Clear();
                state.Arguments.AddRange(words.Skip(word == "--" ? i + 1 : i));
                return 0;
            }

            var on = word[0] == '-';
            if (word.Contains('e')) state.ErrExit = on;
            if (word.Contains('m')) state.Monitor = on;
            if (!word.Contains('o')) continue;
            var name = i + 1 < words.Count ? words[++i] : "";
            if (name == "errexit") state.ErrExit = on;
            if (name == "monitor") state.Monitor = on;
            if (name != "pipefail" || state.Kind is ShellKind.Bash or ShellKind.Busybox) continue;
            // dash 0.5.12 does not know it, and a mistake of a special builtin ends a shell.
            launcher.Note("dash does not know 'set -o pipefail': it ends there, with 2");
            (_flow, state.Status) = (Flow.Exit, 2);
            return 2;
        }

        return 0;
    }

    private int Leave(List<string> words)
    {
        _flow = words[0] switch
        {
            "exit" => Flow.Exit,
            "return" => Flow.Return,
            "break" => Flow.Break,
            _ => Flow.Continue,
        };
        if (_flow is Flow.Exit or Flow.Return && words.Count > 1 && int.TryParse(words[1], out var status))
            state.Status = status & 255;
        return _flow is Flow.Exit or Flow.Return ? state.Status : 0;
    }

    private async SimTask<int> Source(List<string> words)
    {
        if (words.Count < 2) return 2;
        if (launcher.Options.ReadScript(words[1]) is { } text)
        {
            var status = await Text(text);
            if (_flow == Flow.Return) (_flow, status) = (Flow.Next, state.Status);
            return status;
        }

        launcher.Note($"{words[1]} is not known here: taken to change nothing");
        return 0;
    }

    private int Trap(List<string> words)
    {
        var i = words.Count > 1 && words[1] == "--" ? 2 : 1;
        if (i >= words.Count) return 0;
        // 'trap TERM' and 'trap - TERM' take a trap away.
        var action = i + 1 < words.Count ? words[i++] : "-";
        var status = 0;
        for (; i < words.Count; i++)
        {
            if (Trappable(words[i]) is not { } signal)
            {
                launcher.Note($"{(state.IsBash ? "bash" : "dash")} does not know the signal '{words[i]}' in a trap");
                status = 1;
                continue;
            }

            SetTrap(signal, action);
        }

        return status;
    }

    private UnixSignal? Trappable(string name)
    {
        if (name.ToUpperInvariant() is "EXIT" or "0") return UnixSignal.None;
        var prefixed = name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase);
        if (prefixed && state.Kind is ShellKind.Dash or ShellKind.DashDebian) return null;
        if (state.IsBash && name is "ERR" or "DEBUG" or "RETURN") return (UnixSignal)(-1);
        return UnixSignals.Parse(name);
    }

    private void SetTrap(UnixSignal signal, string action)
    {
        if (action == "-") state.Traps.Remove(signal);
        else state.Traps[signal] = action;
        if (action is not "-" and not "") state.HadTraps = true;
        if (signal > UnixSignal.None)
        {
            _self[signal] = action switch
            {
                "-" => Disposition.Default,
                "" => Disposition.Ignored,
                _ => Disposition.Caught,
            };
        }

        if (!state.IsBash || signal != UnixSignal.None) return;
        var how = action == "-" ? Disposition.Default : Disposition.Caught;
        foreach (var ending in (UnixSignal[])[UnixSignal.Hup, UnixSignal.Int, UnixSignal.Term])
            if (!state.Traps.ContainsKey(ending)) _self[ending] = how;
    }

    private int Kill(List<string> words)
    {
        var signal = UnixSignal.Term;
        var i = 1;
        if (i < words.Count && words[i] == "-s" && i + 1 < words.Count)
        {
            signal = UnixSignals.Parse(words[i + 1]) ?? UnixSignal.None;
            i += 2;
        }
        else if (i < words.Count && words[i] is { Length: > 1 } option && option[0] == '-' && option != "--")
        {
            signal = UnixSignals.Parse(option[1..]) ?? UnixSignal.None;
            i++;
        }

        if (i < words.Count && words[i] == "--") i++;
        var status = i < words.Count ? 0 : 2; // Nobody named: the usage, and 2.
        for (; i < words.Count; i++)
            if (Target(words[i]) is not { } pid || !Table.Kill(_self, pid, signal)) status = 1;
        return status;
    }

    private int? Target(string word) => word.StartsWith('%')
        ? JobOf(word)?.Processes[0].Pid
        : int.TryParse(word, out var pid) ? pid : null;

    private ShellJob? JobOf(string word)
    {
        if (!word.StartsWith('%')) return state.Jobs.FirstOrDefault(j => j.Processes.Any(p => $"{p.Pid}" == word));
        if (word is "%" or "%%" or "%+") return state.Jobs.LastOrDefault();
        return int.TryParse(word[1..], out var n) && n >= 1 && n <= state.Jobs.Count ? state.Jobs[n - 1] : null;
    }

    private async SimTask<int> WaitFor(List<string> words)
    {
        var names = words.Skip(1).Where(w => !w.StartsWith('-')).ToList();
        if (state.IsBash && words.Contains("-n")) return await WaitForAny();
        var jobs = names.Count == 0 ? [.. state.Jobs] : names.ConvertAll(JobOf);
        var status = names.Count == 0 ? 0 : 127;
        foreach (var job in jobs)
        {
            if (job is null) continue;
            var signal = await Await(job, interruptible: true);
            if (signal != UnixSignal.None) return 128 + (int)signal;
            state.Jobs.Remove(job);
            status = names.Count == 0 ? 0 : job.Processes[^1].Status.Shown;
        }

        return status;
    }

    private async SimTask<int> WaitForAny()
    {
        if (state.Jobs.Count == 0) return 127;
        bool Done(ShellJob job) => job.Processes.All(_reaped.Contains);
        var signal = await Await(() => state.Jobs.Exists(Done), interruptible: true);
        if (signal != UnixSignal.None) return 128 + (int)signal;
        var first = state.Jobs.First(Done);
        state.Jobs.Remove(first);
        return first.Processes[^1].Status.Shown;
    }
}
