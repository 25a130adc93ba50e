using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>A process with a result.</summary>
internal abstract class Process<TResult> : Process
{
    internal TResult Result { get; private set; } = default!;

    internal void SetResult(TResult result)
    {
        Result = result;
        Done = true;
    }

    internal TResult TakeResult(int version)
    {
        ThrowIfFaulted(version);
        var result = Result;
        Result = default!;
        Recycle();
        return result;
    }
}

/// <summary>The home of a suspended async method's state, from a pool of its own type.</summary>
internal sealed class ProcessBox<TStateMachine, TResult> : Process<TResult>
    where TStateMachine : IAsyncStateMachine
{
    // Per thread, and no state of a run: what lies in a pool is empty.
    [ThreadStatic]
    private static ProcessBox<TStateMachine, TResult>? _pool;

    private ProcessBox<TStateMachine, TResult>? _nextInPool;

    internal TStateMachine StateMachine = default!;

    // "<Handle>d__7" is what the compiler calls the state machine of Handle.
    public override string Label
    {
        get
        {
            var name = typeof(TStateMachine).Name;
            var end = name.IndexOf('>', StringComparison.Ordinal);
            return end > 1 ? name[1..end] : name;
        }
    }

    internal static ProcessBox<TStateMachine, TResult> Rent()
    {
        var box = _pool;
        if (box is null) return new ProcessBox<TStateMachine, TResult>();
        _pool = box._nextInPool;
        return box;
    }

    protected internal override void OnEvent(int code)
    {
        if (code != Resume) Answered(code);
        StateMachine.MoveNext();
        if (Done) Finish();
    }

    protected override void MoveNext() => StateMachine.MoveNext();

    protected override void ReturnToPool()
    {
        StateMachine = default!;
        _nextInPool = _pool;
        _pool = this;
    }
}
