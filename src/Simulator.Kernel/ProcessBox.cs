using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>The home of a suspended async method's state, from the run's pool of its own type.</summary>
internal sealed class ProcessBox<TStateMachine, TResult> : Process<TResult>
    where TStateMachine : IAsyncStateMachine
{
    // That of a finished process stays until the next one of its kind takes its place.
    internal TStateMachine StateMachine = default!;

    private ProcessBox(Pool home)
        : base(home)
    {
    }

    // "<Handle>d__7" is what the compiler calls the state machine of Handle, "<<Handle>g__Inner|7_0>d" that of a
    // function inside it.
    public override string Label
    {
        get
        {
            var name = typeof(TStateMachine).Name;
            var start = name.LastIndexOf("g__", StringComparison.Ordinal);
            var end = name.IndexOf(start < 0 ? '>' : '|', StringComparison.Ordinal);
            start = start < 0 ? name.LastIndexOf('<') + 1 : start + 3;
            return end > start ? name[start..end] : name;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ProcessBox<TStateMachine, TResult> Rent(Simulation simulation)
    {
        var home = simulation.PoolOf<ProcessBox<TStateMachine, TResult>>();
        return Unsafe.As<ProcessBox<TStateMachine, TResult>>(home.TryRent()) ?? Create(home);
    }

    // Apart, or it uses up what the compiler inlines into the process.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ProcessBox<TStateMachine, TResult> Create(Pool home) => new(home);

    protected internal override void OnEvent(int code)
    {
        if (code == Expired)
        {
            OnExpired();
            return;
        }

        StateMachine.MoveNext();
    }

    // Apart, so that the common way through is two jumps without a frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnExpired()
    {
        Queue!.Leave(this);
        StateMachine.MoveNext();
    }
}
