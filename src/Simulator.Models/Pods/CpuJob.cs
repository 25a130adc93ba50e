using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>
/// One cpu step of one request, from its first task in the queue to the end of its last; reused by its workers.
/// </summary>
internal sealed class CpuJob
{
    public SimTime Intended { get; set; }

    public SimTime Queued { get; set; }

    public LatencyRecorder? Tasks { get; set; }

    public Wait<CpuShare> Done { get; set; }

    public int TasksLeft { get; set; }

    /// <summary>Who has waited longer for the first thread is not worth the work any more.</summary>
    public Duration Patience { get; set; }

    /// <summary>Told when it is done; null: nobody's account.</summary>
    public Request? Request { get; set; }

    /// <summary>Tasks that no thread has taken yet.</summary>
    public int TasksInQueue { get; set; }

    /// <summary>Whose threads do it.</summary>
    public required Workers Workers { get; init; }

    /// <summary>Its answer is given; what is left of its tasks is nobody's.</summary>
    public bool IsShed { get; set; }

    /// <summary>A thread has taken one of its tasks.</summary>
    public bool HasStarted { get; set; }
}

/// <summary>One thread's part of a step; or, without a job, somebody who wants a thread for himself.</summary>
internal readonly record struct CpuTask(CpuJob? Job, Duration Work, Wait<Worker> Taker = default);
