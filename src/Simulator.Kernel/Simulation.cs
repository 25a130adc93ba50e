using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>
/// One run: a clock, a calendar with a total order (time, then order of scheduling), and random streams by name.
/// </summary>
/// <remarks>Belongs to one thread at a time; a run is a pure function of its inputs, the seed and the
/// replication.</remarks>
public sealed class Simulation(ulong seed = 0, int replication = 0)
{
    // The end of a calendar that gives out nothing for now.
    private const long Halted = -1;

    private Calendar _calendar = new();
    private readonly Dictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);
    private Pools _pools = new();
    private Process? _successor;
    private long _end;
    private bool _stopped;
    private bool _failed;

    public ulong Seed { get; } = seed;

    public int Replication { get; } = replication;

    public SimTime Now => new(_calendar.Now);

    /// <summary>Events that have happened, the present one included.</summary>
    public long EventCount => _calendar.Fired;

    /// <summary>Events that wait in the calendar; a cancelled one is not there.</summary>
    public int PendingEvents => _calendar.Count;

    /// <summary>Sees every event before it happens; null (the default) costs nothing. Set it before a run.</summary>
    public EventTrace? Trace { get; set; }

    /// <summary>
    /// Fires at <paramref name="at"/>, after all that was scheduled earlier for that instant; not before now.
    /// </summary>
    public EventHandle ScheduleAt(SimTime at, EventTarget target, int code = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (at < Now) ThrowPast(at);
        return ScheduleAt(at.Nanoseconds, target, code);
    }

    /// <summary>
    /// Fires after <paramref name="delay"/> (not negative; an event in <see cref="Duration.Forever"/> never does).
    /// </summary>
    public EventHandle Schedule(Duration delay, EventTarget target, int code = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ScheduleAt(After(delay), target, code);
    }

    /// <summary>Takes the event out of the calendar; false when it has fired or was cancelled before.</summary>
    public bool Cancel(EventHandle handle) => _calendar.Cancel((ulong)handle.Key);

    /// <summary>The stream of that name: the same object for the same name, independent of every other name.</summary>
    public RandomStream Stream(string name)
    {
        if (!_streams.TryGetValue(name, out var stream))
            _streams.Add(name, stream = new RandomStream(Seed, Replication, name));
        return stream;
    }

    /// <summary>
    /// Lets the process run on by itself; it has run up to its first wait already, and an exception in it ends the
    /// run.
    /// </summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A process starts in a run.")]
    public void Start(SimTask process) => process.Detach();

    /// <inheritdoc cref="Start(SimTask)"/>
    [SuppressMessage("Performance", "CA1822", Justification = "As above.")]
    public void Start<T>(SimTask<T> process) => process.Detach();

    /// <summary>
    /// Awaited in a process: it goes on that much later (zero: at this instant, after all that is already due).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TimedWait Delay(Duration delay) => new(this, new SimTime(After(delay)));

    /// <summary>Awaited in a process: it goes on at that instant, which is not before now.</summary>
    public TimedWait Until(SimTime at)
    {
        if (at < Now) ThrowPast(at);
        return new TimedWait(this, at);
    }

    /// <summary>
    /// A fresh wait, without allocation in steady state: keep it where the answer will come from, await it in the
    /// process.
    /// </summary>
    public Wait<T> Rent<T>() => WaitCell<T>.Rent(this);

    /// <summary>Ends <see cref="RunUntil"/> after the present event; a later call goes on from there.</summary>
    public void Stop()
    {
        _stopped = true;
        _calendar.End = Halted;
    }

    /// <summary>Runs all events up to and including <paramref name="end"/>, then sets the clock to it.</summary>
    /// <exception cref="SimulationException">An exception left a handler or a process; the run cannot go
    /// on.</exception>
    public void RunUntil(SimTime end)
    {
        if (_failed) throw new InvalidOperationException("This run has failed; it cannot go on.");
        try
        {
            _stopped = false;
            _end = Math.Min(end.Nanoseconds, long.MaxValue - 1); // What is due at Never never happens.
            _calendar.End = _end;
            if (Trace is null) RunLoop();
            else RunTracedLoop(Trace);
            if (!_stopped && end != SimTime.Never && Now < end) _calendar.Now = end.Nanoseconds;
        }
        catch (Exception e)
        {
            _failed = true;
            throw SimulationException.At(this, e);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Pool PoolOf<T>()
        where T : Pooled => _pools.Of<T>(this);

    internal int Register(Pooled item) => _pools.Register(item);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Pooled PooledAt(int number) => _pools.At(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal EventHandle ScheduleAt(long at, EventTarget target, int code) =>
        new((long)_calendar.Add(at, target, code));

    /// <summary>An event that is far off and that hardly ever happens.</summary>
    internal EventHandle ScheduleAlarm(Duration delay, EventTarget target, int code) =>
        new((long)_calendar.Push(After(delay), target, code));

    /// <summary>The process goes on at that instant.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Park(Process process, long at) => _calendar.Add(at, process, Process.Resume);

    /// <summary>Within this event, as soon as the present handler returns; there is never more than one.</summary>
    internal void HandOver(Process awaiting)
    {
        _successor = awaiting;
        _calendar.End = Halted; // So that the loop looks up; it costs the other events nothing.
    }

    internal void ScheduleNow(EventTarget target, int code) => _calendar.AddPresent(target, code);

    // Saturates at Never. A negative delay and an overflow both come out before now: one test for the two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long After(Duration delay)
    {
        var at = _calendar.Now + delay.Nanoseconds;
        return at >= _calendar.Now ? at : NeverOrThrow(delay);
    }

    private static long NeverOrThrow(Duration delay) => delay > Duration.Zero
        ? long.MaxValue
        : throw new ArgumentOutOfRangeException(nameof(delay), $"{delay} is negative.");

    private void ThrowPast(SimTime at) =>
        throw new ArgumentOutOfRangeException(nameof(at), $"{at} is before now, {Now}.");

    private void RunLoop()
    {
        do
        {
            while (_calendar.TryTake(out var target, out var code, out _)) target.OnEvent(code);
        }
        while (RunSuccessor());
    }

    private void RunTracedLoop(EventTrace trace)
    {
        do
        {
            while (_calendar.TryTake(out var target, out var code, out var key))
            {
                if (trace.Record(Now.Nanoseconds, (long)(key >> Calendar.SlotBits), target.Label, code))
                    target.OnEvent(code);
                else
                    Stop(); // The event that differs is taken but does not happen.
            }
        }
        while (RunSuccessor());
    }

    // Part of the present event: what awaited the process that has just ended goes on, and what awaits that one.
    private bool RunSuccessor()
    {
        if (_successor is null) return false;
        while (_successor is { } successor)
        {
            _successor = null;
            successor.OnEvent(Process.Resume);
        }

        _calendar.End = _stopped ? Halted : _end;
        return true;
    }
}
