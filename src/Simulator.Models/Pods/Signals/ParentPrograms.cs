using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>Runs one child and waits for it; what a signal does is the subclass's.</summary>
internal abstract class ParentProgram(Launcher launcher, ImmutableArray<string> command) : Program
{
    protected Launcher Launcher => launcher;

    protected ProcessTable Table => launcher.Table;

    protected OsProcess Self { get; private set; } = null!;

    protected OsProcess Child { get; private set; } = null!;

    public override void Start(OsProcess self)
    {
        Self = self;
        Child = Table.Fork(self);
        Prepare();
        Child.ResetCaught();
        launcher.Exec(Child, command);
    }

    public override void OnChildExit(OsProcess child)
    {
        if (child == Child) OnEnd(child.Status);
    }

    /// <summary>Between fork and exec: groups and dispositions.</summary>
    protected abstract void Prepare();

    protected abstract void OnEnd(ExitStatus status);

    protected void Exit(Duration delay, int code) =>
        Table.After(delay, Self, this, () => Table.Exit(Self, new ExitStatus(code)));
}

/// <summary>coreutils timeout: passes the signal on to the child and its own group, and ends as the child
/// did.</summary>
/// <remarks>Source: coreutils src/timeout.c, cleanup and main.</remarks>
internal sealed class TimeoutProgram(Launcher launcher, ImmutableArray<string> command, Duration limit,
    UnixSignal signal, Duration? killAfter, bool isForeground) : ParentProgram(launcher, command)
{
    private bool _timedOut;

    protected override void Prepare()
    {
        // setpgid(0, 0), so that the group is the command's alone.
        if (!isForeground) Self.Group = Child.Group = Self.Pid;
        foreach (var caught in (UnixSignal[])[UnixSignal.Term, UnixSignal.Int, UnixSignal.Hup, UnixSignal.Quit])
            Self[caught] = Disposition.Caught;
        Table.After(limit, Self, this, () =>
        {
            _timedOut = true;
            Pass(signal);
        });
    }

    public override void OnSignal(UnixSignal received) => Pass(received);

    private void Pass(UnixSignal what)
    {
        if (killAfter is { } patience)
            Table.After(patience, Self, this, () => Table.Kill(Self, Child.Pid, UnixSignal.Kill));
        Table.Kill(Self, Child.Pid, what);
        if (isForeground) return;
        Self[what] = Disposition.Ignored;
        Table.Kill(Self, 0, what);
    }

    protected override void OnEnd(ExitStatus status)
    {
        if (_timedOut)
        {
            Table.Exit(Self, new ExitStatus(124));
            return;
        }

        if (status.Signal is not UnixSignal.None and not UnixSignal.Kill) Table.Raise(Self, status.Signal);
        if (Self.IsAlive) Table.Exit(Self, new ExitStatus(status.Shown));
    }
}

/// <summary>su and runuser of util-linux: SIGTERM to the child, SIGKILL two seconds later, whatever happened
/// meanwhile.</summary>
/// <remarks>Source: util-linux login-utils/su-common.c, create_watching_parent.</remarks>
internal sealed class SuProgram(Launcher launcher, ImmutableArray<string> command, bool hasOwnSession)
    : ParentProgram(launcher, command)
{
    private static readonly Duration Patience = Duration.FromSeconds(2);

    private bool _isEnding;

    protected override void Prepare()
    {
        if (hasOwnSession) Child.Group = Child.Pid;
        Self[UnixSignal.Term] = Disposition.Caught;
    }

    public override void OnSignal(UnixSignal signal)
    {
        if (_isEnding) return;
        _isEnding = true;
        Table.Kill(Self, Child.Pid, UnixSignal.Term);
        Table.After(Patience, Self, this, () =>
        {
            Table.Kill(Self, Child.Pid, UnixSignal.Kill);
            Table.Raise(Self, signal);
            if (Self.IsAlive) Table.Exit(Self, new ExitStatus(ExitStatus.By(signal).Shown));
        });
    }

    protected override void OnEnd(ExitStatus status)
    {
        if (!_isEnding) Table.Exit(Self, new ExitStatus(status.Shown));
    }
}

/// <summary>node --watch: SIGTERM to the program it watches, then exit 0.</summary>
/// <remarks>Source: node lib/internal/main/watch_mode.js, signalHandler.</remarks>
internal sealed class WatchProgram(Launcher launcher, ImmutableArray<string> command) : ParentProgram(launcher, command)
{
    private static readonly Duration Teardown = Duration.FromMilliseconds(5);

    private bool _isEnding;

    protected override void Prepare() => Self[UnixSignal.Term] = Self[UnixSignal.Int] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        if (_isEnding) return;
        _isEnding = true;
        Table.Kill(Self, Child.Pid, UnixSignal.Term);
        if (!Child.IsAlive) Exit(Teardown, 0);
    }

    // A program that ends by itself is waited for: the next change of a file starts it again.
    protected override void OnEnd(ExitStatus status)
    {
        if (_isEnding) Exit(Teardown, 0);
    }
}
