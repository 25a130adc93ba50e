namespace Simulator.Kernel;

/// <summary>Processes in the order they came; one whose patience ends leaves from the middle at once.</summary>
internal sealed class WaitQueue(Simulation simulation)
{
    private Process? _first;
    private Process? _last;

    public Simulation Simulation { get; } = simulation;

    public int Count { get; private set; }

    /// <summary>The answer to the process that is just being resumed; it reads it first of all.</summary>
    public bool LastAnswer { get; private set; }

    public void Add(Process process, Duration patience)
    {
        process.Queue = this;
        process.Previous = _last;
        if (_last is null) _first = process;
        else _last.Next = process;
        _last = process;
        Count++;
        if (patience < Duration.Forever) process.Alarm = Simulation.Schedule(patience, process, Process.Expired);
    }

    /// <summary>Answers the first in the queue, which goes on at this instant; its alarm leaves the calendar.</summary>
    public void GrantFirst()
    {
        var process = _first!;
        Remove(process);
        if (process.Alarm.NamesAnEvent)
        {
            Simulation.Cancel(process.Alarm);
            process.Alarm = default;
        }

        Simulation.ScheduleNow(process, Process.Granted);
    }

    public void Answered(Process process, bool granted)
    {
        LastAnswer = granted;
        if (!granted)
        {
            Remove(process);
            process.Alarm = default;
        }

        process.Queue = null;
    }

    private void Remove(Process process)
    {
        var (previous, next) = (process.Previous, process.Next);
        if (previous is null) _first = next;
        else previous.Next = next;
        if (next is null) _last = previous;
        else next.Previous = previous;
        process.Previous = null;
        process.Next = null;
        Count--;
    }
}
