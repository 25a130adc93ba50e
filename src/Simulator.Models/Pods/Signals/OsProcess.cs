using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>A process of the container: its place in the tree, and what it does with signals.</summary>
public sealed class OsProcess
{
    private readonly Dictionary<UnixSignal, Disposition> _dispositions = [];

    internal OsProcess(int pid, OsProcess? parent)
    {
        (Pid, Parent, Forker, Group) = (pid, parent, parent, parent?.Group ?? pid);
        if (parent is null) return;
        (Name, CommandLine) = (parent.Name, parent.CommandLine);
        foreach (var (signal, disposition) in parent._dispositions) _dispositions[signal] = disposition;
    }

    /// <summary>Within the pid namespace.</summary>
    public int Pid { get; }

    /// <summary>Null for PID 1.</summary>
    public OsProcess? Parent { get; internal set; }

    /// <summary>Who forked it, alive or not.</summary>
    internal OsProcess? Forker { get; }

    /// <summary>Process group, which kill(2) reaches at once.</summary>
    public int Group { get; internal set; }

    /// <summary>comm: at most fifteen characters.</summary>
    public string Name { get; internal set; } = "";

    public string CommandLine { get; internal set; } = "";

    public bool IsAlive { get; internal set; } = true;

    public SimTime? Ended { get; internal set; }

    public ExitStatus Status { get; internal set; }

    /// <summary>The service itself, not a shell, an init or a tool.</summary>
    public bool IsApp => Program is AppProgram;

    internal Program Program { get; set; } = null!;

    internal AppProgram? App => Program as AppProgram;

    public Disposition this[UnixSignal signal]
    {
        get => _dispositions.GetValueOrDefault(signal);
        internal set => _dispositions[signal] = value;
    }

    internal List<Action> AtEnd { get; } = [];

    // execve(2): what is caught becomes default, what is ignored stays so.
    internal void ResetCaught()
    {
        foreach (var signal in _dispositions.Keys.ToArray())
            if (_dispositions[signal] is Disposition.Caught or Disposition.Blocked) _dispositions.Remove(signal);
    }
}

/// <summary>What runs in a process.</summary>
internal abstract class Program
{
    /// <summary>Begins in that process, which has just been forked or has replaced its program.</summary>
    public abstract void Start(OsProcess self);

    /// <summary>A signal that the process catches or reads.</summary>
    public virtual void OnSignal(UnixSignal signal)
    {
    }

    /// <summary>A child has ended, and the process sees it.</summary>
    public virtual void OnChildExit(OsProcess child)
    {
    }
}
