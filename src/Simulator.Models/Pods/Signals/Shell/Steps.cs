namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>
/// Which commands of a script come before the service and end, such as a migration: of several in a row that could be
/// services, all but the last.
/// </summary>
internal static class Steps
{
    private static readonly HashSet<string> NoService = new(StringComparer.Ordinal)
    {
        ":", "cd", "pwd", "export", "readonly", "unset", "set", "shift", "[[", "exit", "return", "break", "continue",
        "trap", "wait", "eval", ".", "source", "jobs", "read", "umask", "type", "hash", "alias", "local", "declare",
        "typeset", "shopt", "let", "getopts",
    };

    private static readonly string[] Prefixes = ["exec", "command", "env", "nohup", "nice", "time"];

    public static void Mark(ShellScript script, IReadOnlyDictionary<string, ShellCommand> functions,
        ISet<SimpleCommand> steps)
    {
        var known = new Dictionary<string, ShellCommand>(functions, StringComparer.Ordinal);
        foreach (var definition in script.Lines.SelectMany(l => l.List.Items).Select(i => i.Command)
            .OfType<FunctionDefinition>())
            known[definition.Name] = definition.Body;
        new Walk(known, steps).Script(script);
    }

    /// <summary>The command that is taken to be the service; null: none is.</summary>
    public static SimpleCommand? Service(ShellScript script)
    {
        var steps = new HashSet<SimpleCommand>(ReferenceEqualityComparer.Instance);
        var walk = new Walk([], steps);
        walk.Script(script);
        return walk.Services.Find(s => !steps.Contains(s));
    }

    // Each method says whether a service comes here or later.
    private sealed class Walk(Dictionary<string, ShellCommand> functions, ISet<SimpleCommand> steps)
    {
        private int _calls;

        /// <summary>Last first.</summary>
        public List<SimpleCommand> Services { get; } = [];

        public void Script(ShellScript script)
        {
            var later = false;
            foreach (var line in script.Lines.Reverse()) later = List(line.List, later);
        }

        public bool List(CommandList list, bool later)
        {
            foreach (var item in list.Items.Reverse())
            {
                // What runs beside the rest does not have to end for it.
                var found = Command(item.Command, !item.IsBackground && later);
                later |= found;
            }

            return later;
        }

        private bool Command(ShellCommand command, bool later) => command switch
        {
            SimpleCommand simple => Simple(simple, later),
            // After 'a ||' comes what runs when a has failed: a may well be the service.
            AndOr { IsOr: true } both => Command(both.Right, later) | Command(both.Left, later),
            AndOr both => Command(both.Left, Command(both.Right, later)),
            Pipeline pipeline => pipeline.Commands.Aggregate(later, (found, c) => found | Command(c, later)),
            Subshell sub => List(sub.Body, later),
            BraceGroup group => List(group.Body, later),
            Redirected other => Command(other.Command, later),
            IfCommand branch => List(branch.Condition,
                List(branch.Then, later) | (branch.Else is { } other && List(other, later))),
            LoopCommand loop => List(loop.Condition, List(loop.Body, later)),
            ForCommand loop => List(loop.Body, later),
            CaseCommand choice => choice.Branches.Aggregate(later, (found, b) => found | List(b.Body, later)),
            _ => later,
        };

        private bool Simple(SimpleCommand simple, bool later)
        {
            if (!IsService(simple)) return later;
            Services.Add(simple);
            // Nothing comes after exec.
            if (later && simple.Words[0].Bare != "exec") steps.Add(simple);
            return true;
        }

        private bool IsService(SimpleCommand simple)
        {
            var words = simple.Words.SkipWhile(w => Prefixes.Contains(w.Bare) || w.Bare?.Contains('=') == true);
            if (words.FirstOrDefault() is not { } first) return false;
            if (first.Bare is not { } name) return true;
            if (functions.TryGetValue(name, out var body)) return ++_calls < 100 && Command(body, later: false);
            return !NoService.Contains(name) && !Tools.IsKnown(Launcher.BaseName(name));
        }
    }
}
