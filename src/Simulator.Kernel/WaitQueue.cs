using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simulator.Kernel;

/// <summary>Places to be had, and the processes that wait for one in the order they came.</summary>
/// <remarks>One whose patience ends leaves from the middle at once. A bell is a queue without any place.</remarks>
internal sealed class WaitQueue(Simulation simulation)
{
    // A ring by position; who left early leaves a hole, stepped over at the head and closed before the ring grows.
    private Place[] _places = new Place[8];
    private long _head;
    private long _tail;

    // A struct around the reference spares the array's own type check.
    private struct Place
    {
        public Process? Process;
    }

    public Simulation Simulation { get; } = simulation;

    public int Count { get; private set; }

    /// <summary>The answer to the process that is just being asked or resumed; it reads it first of all.</summary>
    public bool Answer { get; set; }

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
    public bool Ask(Duration patience) => (Answer = TryTake()) || patience <= Duration.Zero;

    public void Park(Process process, Duration patience)
    {
        if (_tail - _head == _places.Length) MakeRoom();
        if (process.Queue != this) process.Queue = this; // Often the same: a write costs more than a look.
        process.QueuePosition = _tail;
        At(_tail++).Process = process;
        Count++;
        if (patience < Duration.Forever) process.Alarm = Simulation.Schedule(patience, process, Process.Expired);
    }

    /// <summary>Answers the first in the queue, which goes on at this instant; its alarm leaves the calendar.</summary>
    public void GrantFirst()
    {
        while (At(_head).Process is null) _head++;
        ref var place = ref At(_head++);
        var process = place.Process!;
        place.Process = null;
        Count--;
        if (process.Alarm.NamesAnEvent)
        {
            Simulation.Cancel(process.Alarm);
            process.Alarm = default;
        }

        Simulation.ScheduleNow(process, Process.Granted);
    }

    /// <summary>The process whose alarm has just gone off gets no for an answer.</summary>
    public void Leave(Process process)
    {
        Answer = false;
        At(process.QueuePosition).Process = null;
        process.Alarm = default;
        Count--;
        if (Count == 0) _head = _tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Place At(long position) => ref Unsafe.Add(
        ref MemoryMarshal.GetArrayDataReference(_places), (nint)(uint)((int)position & (_places.Length - 1)));

    private void MakeRoom()
    {
        var places = Count > _places.Length / 2 ? new Place[_places.Length * 2] : new Place[_places.Length];
        var count = 0;
        for (var i = _head; i < _tail; i++)
        {
            if (At(i).Process is not { } process) continue;
            process.QueuePosition = count;
            places[count++].Process = process;
        }

        (_places, _head, _tail) = (places, 0, count);
    }
}
