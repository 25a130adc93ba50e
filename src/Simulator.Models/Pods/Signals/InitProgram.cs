using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>How an init was called.</summary>
/// <param name="Kind">Which; not <see cref="InitKind.None"/>.</param>
/// <param name="Command">What it starts.</param>
/// <param name="ToGroup">Signals go to the child's whole group: dumb-init without -c, tini and catatonit with
/// -g.</param>
/// <param name="Rewrites">dumb-init --rewrite: from which signal to which, None for nowhere.</param>
/// <param name="MapsToZero">tini -e: exit codes that become 0.</param>
internal sealed record InitCall(InitKind Kind, ImmutableArray<string> Command, bool ToGroup,
    ImmutableDictionary<UnixSignal, UnixSignal> Rewrites, ImmutableHashSet<int> MapsToZero);

/// <summary>tini, dumb-init or catatonit: starts one child, passes signals on, reaps, ends with the child.</summary>
/// <remarks>
/// Sources: krallin/tini src/tini.c (isolate_child, wait_and_forward_signal), Yelp/dumb-init dumb-init.c
/// (forward_signal, handle_signal: SIGTERM to what is left, then exit), openSUSE/catatonit catatonit.c.
/// </remarks>
internal sealed class InitProgram(Launcher launcher, InitCall call) : Program
{
    // Reaping, a look at what is left, and the exit; measured: 5 to 6 ms from SIGTERM to the end of init and shell.
    private static readonly Duration Teardown = Duration.FromMilliseconds(2);

    private OsProcess _self = null!;
    private OsProcess _child = null!;

    public override void Start(OsProcess self)
    {
        _self = self;
        // tini and catatonit block signals and read them; dumb-init installs handlers.
        var how = call.Kind == InitKind.DumbInit ? Disposition.Caught : Disposition.Blocked;
        UnixSignal[] passed =
        [
            UnixSignal.Hup, UnixSignal.Int, UnixSignal.Quit, UnixSignal.Usr1, UnixSignal.Usr2, UnixSignal.Term,
            UnixSignal.Cont, UnixSignal.Winch,
        ];
        foreach (var signal in passed) self[signal] = how;
        _child = launcher.Table.Fork(self);
        // setpgid in tini and catatonit; setsid, or with -c nothing, in dumb-init.
        if (call.Kind != InitKind.DumbInit || call.ToGroup) _child.Group = _child.Pid;
        _child.ResetCaught();
        launcher.Exec(_child, call.Command);
    }

    public override void OnSignal(UnixSignal signal)
    {
        signal = call.Rewrites.GetValueOrDefault(signal, signal);
        if (signal != UnixSignal.None) Pass(signal);
    }

    public override void OnChildExit(OsProcess child)
    {
        if (child != _child) return;
        if (call.Kind == InitKind.DumbInit) Pass(UnixSignal.Term);
        var code = child.Status.Shown;
        var status = new ExitStatus(call.MapsToZero.Contains(code) ? 0 : code);
        launcher.Table.After(Teardown, _self, this, () => launcher.Table.Exit(_self, status));
    }

    private void Pass(UnixSignal signal) =>
        launcher.Table.Kill(_self, call.ToGroup ? -_child.Pid : _child.Pid, signal);
}
