using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Simulator.Kernel;

/// <summary>An async method that has waited at least once: what the calendar resumes and others await.</summary>
/// <remarks>
/// A process that ends hands over to the one that awaits it within the same event, as a return does, but by way of the
/// run's loop and not by recursion. A finished one goes back to its pool when its result is taken, or at once when
/// it was started by itself; the version tells a late or second await from the right one.
/// </remarks>
internal abstract class Process(Pool home) : Pooled(home)
{
    /// <summary>Event codes: go on; go on with the answer yes; the patience is over.</summary>
    internal const int Resume = 0, Granted = 1, Expired = 2;

    private Process? _awaiting;
    private Exception? _fault;
    private State _state;

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

    /// <summary>Without anybody who awaits it, an exception is a bug that ends the run.</summary>
    internal void SetException(Exception exception)
    {
        if (_awaiting is null) ExceptionDispatchInfo.Throw(exception);
        _fault = exception;
        Complete();
    }

    // The last thing its method does: a process that nobody awaits is back in its pool when the method returns.
    private protected void Complete()
    {
        if (_state == State.Detached)
        {
            Reset();
            return;
        }

        _state |= State.Done;
        if (_awaiting is not null) Simulation.HandOver(_awaiting);
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

    internal void Recycle()
    {
        _awaiting = null;
        _fault = null;
        Reset();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reset()
    {
        Version++;
        _state = State.Running;
        GoHome();
    }

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
internal abstract class Process<TResult>(Pool home) : Process(home)
{
    private TResult _result = default!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetResult(TResult result)
    {
        _result = result;
        Complete();
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
