using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals.Shell;

/// <content>Simple commands: expansion, functions, builtins, programs.</content>
internal sealed partial class ShellProgram
{
    private ShellExpander? _expander;

    private ShellExpander Expander => _expander ??= new ShellExpander(launcher, state);

    private async SimTask<int> Simple(SimpleCommand simple, Tail tail)
    {
        Expander.Begin();
        var words = Expander.Words(simple.Words).ToList();
        StartProcesses(simple);
        if (words.Count == 0 || (words[0].StartsWith('-') && Expander.Missing.Count > 0)) return WithoutName(simple);
        var prefix = simple.Assignments.Select(a => (a.Name, Expander.Text(a.Value))).ToList();
        var plain = false;
        while (words.Count > 1 && words[0] is "command" or "builtin" && !words[1].StartsWith('-'))
        {
            words.RemoveAt(0);
            plain = true;
        }

        if (!plain && state.Functions.TryGetValue(words[0], out var body))
        {
            Assign(prefix);
            return await Call(body, words.Skip(1));
        }

        if (words[0] == "exec") return await Exec(simple, words, prefix);
        if (IsBuiltin(words[0]))
        {
            if (words[0] is "export" or "readonly" or ":" or "eval" or "set") Assign(prefix);
            return await Builtin(simple, words);
        }

        return await External(simple, words, prefix, CanReplace(simple, tail));
    }

    // Only assignments and redirections, or a name that expanded to nothing.
    private int WithoutName(SimpleCommand simple)
    {
        if (simple.Words.IsEmpty)
        {
            Assign(simple.Assignments.Select(a => (a.Name, Expander.Text(a.Value))));
            return 0;
        }

        var missing = string.Join(", ", Expander.Missing.Select(n => "$" + n));
        var what = missing.Length > 0 ? missing : "the command's name";
        launcher.Problem(
            "unknown-command", $"{what} is empty here, so there is no command: write out what it is", simple.Position);
        return 0;
    }

    private void Assign(IEnumerable<(string Name, string Value)> assignments)
    {
        foreach (var (name, value) in assignments) state[name] = value;
    }

    private bool CanReplace(SimpleCommand simple, Tail tail) => tail switch
    {
        Tail.No => false,
        Tail.Yes => true,
        _ => !state.HasTraps && (!state.IsBash
            || (simple.Redirections.IsEmpty && _trapDepth == 0 && !state.Traps.ContainsKey(UnixSignal.None))),
    };

    private async SimTask<int> Exec(SimpleCommand simple, List<string> words,
        List<(string Name, string Value)> prefix)
    {
        var i = 1;
        for (; i < words.Count && words[i].StartsWith('-'); i++)
        {
            if (words[i] == "-a") i++;
            if (words[i] != "--") continue;
            i++;
            break;
        }

        if (i < words.Count) return await External(simple, words[i..], prefix, replaces: true);
        Assign(prefix);
        return 0;
    }

    private async SimTask<int> External(SimpleCommand simple, List<string> words,
        List<(string Name, string Value)> prefix, bool replaces)
    {
        var variables = state.Environment();
        foreach (var (name, value) in prefix) variables = variables.SetItem(name, value);
        var reads = simple.Redirections.Any(r => r.Operator[0] == '<') ? null : input;
        var context = new LaunchContext(_steps.Contains(simple), reads, variables);
        if (replaces)
        {
            launcher.Exec(_self, [.. words], context);
            await Forever();
        }

        var child = Table.Fork(_self);
        if (state.Monitor) child.Group = child.Pid;
        launcher.Exec(child, [.. words], context);
        await Await(new ShellJob([child]), interruptible: false);
        return child.Status.Shown;
    }

    // >(…) and <(…), which bash starts before the command.
    private void StartProcesses(SimpleCommand simple)
    {
        var words = simple.Words.Concat(simple.Redirections.Select(r => r.Target));
        foreach (var process in words.SelectMany(w => w.Parts.OfType<ProcessPart>()))
            Fork(s => s.Script(process.Script, isCommandString: true), _self);
    }
}
