using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simulator.Kernel;

/// <summary>Places to be had, and the processes that wait for one in the order they came.</summary>
/// <remarks>One whose patience ends leaves from the middle at once. A bell is a queue without any place.</remarks>
internal sealed class WaitQueue(Simulation simulation)
{
    private const int Hole = 0;

    // Numbers of processes, a ring by position; who left early leaves a hole, stepped over at the head and closed
    // before the ring grows.
    private int[] _places = new int[8];
    private long _head;
    private long _tail;

    // The next to read its answer, which is the process that is being asked or resumed, has none.
    private bool _refused;

    public Simulation Simulation { get; } = simulation;

    public int Count { get; private set; }

    public int Capacity { get; set; }

    public int InUse { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake()
    {
        if (InUse >= Capacity) return false;
        InUse++; // Free places and a queue do not exist at the same time.
        return true;
    }

    /// <summary>True when there is nothing to wait for: the answer stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Ask(Duration patience) => TryTake() || (patience <= Duration.Zero && Refuse());

    private bool Refuse() => _refused = true;

    /// <summary>The answer to the process that was just asked or resumed; it reads it once, first of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeAnswer()
    {
        var answer = !_refused;
        _refused = false;
        return answer;
    }

    public void Park(Process process, Duration patience)
    {
        if (_tail - _head == _places.Length) MakeRoom();
        if (process.Queue != this) Enter(process);
        process.QueuePosition = _tail;
        At(_tail++) = process.Number;
        Count++;
        if (patience < Duration.Forever) SetAlarm(process, patience);
    }

    /// <summary>Answers the first in the queue, which goes on at this instant; its alarm leaves the calendar.</summary>
    public void GrantFirst()
    {
        var head = _head;
        ref var place = ref At(head);
        while (place == Hole) place = ref At(++head);
        _head = head + 1;
        var process = Unsafe.As<Process>(Simulation.PooledAt(place));
        place = Hole;
        Count--;
        if (process.Alarm.NamesAnEvent) CancelAlarm(process);
        Simulation.ScheduleNow(process, Process.Granted);
    }

    // Seldom: a process and its successors in the same box mostly wait in the same queue.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Enter(Process process)
    {
        if (process.Simulation != Simulation)
            throw new InvalidOperationException("A process waits for what belongs to its own run.");
        process.Queue = this;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetAlarm(Process process, Duration patience) =>
        process.Alarm = Simulation.ScheduleAlarm(patience, process, Process.Expired);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CancelAlarm(Process process)
    {
        Simulation.Cancel(process.Alarm);
        process.Alarm = default;
    }

    /// <summary>The process whose alarm has just gone off gets no for an answer.</summary>
    public void Leave(Process process)
    {
        _refused = true;
        At(process.QueuePosition) = Hole;
        process.Alarm = default;
        Count--;
        if (Count == 0) _head = _tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int At(long position) => ref Unsafe.Add(
        ref MemoryMarshal.GetArrayDataReference(_places), (nint)(uint)((int)position & (_places.Length - 1)));

    private void MakeRoom()
    {
        var places = new int[Count > _places.Length / 2 ? _places.Length * 2 : _places.Length];
        var count = 0;
        for (var i = _head; i < _tail; i++)
        {
            if (At(i) == Hole) continue;
            Unsafe.As<Process>(Simulation.PooledAt(At(i))).QueuePosition = count;
            places[count++] = At(i);
        }

        (_places, _head, _tail) = (places, 0, count);
    }
}
