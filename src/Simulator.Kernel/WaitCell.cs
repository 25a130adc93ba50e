using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>The pooled state behind a <see cref="Wait{T}"/>; as a target of the calendar it is its own deadline.</summary>
internal sealed class WaitCell<T> : EventTarget
{
    // Per thread, and no state of a run: what lies in a pool is empty.
    [ThreadStatic]
    private static WaitCell<T>? _pool;

    private WaitCell<T>? _nextInPool;
    private Simulation _simulation = null!;
    private Process? _process;
    private EventHandle _alarm;
    private State _state;
    private T _value = default!;

    private enum State
    {
        Open,
        Answered,
        Late,
    }

    public int Version { get; private set; }

    public override string Label => "Wait";

    public static Wait<T> Rent(Simulation simulation)
    {
        var cell = _pool;
        if (cell is null) cell = new WaitCell<T>();
        else _pool = cell._nextInPool;
        cell._simulation = simulation;
        return new Wait<T>(cell);
    }

    public bool IsOpen(int version) => version == Version && _state == State.Open;

    public bool TryAnswer(int version, T answer)
    {
        if (!IsOpen(version)) return false;
        _state = State.Answered;
        _value = answer;
        if (_alarm.NamesAnEvent) _simulation.Cancel(_alarm);
        if (_process is not null) _simulation.ScheduleNow(_process, Process.Resume);
        return true;
    }

    /// <summary>True when the process has to wait; without patience the wait closes here.</summary>
    public bool MustPark(int version, Duration patience)
    {
        if (version != Version || _process is not null) throw new InvalidOperationException("A wait is awaited once.");
        if (_state == State.Open && patience <= Duration.Zero) _state = State.Late;
        return _state == State.Open;
    }

    public void Park(Process process, Duration patience)
    {
        _process = process;
        if (patience < Duration.Forever) _alarm = _simulation.Schedule(patience, this);
    }

    /// <summary>The answer; afterwards the cell is back in the pool and all copies of the wait are closed.</summary>
    public Answer<T> Take(int version)
    {
        if (version != Version || _state == State.Open) throw new InvalidOperationException("The wait is still open.");
        var answer = _state == State.Answered ? new Answer<T>(_value) : default;
        Version++;
        _state = State.Open;
        _process = null;
        _alarm = default;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) _value = default!;
        _nextInPool = _pool;
        _pool = this;
        return answer;
    }

    protected internal override void OnEvent(int code)
    {
        _state = State.Late;
        _process!.OnEvent(Process.Resume);
    }
}
