using Simulator.Kernel;

namespace Simulator.Models.Cpu;

/// <summary>What a run queue orders: a thread, or the queue of a group below it.</summary>
public abstract class SchedEntity
{
    private protected SchedEntity()
    {
    }

    /// <summary>1024 is a nice-0 thread or one requested core.</summary>
    internal long Weight { get; set; } = 1024;

    /// <summary>Weighted execution time in nanoseconds.</summary>
    internal long Vruntime { get; set; }

    /// <summary>EEVDF's virtual deadline.</summary>
    internal long Deadline { get; set; }

    /// <summary>EEVDF's lag, kept across sleep.</summary>
    internal long Vlag { get; set; }

    /// <summary>Queued or running on <see cref="Queue"/>.</summary>
    internal bool OnRq { get; set; }

    /// <summary>Asleep, and still queued for the lag it owes (sched_delayed).</summary>
    internal bool IsDelayed { get; set; }

    /// <summary>Execution time, and what it was when the entity got the CPU.</summary>
    internal long SumExec { get; set; }

    internal long SumExecAtPick { get; set; }

    /// <summary>The queue this entity belongs to; null for a CPU's root queue.</summary>
    internal CfsRunQueue? Queue { get; set; }

    internal long Scale(long delta) => Weight == 1024 ? delta : delta * 1024 / Weight;

    /// <summary>Execution was charged.</summary>
    internal virtual void OnCharged(Duration delta)
    {
    }
}
