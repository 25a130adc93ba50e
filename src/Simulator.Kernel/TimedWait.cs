using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>
/// What delays, slots and signals give to await: true with what was waited for, false when the patience was over first.
/// </summary>
/// <remarks>
/// One type for all of them, because the compiler gives the awaiters of one type one place in the process, and a small
/// process is moved into its pooled box for less.
/// </remarks>
public readonly struct TimedWait : ISimAwaiter
{
    // The simulation (a delay) or a queue. Both types are sealed, and where the wait is made they are known.
    private readonly object _source;

    // Nanoseconds: the instant of a delay, the patience in a queue.
    private readonly long _time;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TimedWait(Simulation simulation, SimTime at) => (_source, _time) = (simulation, at.Nanoseconds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TimedWait(WaitQueue queue, Duration patience) => (_source, _time) = (queue, patience.Nanoseconds);

    Simulation ISimAwaiter.Simulation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _source is WaitQueue queue ? queue.Simulation : Unsafe.As<Simulation>(_source);
    }

    /// <summary>
    /// Asks: takes a place if one is free; also true when there is no patience to wait for one. A delay always waits:
    /// even one of zero lets go first what is already due.
    /// </summary>
    public bool IsCompleted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _source is WaitQueue queue && queue.Ask(new Duration(_time));
    }

    public TimedWait GetAwaiter() => this;

    /// <summary>A delay always comes to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool GetResult() => _source is not WaitQueue queue || queue.TakeAnswer();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ISimAwaiter.Park(Process process)
    {
        if (_source is WaitQueue queue) queue.Park(process, new Duration(_time));
        else Unsafe.As<Simulation>(_source).Park(process, _time);
    }
}
