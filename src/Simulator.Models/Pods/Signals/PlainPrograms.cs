using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>Ends by itself after a while, or at once.</summary>
internal sealed class EndingProgram(ProcessTable table, ExitStatus status, Duration after) : Program
{
    public override void Start(OsProcess self)
    {
        if (after == Duration.Zero) table.Exit(self, status);
        else table.After(after, self, this, () => table.Exit(self, status));
    }
}

/// <summary>Never ends by itself, and does nothing about signals.</summary>
internal sealed class EndlessProgram : Program
{
    public override void Start(OsProcess self)
    {
    }
}

/// <summary>Reads a pipe, and ends when nobody is left to write to it.</summary>
internal sealed class FilterProgram(ProcessTable table, OsProcess writer) : Program
{
    // How soon the end of the input is seen.
    private static readonly Duration Look = Duration.FromMilliseconds(1);

    private OsProcess _self = null!;

    public override void Start(OsProcess self)
    {
        _self = self;
        ProcessTable.OnEndOf(writer, Ended);
    }

    // A subshell that wrote may have left children that still do.
    private void Ended()
    {
        var heir = table.All.FirstOrDefault(p => p.IsAlive && p.Group == writer.Group && p.Forker == writer);
        if (heir is not null) ProcessTable.OnEndOf(heir, Ended);
        else table.After(Look, _self, this, () => table.Exit(_self, new ExitStatus(0)));
    }
}

/// <summary>Starts a command and ends without waiting: setsid of a process that leads its group.</summary>
internal sealed class ForkingProgram(Launcher launcher, ImmutableArray<string> command) : Program
{
    public override void Start(OsProcess self)
    {
        var child = launcher.Table.Fork(self);
        child.Group = child.Pid;
        launcher.Exec(child, command);
        launcher.Table.Exit(self, new ExitStatus(0));
    }
}

/// <summary>Waits for a command; sudo passes signals on, time and xargs do not.</summary>
internal sealed class RelayProgram(Launcher launcher, ImmutableArray<string> command, bool relays)
    : ParentProgram(launcher, command)
{
    protected override void Prepare()
    {
        if (relays) Self[UnixSignal.Term] = Self[UnixSignal.Int] = Disposition.Caught;
    }

    public override void OnSignal(UnixSignal signal) => Table.Kill(Self, Child.Pid, signal);

    protected override void OnEnd(ExitStatus status) => Table.Exit(Self, new ExitStatus(status.Shown));
}
