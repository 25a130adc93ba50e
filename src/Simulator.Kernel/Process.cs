using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Simulator.Kernel;

/// <summary>An async method that has waited at least once: what the calendar resumes and others await.</summary>
/// <remarks>
/// A process that ends hands over to the one that awaits it within the same event, as a return does,
/// in a loop and not by recursion. A finished one goes back to its pool when its result is taken, or at once when
/// it was started by itself; the version tells a late or second await from the right one.
/// </remarks>
internal abstract class Process(Simulation simulation) : EventTarget
{
    /// <summary>Event codes: go on; go on with the answer yes; the patience is over.</summary>
    internal const int Resume = 0, Granted = 1, Expired = 2;

    private Process? _awaiting;
    private Exception? _fault;
    private State _state;

    internal Simulation Simulation { get; } = simulation;

    internal int Version { get; private set; }

    [Flags]
    private enum State : byte
    {
        Running = 0,
        Done = 1,
        Detached = 2,
    }

    internal bool Done => (_state & State.Done) != 0;

    // Where it waits in the one queue a process can be in at a time, the last one it was in, and its alarm.
    internal WaitQueue? Queue { get; set; }

    internal long QueuePosition { get; set; }

    internal EventHandle Alarm { get; set; }

    internal void SetException(Exception exception)
    {
        _fault = exception;
        SetDone();
    }

    internal bool IsDone(int version)
    {
        Check(version);
        return Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Detach(int version)
    {
        Check(version);
        if (_awaiting is not null) ThrowOwned();
        _state |= State.Detached;
        if (Done) Recycle();
    }

    internal void ParkAwaiting(int version, Process awaiting)
    {
        Check(version);
        if (_awaiting is not null || (_state & State.Detached) != 0) ThrowOwned();
        _awaiting = awaiting;
    }

    /// <summary>Throws what the process threw, with its stack.</summary>
    internal void ThrowIfFaulted(int version)
    {
        Check(version);
        if (_fault is not null) ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Hands over to whoever awaits; an exception nobody awaits is a bug that ends the run.</summary>
    internal void Finish()
    {
        var process = this;
        do
        {
            var awaiting = process._awaiting;
            if (awaiting is null)
            {
                if (process._fault is { } fault) ExceptionDispatchInfo.Throw(fault);
                if ((process._state & State.Detached) != 0) process.Recycle();
                return;
            }

            process = awaiting;
            process.MoveNext();
        }
        while (process.Done);
    }

    internal void Recycle()
    {
        _awaiting = null;
        _fault = null;
        Reset();
        ReturnToPool();
    }

    /// <summary>Started by itself and without a fault: nobody is to be told of the end.</summary>
    private protected bool EndsAlone => (_state & State.Detached) != 0 && _fault is null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void SetDone() => _state |= State.Done;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Reset()
    {
        Version++;
        _state = State.Running;
    }

    protected abstract void MoveNext();

    protected abstract void ReturnToPool();

    private static void ThrowOwned() =>
        throw new InvalidOperationException("A process has one owner: it is awaited once, or started.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int version)
    {
        if (version != Version) ThrowGone();
    }

    private static void ThrowGone() =>
        throw new InvalidOperationException("This SimTask was awaited or started before.");
}

/// <summary>A process with a result.</summary>
internal abstract class Process<TResult>(Simulation simulation) : Process(simulation)
{
    private TResult _result = default!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetResult(TResult result)
    {
        _result = result;
        SetDone();
    }

    internal TResult TakeResult(int version)
    {
        ThrowIfFaulted(version);
        var result = _result;
        _result = default!;
        Recycle();
        return result;
    }
}
