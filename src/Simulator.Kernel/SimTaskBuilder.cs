using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

// The compiler prescribes these members and that they are not static (C# specification, task-type builder pattern).
#pragma warning disable CA1000, CA1822

namespace Simulator.Kernel;

/// <summary>The result of a process without one.</summary>
internal readonly struct Nothing;

/// <summary>For the compiler: builds the process of an <c>async SimTask</c> method.</summary>
/// <remarks>The constraint on the awaiter makes awaiting a real Task a compile error (CS0315).</remarks>
public struct SimTaskBuilder
{
    private Process<Nothing>? _process;

    public readonly SimTask Task => _process is null ? default : new SimTask(_process);

    public static SimTaskBuilder Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public readonly void SetResult() => _process?.SetResult(default);

    /// <summary>Before the first wait the caller is still on the stack: the exception simply leaves the call.</summary>
    public readonly void SetException(Exception exception)
    {
        if (_process is null) ExceptionDispatchInfo.Throw(exception);
        else _process.SetException(exception);
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ISimAwaiter
        where TStateMachine : IAsyncStateMachine => AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ISimAwaiter
        where TStateMachine : IAsyncStateMachine
    {
        if (_process is null)
        {
            var box = ProcessBox<TStateMachine, Nothing>.Rent(awaiter.Simulation);
            _process = box; // Before the copy: the copy must know its process too.
            box.StateMachine = stateMachine;
        }

        awaiter.Park(_process);
    }
}

/// <summary>For the compiler: builds the process of an <c>async SimTask&lt;T&gt;</c> method.</summary>
public struct SimTaskBuilder<T>
{
    private Process<T>? _process;
    private T _result;

    public readonly SimTask<T> Task => _process is null ? new SimTask<T>(_result) : new SimTask<T>(_process);

    public static SimTaskBuilder<T> Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult(T result)
    {
        if (_process is null) _result = result;
        else _process.SetResult(result);
    }

    /// <inheritdoc cref="SimTaskBuilder.SetException"/>
    public readonly void SetException(Exception exception)
    {
        if (_process is null) ExceptionDispatchInfo.Throw(exception);
        else _process.SetException(exception);
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ISimAwaiter
        where TStateMachine : IAsyncStateMachine => AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ISimAwaiter
        where TStateMachine : IAsyncStateMachine
    {
        if (_process is null)
        {
            var box = ProcessBox<TStateMachine, T>.Rent(awaiter.Simulation);
            _process = box;
            box.StateMachine = stateMachine;
        }

        awaiter.Park(_process);
    }
}
