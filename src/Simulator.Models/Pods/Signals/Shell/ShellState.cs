using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>A job: what <c>wait</c> waits for, one process or a pipeline.</summary>
internal sealed record ShellJob(ImmutableArray<OsProcess> Processes);

/// <summary>What a shell remembers: variables, arguments, functions, traps, jobs.</summary>
internal sealed class ShellState
{
    private readonly Dictionary<string, string> _variables;

    public ShellState(ShellKind kind, ImmutableDictionary<string, string> variables)
    {
        Kind = kind;
        _variables = new Dictionary<string, string>(variables, StringComparer.Ordinal);
    }

    private ShellState(ShellState parent)
    {
        Kind = parent.Kind;
        _variables = new Dictionary<string, string>(parent._variables, StringComparer.Ordinal);
        Arguments.AddRange(parent.Arguments);
        (Zero, ShellPid, LastBackground, Status) =
            (parent.Zero, parent.ShellPid, parent.LastBackground, parent.Status);
        (ErrExit, Monitor) = (parent.ErrExit, parent.Monitor);
        foreach (var (name, body) in parent.Functions) Functions[name] = body;
        foreach (var (signal, action) in parent.Traps)
            if (action.Length == 0) Traps[signal] = action;
    }

    public ShellKind Kind { get; }

    public bool IsBash => Kind == ShellKind.Bash;

    public List<string> Arguments { get; } = [];

    public string Zero { get; set; } = "sh";

    /// <summary><c>$$</c>: of the shell that a subshell comes from.</summary>
    public int ShellPid { get; set; }

    /// <summary><c>$!</c>; 0: none.</summary>
    public int LastBackground { get; set; }

    /// <summary><c>$?</c></summary>
    public int Status { get; set; }

    public bool ErrExit { get; set; }

    /// <summary><c>set -m</c>: a process group for each job.</summary>
    public bool Monitor { get; set; }

    public Dictionary<string, ShellCommand> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>By signal, None for EXIT; an empty action ignores.</summary>
    public Dictionary<UnixSignal, string> Traps { get; } = [];

    /// <summary>busybox never forgets that there may be a trap.</summary>
    public bool HadTraps { get; set; }

    public List<ShellJob> Jobs { get; } = [];

    public IEnumerable<KeyValuePair<string, string>> Variables => _variables;

    /// <summary>Null: not set.</summary>
    public string? this[string name]
    {
        get => _variables.GetValueOrDefault(name);
        set
        {
            if (value is null) _variables.Remove(name);
            else _variables[name] = value;
        }
    }

    /// <summary>Is there anything that a program in the shell's place could not do for it?</summary>
    public bool HasTraps => Kind == ShellKind.Busybox ? HadTraps : Traps.Values.Any(a => a.Length > 0);

    /// <summary>As a subshell has it: only ignored signals stay trapped, and there are no jobs.</summary>
    public ShellState Fork() => new(this);

    public ImmutableDictionary<string, string> Environment() => ImmutableDictionary.CreateRange(_variables);
}
