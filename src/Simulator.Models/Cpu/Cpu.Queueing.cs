namespace Simulator.Models.Cpu;

/// <summary>
/// How threads get on the queues of a CPU and off them. Source: kernel/sched/fair.c, enqueue_task_fair and
/// dequeue_entities.
/// </summary>
internal sealed partial class Cpu
{
    /// <summary>Up the groups until one is queued already, or (before 6.18) throttled.</summary>
    public void Enqueue(CpuThread thread)
    {
        Count(thread, +1);
        SchedEntity entity = thread;
        for (var rq = thread.Queue; rq is not null && !entity.OnRq; rq = rq.Parent)
        {
            rq.EnqueueEntity(entity);
            if (rq.Throttled && !node.Kernel.Version.ThrottlesTasks)
            {
                thread.SetState(RunState.Throttled);
                break;
            }

            entity = rq;
        }

        if (entity.IsDelayed) entity.Queue!.Requeue(entity);
    }

    /// <summary>
    /// Off the queue without a sleep of its own: to limbo, whose threads are taken off as sleepers, or to another CPU.
    /// </summary>
    public static void Dequeue(CpuThread thread, bool sleeps)
    {
        Count(thread, -1);
        DequeueUpwards(thread, sleeps, mayDelay: false);
    }

    /// <summary>ttwu_runnable: a sleeper that is still queued is woken where it is.</summary>
    public void WakeDelayed(CpuThread thread)
    {
        Count(thread, +1);
        thread.Queue!.Requeue(thread);
        thread.SetState(StateOffCpu(thread));
        CheckPreempt(thread);
    }

    private static void FallAsleep(CpuThread thread)
    {
        Count(thread, -1);
        DequeueUpwards(thread, sleeps: true, mayDelay: true);
        thread.SetState(RunState.Sleeping);
    }

    /// <summary>A sleeper whose turn it is owes nothing any more, and leaves (pick_next_entity).</summary>
    private static void FinishDelayed(SchedEntity entity)
    {
        var rq = entity.Queue!;
        rq.DequeueEntity(entity, sleeps: true);
        entity.Vlag = Math.Min(0, entity.Vlag);
        if (rq.NrQueued == 0) DequeueUpwards(rq, sleeps: true, mayDelay: true);
    }

    /// <summary>Up the groups as long as nothing else is queued there.</summary>
    private static void DequeueUpwards(SchedEntity entity, bool sleeps, bool mayDelay)
    {
        for (var rq = entity.Queue; rq is not null && entity.OnRq; rq = rq.Parent)
        {
            if (mayDelay && rq.Delays(entity)) return;
            rq.DequeueEntity(entity, sleeps);
            if (rq.NrQueued > 0) return;
            entity = rq;
            sleeps = true;
        }
    }

    private static void Count(CpuThread thread, int by)
    {
        for (var rq = thread.Queue; rq is not null; rq = rq.Parent) rq.CountThread(by);
    }
}
