using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>
/// The processes of one pid namespace and the kernel's rules for them: fork, exec, exit, kill, orphans, PID 1.
/// </summary>
/// <remarks>
/// Sources: signal(7), kill(2), pid_namespaces(7); kernel/signal.c (sig_task_ignored, SIGNAL_UNKILLABLE),
/// kernel/pid_namespace.c (zap_pid_ns_processes).
/// </remarks>
internal sealed class ProcessTable(Simulation simulation)
{
    // From the signal, or the end of a child, to the process that acts on it; measured: 5 ms for init, shell and app.
    private static readonly Duration WakeUp = Duration.FromMilliseconds(1);

    private readonly List<OsProcess> _all = [];

    public Simulation Simulation => simulation;

    public IReadOnlyList<OsProcess> All => _all;

    public OsProcess Init => _all[0];

    /// <summary>What happened, in order; from SIGTERM on.</summary>
    public List<SignalEvent> Events { get; } = [];

    public OsProcess Fork(OsProcess? parent)
    {
        var process = new OsProcess(_all.Count + 1, parent);
        _all.Add(process);
        return process;
    }

    public static void Exec(OsProcess process, Program program, string name, string commandLine)
    {
        process.ResetCaught();
        Title(process, name, commandLine);
        process.Program = program;
        program.Start(process);
    }

    public static void Title(OsProcess process, string name, string commandLine) =>
        (process.Name, process.CommandLine) = (name.Length > 15 ? name[..15] : name, commandLine);

    /// <summary>kill(2): a pid, 0 for the sender's group, -1 for all but PID 1, or a group's negative.</summary>
    /// <returns>Whether there was anybody to send to.</returns>
    public bool Kill(OsProcess sender, int target, UnixSignal signal)
    {
        var receivers = _all.Where(p => p.IsAlive && target switch
        {
            > 0 => p.Pid == target,
            0 => p.Group == sender.Group,
            -1 => p.Pid != 1 && p != sender,
            _ => p.Group == -(long)target,
        }).ToList();
        foreach (var receiver in receivers) Deliver(receiver, signal, sender);
        return receivers.Count > 0;
    }

    /// <summary>From outside of the namespace: SIGKILL reaches PID 1 only from there.</summary>
    public void KillFromOutside(OsProcess process, UnixSignal signal) => Deliver(process, signal, null);

    private void Deliver(OsProcess to, UnixSignal signal, OsProcess? from)
    {
        if (!to.IsAlive || signal == UnixSignal.None) return;
        var disposition = signal == UnixSignal.Kill ? Disposition.Default : to[signal];
        if (disposition == Disposition.Ignored || (disposition == Disposition.Default && signal.IsHarmless()))
        {
            Note(SignalEventKind.Ignored, to, from, signal);
            return;
        }

        var program = to.Program;
        if (disposition is Disposition.Caught or Disposition.Blocked)
        {
            Note(SignalEventKind.Caught, to, from, signal);
            // A shell that signals itself sees it before kill(2) returns.
            if (to == from) program.OnSignal(signal);
            else After(WakeUp, to, program, () => program.OnSignal(signal));
        }
        else if (to == Init && !(signal == UnixSignal.Kill && from is null))
        {
            Note(SignalEventKind.DroppedForInit, to, from, signal);
        }
        else
        {
            Note(SignalEventKind.Killed, to, from, signal);
            Exit(to, ExitStatus.By(signal));
        }
    }

    /// <summary>A signal that the kernel forces, such as SIGSEGV: no rule saves PID 1 from it.</summary>
    public void Crash(OsProcess process, UnixSignal signal)
    {
        Note(SignalEventKind.Killed, process, process, signal);
        Exit(process, ExitStatus.By(signal));
    }

    /// <summary>Dies of its own hand, as those do that pass on how their child died; PID 1 cannot.</summary>
    public void Raise(OsProcess process, UnixSignal signal)
    {
        process[signal] = Disposition.Default;
        Deliver(process, signal, process);
    }

    public void Exit(OsProcess process, ExitStatus status)
    {
        if (!process.IsAlive) return;
        End(process, status);
        if (status.Signal == UnixSignal.None)
            Note(SignalEventKind.Exited, process, null, UnixSignal.None, status);
        if (process == Init)
        {
            foreach (var other in _all.Where(p => p.IsAlive))
            {
                End(other, ExitStatus.By(UnixSignal.Kill));
                Note(SignalEventKind.KilledWithNamespace, other, null, UnixSignal.Kill);
            }

            simulation.Stop();
            return;
        }

        foreach (var child in _all.Where(p => p.Parent == process)) child.Parent = Init;
        simulation.Schedule(WakeUp, new Callback(() =>
        {
            var parent = process.Parent ?? Init;
            if (parent.IsAlive) parent.Program.OnChildExit(process);
        }));
    }

    /// <summary>Calls when that process has ended; at once when it has already.</summary>
    public static void OnEndOf(OsProcess process, Action action)
    {
        if (process.IsAlive) process.AtEnd.Add(action);
        else action();
    }

    private void End(OsProcess process, ExitStatus status)
    {
        process.IsAlive = false;
        process.Status = status;
        process.Ended = simulation.Now;
        foreach (var action in process.AtEnd) action();
    }

    /// <summary>Later, if the process still runs that program.</summary>
    public EventHandle After(Duration delay, OsProcess process, Program program, Action action) =>
        simulation.Schedule(delay, new Callback(() =>
        {
            if (process.IsAlive && process.Program == program) action();
        }));

    public void Note(SignalEventKind kind, OsProcess process, OsProcess? from, UnixSignal signal,
        ExitStatus status = default) => Events.Add(
            new SignalEvent(simulation.Now, kind, process.Pid, process.Name, from?.Pid, signal, status));

    private sealed class Callback(Action action) : EventTarget
    {
        protected override void OnEvent(int code) => action();

        public override string Label => "signals";
    }
}
