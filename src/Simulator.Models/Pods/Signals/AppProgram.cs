using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>The service: its runtime's own way with signals, and its handler.</summary>
/// <remarks>
/// Sources: node src/node.cc (SignalExit resets to default and raises); Go runtime/signal_unix.go (dieFromSignal, then
/// exit(2)); learn.microsoft.com .NET 10 breaking change "sigterm-signal-handler"; JVM -Xrs documentation.
/// </remarks>
internal sealed class AppProgram(ProcessTable table, AppRuntime runtime, SignalsOptions options) : Program
{
    // From the last line of the program to the exit; measured: 5 to 8 ms for node, Go and the JVM.
    private static readonly Duration Teardown = Duration.FromMilliseconds(5);

    private OsProcess _self = null!;
    private bool _isEnding;

    public AppRuntime Runtime => runtime;

    /// <summary>The program's own handler has run.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>All that was in flight is done.</summary>
    public bool IsDrained { get; private set; }

    public override void Start(OsProcess self)
    {
        _self = self;
        if (HasHandler || CatchesByItself(UnixSignal.Term)) self[UnixSignal.Term] = Disposition.Caught;
        if (CatchesByItself(UnixSignal.Int)) self[UnixSignal.Int] = Disposition.Caught;
    }

    public override void OnSignal(UnixSignal signal)
    {
        if (_isEnding) return;
        if (signal == UnixSignal.Term && HasHandler) Handle();
        else ByRuntime(signal);
    }

    private bool HasHandler => options.Handler != AppHandler.None;

    private bool CatchesByItself(UnixSignal signal) => runtime switch
    {
        // node's and .NET's own handlers only put the terminal right, then raise the signal again.
        AppRuntime.Node or AppRuntime.Dotnet10 or AppRuntime.Go or AppRuntime.Jvm or AppRuntime.Dotnet9 => true,
        AppRuntime.Python => signal == UnixSignal.Int,
        AppRuntime.Native => false,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), runtime, "no such runtime"),
    };

    private void Handle()
    {
        (IsDelivered, _isEnding) = (true, true);
        var busy = options.Handler switch
        {
            AppHandler.Drain or AppHandler.PoolFirst => options.InFlight,
            // An idle connection holds the server open, and with it the pool.
            AppHandler.ServerThenPool => options.InFlight + options.KeepAlive,
            _ => Duration.Zero,
        };
        if (options.Handler != AppHandler.Exit) table.After(options.InFlight, _self, this, Drained);
        // Shutdown hooks do not change how a JVM ends: 128 + 15.
        End(busy + Teardown, runtime == AppRuntime.Jvm ? 143 : 0);
    }

    private void Drained()
    {
        IsDrained = true;
        table.Note(SignalEventKind.Drained, _self, null, UnixSignal.None);
    }

    private void ByRuntime(UnixSignal signal)
    {
        switch (runtime)
        {
            case AppRuntime.Jvm or AppRuntime.Dotnet9:
                _isEnding = true;
                End(Teardown, 128 + (int)signal);
                break;
            case AppRuntime.Go:
                table.Raise(_self, signal);
                if (_self.IsAlive) End(Duration.Zero, 2);
                break;
            case AppRuntime.Python:
                table.Raise(_self, signal);
                if (_self.IsAlive) End(Teardown, 128 + (int)signal);
                break;
            default:
                table.Raise(_self, signal);
                break;
        }
    }

    private void End(Duration delay, int code) =>
        table.After(delay, _self, this, () => table.Exit(_self, new ExitStatus(code)));
}
