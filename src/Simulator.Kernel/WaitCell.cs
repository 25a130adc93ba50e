using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>
/// The pooled state behind a <see cref="Wait{T}"/>; as a target of the calendar it is its own deadline.
/// </summary>
internal sealed class WaitCell<T> : Pooled
{
    private Process? _process;
    private EventHandle _alarm;
    private Duration _patience;
    private State _state;
    private T _value = default!;

    private WaitCell(Pool home)
        : base(home)
    {
    }

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
        var home = simulation.PoolOf<WaitCell<T>>();
        return new Wait<T>(Unsafe.As<WaitCell<T>>(home.TryRent()) ?? new WaitCell<T>(home));
    }

    public bool IsOpen(int version) => version == Version && _state == State.Open;

    public bool TryAnswer(int version, T answer)
    {
        if (!IsOpen(version)) return false;
        _state = State.Answered;
        _value = answer;
        if (_alarm.NamesAnEvent) Simulation.Cancel(_alarm);
        if (_process is not null) Simulation.ScheduleNow(_process, Process.Resume);
        return true;
    }

    /// <summary>Comes first when it is awaited; without patience the wait closes here.</summary>
    public void Ask(int version, Duration patience)
    {
        if (version != Version || _process is not null) throw new InvalidOperationException("A wait is awaited once.");
        _patience = patience;
        if (_state == State.Open && patience <= Duration.Zero) _state = State.Late;
    }

    public bool MustPark() => _state == State.Open;

    public void Park(Process process)
    {
        _process = process;
        if (_patience < Duration.Forever) _alarm = Simulation.ScheduleAlarm(_patience, this, 0);
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
        GoHome();
        return answer;
    }

    protected internal override void OnEvent(int code)
    {
        _state = State.Late;
        _process!.OnEvent(Process.Resume);
    }
}
