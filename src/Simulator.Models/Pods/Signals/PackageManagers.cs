using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>npm from 7 on: <c>sh -c SCRIPT</c>, and what each version does with SIGTERM.</summary>
/// <remarks>Source: npm/run-script lib/signal-manager.js, lib/run-script-pkg.js; npm/cli#6547, #6684.</remarks>
internal sealed class NpmProgram(Launcher launcher, ImmutableArray<string> command, Version version)
    : ParentProgram(launcher, command)
{
    // After it has sent itself its child's signal, in case that does not kill it: as PID 1 it does not.
    private static readonly Duration SignalTimeout = Duration.FromMilliseconds(500);

    // Logs, timing files, exit handlers; measured 7 to 25 ms.
    private static readonly Duration Teardown = Duration.FromMilliseconds(10);

    private static readonly Version FirstDeaf = new(9, 6, 7);
    private static readonly Version LastDeaf = new(10, 3, 0);

    // run-script 6.0.2 to 7.0.2 listen and do nothing: their forwarding had been taken out, and came back in 10.3.0.
    private bool Forwards => version < FirstDeaf || version >= LastDeaf;

    protected override void Prepare() => Self[UnixSignal.Term] = Self[UnixSignal.Int] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        if (Forwards) Table.Kill(Self, Child.Pid, signal);
    }

    protected override void OnEnd(ExitStatus status)
    {
        if (status.Signal == UnixSignal.None)
        {
            Exit(Teardown, status.Code);
            return;
        }

        Table.Raise(Self, status.Signal);
        if (Self.IsAlive) Exit(SignalTimeout + Teardown, 1);
    }
}

/// <summary>npm 6: passes the first SIGTERM on, dies as its child did, and as PID 1 ends with 0.</summary>
/// <remarks>Source: npm-lifecycle index.js, procKill and the close event.</remarks>
internal sealed class Npm6Program(Launcher launcher, ImmutableArray<string> command) : ParentProgram(launcher, command)
{
    private static readonly Duration Teardown = Duration.FromMilliseconds(8);

    protected override void Prepare() => Self[UnixSignal.Term] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        Self[UnixSignal.Term] = Disposition.Default; // process.once
        Table.Kill(Self, Child.Pid, UnixSignal.Term);
    }

    protected override void OnEnd(ExitStatus status)
    {
        if (status.Signal != UnixSignal.None) Table.Raise(Self, status.Signal);
        if (Self.IsAlive) Exit(Teardown, status.Code == 0 ? 0 : 1);
    }
}

/// <summary>yarn 1: passes SIGTERM on and exits with 1 at once.</summary>
/// <remarks>Source: yarn src/util/signal-handler.js, forwardSignalAndExit.</remarks>
internal sealed class YarnProgram(Launcher launcher, ImmutableArray<string> command) : ParentProgram(launcher, command)
{
    private static readonly Duration Teardown = Duration.FromMilliseconds(5);

    protected override void Prepare() => Self[UnixSignal.Term] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        Table.Kill(Self, Child.Pid, UnixSignal.Term);
        Exit(Teardown, 1);
    }

    protected override void OnEnd(ExitStatus status) => Exit(Teardown, status.Shown == 0 ? 0 : 1);
}

/// <summary>yarn from 2 on runs scripts in a shell of its own: passes SIGTERM on and waits.</summary>
/// <remarks>Source: berry packages/yarnpkg-shell/sources/pipe.ts, sigtermHandler and makeProcess.</remarks>
internal sealed class BerryProgram(Launcher launcher, ImmutableArray<string> command) : ParentProgram(launcher, command)
{
    private static readonly Duration Teardown = Duration.FromMilliseconds(10);

    protected override void Prepare() => Self[UnixSignal.Term] = Self[UnixSignal.Int] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        if (signal == UnixSignal.Term) Table.Kill(Self, Child.Pid, UnixSignal.Term);
    }

    protected override void OnEnd(ExitStatus status) =>
        Exit(Teardown, status.Signal == UnixSignal.None ? status.Code : 129);
}

/// <summary>pnpm: passes the first SIGTERM on; when the script fails it kills every process below itself.</summary>
/// <remarks>Source: @pnpm/npm-lifecycle index.js, procKill; pnpm/src/errorHandler.ts.</remarks>
internal sealed class PnpmProgram(Launcher launcher, ImmutableArray<string> command) : ParentProgram(launcher, command)
{
    // From the script's end to the search for descendants, which reads /proc through ps, and on to the exit.
    private static readonly Duration UntilSearch = Duration.FromMilliseconds(15);
    private static readonly Duration Teardown = Duration.FromMilliseconds(15);

    protected override void Prepare() => Self[UnixSignal.Term] = Self[UnixSignal.Int] = Disposition.Caught;

    public override void OnSignal(UnixSignal signal)
    {
        Self[UnixSignal.Term] = Disposition.Default; // process.once
        Table.Kill(Self, Child.Pid, signal);
    }

    protected override void OnEnd(ExitStatus status)
    {
        if (status.Shown == 0)
        {
            Exit(Teardown, 0);
            return;
        }

        if (status.Signal is not UnixSignal.None and not UnixSignal.Int) Table.Raise(Self, status.Signal);
        if (!Self.IsAlive) return;
        Table.After(UntilSearch, Self, this, () =>
        {
            foreach (var process in Table.All.Where(p => p.IsAlive && IsBelow(p)).ToList())
                Table.Kill(Self, process.Pid, UnixSignal.Term);
            Exit(Teardown, 1);
        });
    }

    private bool IsBelow(OsProcess process)
    {
        for (var parent = process.Parent; parent is not null; parent = parent.Parent)
            if (parent == Self) return true;
        return false;
    }
}
