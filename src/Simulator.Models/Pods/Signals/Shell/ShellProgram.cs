using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>A shell in a process: it runs its commands, waits for children, and runs traps when it may.</summary>
/// <remarks>
/// POSIX.1-2017 Shell Command Language 2.11: while a command runs in the foreground a trap waits for its end;
/// <c>wait</c> returns at once with a status above 128, and the trap runs then.
/// </remarks>
internal sealed partial class ShellProgram(
    Launcher launcher, ShellState state, OsProcess? input, Func<ShellProgram, SimTask<int>> main) : Program
{
    // A shell that traps its own signal in the trap recurses until its stack of 8 MB is full; measured: 2,100 to
    // 2,500 times in bash and dash, a tenth of a millisecond each.
    private const int DeepestTrap = 2300;
    private const int DeepestCall = 100;
    private const int MostAtOnce = 1000;
    private const int LongestSpin = 100;
    private static readonly Duration TrapCost = Duration.FromMicroseconds(120);

    private readonly Queue<UnixSignal> _pending = new();
    private readonly HashSet<OsProcess> _reaped = [];
    private OsProcess _self = null!;
    private Wait<bool> _wake;
    private Flow _flow;
    private int _generation;
    private int _trapDepth;
    private int _callDepth;
    private int _commandsAtOnce;

    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
        Exit,
    }

    private ProcessTable Table => launcher.Table;

    private Simulation Simulation => launcher.Table.Simulation;

    public override void Start(OsProcess self)
    {
        _self = self;
        if (state.ShellPid == 0) state.ShellPid = self.Pid;
        // Not within the parent's step, so that no chain of programs is a chain of calls.
        Table.After(Duration.Zero, self, this, () => Simulation.Start(Main()));
    }

    public override void OnSignal(UnixSignal signal)
    {
        if (state.Traps.TryGetValue(signal, out var action))
        {
            if (action.Length > 0) _pending.Enqueue(signal);
        }
        else if (state.IsBash && state.Traps.ContainsKey(UnixSignal.None))
        {
            _generation++;
            Simulation.Start(Terminated(signal));
        }

        _wake.TryAnswer(true);
    }

    public override void OnChildExit(OsProcess child)
    {
        _reaped.Add(child);
        _wake.TryAnswer(true);
    }

    private async SimTask Main() => await Finish(await main(this));

    // bash with a trap on EXIT catches what would end it, wherever it is (sig.c, termsig_handler).
    private async SimTask Terminated(UnixSignal signal)
    {
        await ExitTrap();
        Table.Raise(_self, signal);
        if (_self.IsAlive) Table.Exit(_self, new ExitStatus(128 + (int)signal));
    }

    private async SimTask Finish(int status)
    {
        state.Status = status;
        _flow = Flow.Next;
        await ExitTrap();
        Table.Exit(_self, new ExitStatus((_flow == Flow.Exit ? state.Status : status) & 255));
    }

    private async SimTask ExitTrap()
    {
        if (!state.Traps.Remove(UnixSignal.None, out var action) || action.Length == 0) return;
        await Text(action);
    }

    /// <summary>All lines of a text; only a command string can end in a program that takes the shell's
    /// place.</summary>
    public async SimTask<int> Script(ShellScript script, bool isCommandString)
    {
        Steps.Mark(script, state.Functions, _steps);
        var status = 0;
        foreach (var line in script.Lines)
        {
            status = await List(line.List, isCommandString ? Tails.OfLine(state.Kind, line) : Tail.No, tested: false);
            if (_flow != Flow.Next) break;
        }

        return _flow == Flow.Exit ? state.Status : status;
    }

    // eval, a trap's action, a file read with '.'.
    private async SimTask<int> Text(string text)
    {
        var (script, _) = ShellParser.Parse(text, state.IsBash);
        if (script is null) return 2;
        if (++_callDepth > DeepestCall) return await Crash();
        var status = await Script(script, isCommandString: false);
        _callDepth--;
        return status;
    }

    // Traps that are due; the status of the command before them stays.
    private async SimTask<bool> RunTraps()
    {
        while (_pending.TryDequeue(out var signal))
        {
            if (!state.Traps.TryGetValue(signal, out var action) || action.Length == 0) continue;
            if (++_trapDepth > DeepestTrap) await Crash();
            if (_trapDepth > 1) await Recurse();
            var (status, calls) = (state.Status, _callDepth);
            _callDepth = 0;
            await Text(action);
            (_callDepth, _trapDepth) = (calls, _trapDepth - 1);
            if (_flow == Flow.Exit) return true;
            state.Status = status;
        }

        return false;
    }

    private async SimTask Recurse()
    {
        await Simulation.Delay(TrapCost);
        _commandsAtOnce = 0;
    }

    private async SimTask<int> Crash()
    {
        Table.Crash(_self, UnixSignal.Segv);
        await Forever();
        return 0;
    }

    // The process is dead, or runs another program: this one never goes on.
    private async SimTask Forever() => await Simulation.Rent<bool>();

    // Null, or the trapped signal that came first.
    private async SimTask<UnixSignal> Await(Func<bool> done, bool interruptible)
    {
        var generation = _generation;
        while (!done())
        {
            if (interruptible && _pending.TryPeek(out var signal)) return signal;
            _wake = Simulation.Rent<bool>();
            await _wake;
            _commandsAtOnce = 0;
            if (generation != _generation || !IsMine) await Forever();
        }

        return UnixSignal.None;
    }

    private bool IsMine => _self.IsAlive && _self.Program == this;

    private SimTask<UnixSignal> Await(ShellJob job, bool interruptible) =>
        Await(() => job.Processes.All(_reaped.Contains), interruptible);

    // Commands take no time here; a loop that never waits must, or nothing else would ever happen. The longer it
    // spins, the longer its steps, but a signal ends each.
    private async SimTask Breathe()
    {
        if (++_commandsAtOnce <= MostAtOnce) return;
        var spins = Math.Min(_commandsAtOnce - MostAtOnce, LongestSpin);
        _wake = Simulation.Rent<bool>();
        await _wake.Within(Duration.FromMilliseconds(spins));
        if (!IsMine) await Forever();
    }
}
