namespace Simulator.Models.Cpu;

/// <summary>Whoever gives a thread its work.</summary>
public interface ICpuWorker
{
    /// <summary>
    /// The thread has done its work, at this instant. Calling <see cref="CpuThread.Run"/> on it here lets it go on
    /// without sleeping, as a worker does that finds its queue filled; otherwise it blocks.
    /// </summary>
    void OnWorkDone(CpuThread thread);
}
